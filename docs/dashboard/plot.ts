import { escaped, type Named } from './draw.ts';
import { format } from './format.ts';

const palette = [
  '#1f60c4',
  '#e02f44',
  '#37872d',
  '#fa6400',
  '#8f3bb8',
  '#b8870b',
  '#0a8a9f',
  '#7d7d7d',
];
const MARGIN = { left: 52, right: 10, top: 28 };
const LEGEND_LINE = 13;
const TICKS = 3;

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly max: number | undefined;
}

/** Lines over time, with axes and a legend. Seconds count from the start. */
export function plot(lines: readonly Named[], { width, height, unit, max }: Frame): string {
  const sorted = [...lines].sort((a, b) => highest(b) - highest(a));
  const legend = legendOf(sorted, width);
  const bottom = height - 20 - legend.lines * LEGEND_LINE;
  const times = sorted.flatMap(({ points }) => points.map(([at]) => at));
  const start = Math.min(...times);
  const end = Math.max(...times);
  const top = max ?? rounded(Math.max(...sorted.map(highest), 0));
  const x = (at: number) =>
    MARGIN.left + ((at - start) / (end - start || 1)) * (width - MARGIN.left - MARGIN.right);
  const y = (value: number) => bottom - (value / top) * (bottom - MARGIN.top);

  const grid = Array.from({ length: TICKS + 1 }, (_, index) => {
    const value = (top * index) / TICKS;
    return `<path d="M${MARGIN.left} ${px(y(value))}H${width - MARGIN.right}" stroke="#e7e8ea"/><text x="${MARGIN.left - 6}" y="${px(y(value) + 3)}" text-anchor="end">${format(value, unit)}</text>`;
  });
  const seconds = Array.from(
    { length: Math.floor((end - start) / 30) + 1 },
    (_, index) => index * 30,
  );
  const axis = seconds.map(
    (second) =>
      `<text x="${px(x(start + second))}" y="${bottom + 13}" text-anchor="middle">${second} s</text>`,
  );
  const drawn = sorted.map(({ points }, index) => {
    const path = points
      .map(([at, value], at0) => {
        const previous = points[at0 - 1];
        const isGap = !Number.isFinite(value);
        if (isGap) return '';
        const isStart =
          previous === undefined || !Number.isFinite(previous[1]) || at - previous[0] > 5;
        return `${isStart ? 'M' : 'L'}${px(x(at))} ${px(y(value))}`;
      })
      .join('');
    return `<path d="${path}" fill="none" stroke="${colour(index)}" stroke-width="1.4"/>`;
  });
  return `<g font-size="10" fill="#6e7781">${grid.join('')}${axis.join('')}</g>\n${drawn.join('\n')}\n${legend.text(bottom + 26)}`;
}

const px = (value: number) => Number(value.toFixed(1));
const colour = (index: number) => palette[index % palette.length];
const highest = ({ points }: Named) =>
  Math.max(0, ...points.map(([, value]) => value).filter(Number.isFinite));

/** The next number that is easy to divide. */
function rounded(value: number): number {
  if (value === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 3, 6, 9, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

/** Roughly: capitals are wider. */
const textWidth = (text: string) =>
  [...text].reduce((sum, character) => sum + (/[A-Z_]/.test(character) ? 6.8 : 5.2), 0);

/** The names, as many lines as they need, three at most. */
function legendOf(lines: readonly Named[], width: number) {
  const rows: { name: string; index: number; x: number }[][] = [[]];
  let x = 8;
  lines.forEach(({ name }, index) => {
    const length = 18 + textWidth(name);
    if (x + length > width && x > 8) {
      rows.push([]);
      x = 8;
    }
    rows.at(-1)?.push({ name, index, x });
    x += length;
  });
  const shown = rows.slice(0, 3);
  return {
    lines: shown.length,
    text: (y: number) =>
      `<g font-size="9.5" fill="#24292e">${shown
        .flatMap((row, line) =>
          row.map(
            ({ name, index, x }) =>
              `<rect x="${px(x)}" y="${y + line * LEGEND_LINE - 5}" width="9" height="3" fill="${colour(index)}"/><text x="${px(x + 12)}" y="${y + line * LEGEND_LINE}">${escaped(name)}</text>`,
          ),
        )
        .join('')}</g>`,
  };
}
