import { dueAt, pace, take } from '../../src/policy/pace.ts';
import { CHANGES, GROUPS, type Run } from './merging.ts';

const WIDTH = 760;
const HEIGHT = 400;
/** Where the axes cross, and where they end. */
const LEFT = 72;
const BOTTOM = 340;
const RIGHT = 730;
const TOP = 64;
const MAX_SECONDS = 11;
const MAX_CALLS = 2_000;
const MAX_CALLS_PER_SECOND = 200;
/** A line of so few points looks the same. */
const CALLS_A_POINT = 20;

const x = (seconds: number) => round(LEFT + ((RIGHT - LEFT) * seconds) / MAX_SECONDS);
const y = (calls: number) => round(BOTTOM - ((BOTTOM - TOP) * calls) / MAX_CALLS);
const round = (pixels: number) => Math.round(pixels * 10) / 10;

const style = `
    text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #59636e; }
    .strong { fill: #1f2328; font-weight: 600; }
    .title { font-size: 16px; }
    .paper { fill: #ffffff; stroke: #d1d9e0; }
    .grid { stroke: #d1d9e0; stroke-width: 1; }
    .line { fill: none; stroke-width: 2; stroke: #818b98; stroke-dasharray: 6 5; }
    .merged { stroke: #0969da; stroke-width: 4; stroke-dasharray: none; stroke-linecap: round; }
    .dot { fill: #818b98; }
    .dot.merged { fill: #0969da; stroke: none; }
    @media (prefers-color-scheme: dark) {
      text { fill: #9198a1; }
      .strong { fill: #f0f6fc; }
      .paper { fill: #0d1117; stroke: #3d444d; }
      .grid { stroke: #3d444d; }
      .merged { stroke: #4493f8; }
      .dot.merged { fill: #4493f8; }
    }`;

/** The calls of the run over time, and those that the same changes would take one by one at the same pace. */
export function picture({ arrivals, seconds }: Run): string {
  const slots = slotsOf(CHANGES);
  const last = slots.at(-1) ?? 0;
  const merged = `${arrivals.length} calls, all answered after ${seconds.toFixed(1)} s`;
  const single = `${readable(CHANGES)} calls, the last leaves after ${last.toFixed(1)} s`;
  const title = `${readable(CHANGES)} changes of ${GROUPS} live groups, sent at once`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc">
  <title id="title">${title}</title>
  <desc id="desc">Calls to the vendor over time. Merged: ${merged}. One call for each change: ${single}.</desc>
  <style>${style}
  </style>
  <rect class="paper" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="8"/>
  <text class="strong title" x="24" y="34">${title}</text>
  ${axes().join('\n  ')}
  <polyline class="line" points="${points(slots)}"/>
  <circle class="dot" cx="${x(last)}" cy="${y(CHANGES)}" r="5"/>
  ${label({ x: x(7.4), y: y(2_000), anchor: 'end' }, ['one call for each change', single, '(computed from the pace)'])}
  <polyline class="line merged" points="${points(arrivals)}"/>
  <circle class="dot merged" cx="${x(arrivals.at(-1) ?? 0)}" cy="${y(arrivals.length)}" r="6"/>
  ${label({ x: x(seconds) + 24, y: y(500), anchor: 'start' }, ['merged', merged, '(measured)'])}
</svg>
`;
}

/** Lines of text below a line of the grid. */
function label(at: { x: number; y: number; anchor: 'start' | 'end' }, lines: readonly string[]) {
  const place = (index: number) =>
    `x="${at.x}" y="${round(at.y + 22 + 18 * index)}" text-anchor="${at.anchor}"`;
  return lines
    .map(
      (text, index) =>
        `<text ${index === 0 ? 'class="strong" ' : ''}${place(index)}>${text}</text>`,
    )
    .join('\n  ');
}

function axes(): string[] {
  const seconds = [0, 2, 4, 6, 8, 10].map(
    (second) => `<text x="${x(second)}" y="${BOTTOM + 20}" text-anchor="middle">${second}</text>`,
  );
  const calls = [0, 500, 1_000, 1_500, 2_000].flatMap((count) => [
    `<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${y(count)}" y2="${y(count)}"/>`,
    `<text x="${LEFT - 10}" y="${y(count) + 4}" text-anchor="end">${readable(count)}</text>`,
  ]);
  const middle = (TOP + BOTTOM) / 2;
  return [
    ...calls,
    ...seconds,
    `<text x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 44}" text-anchor="middle">seconds since the first call</text>`,
    `<text transform="translate(20 ${middle}) rotate(-90)" text-anchor="middle">calls to the vendor so far</text>`,
  ];
}

/** A line that rises by one at each of `times`, in seconds. */
function points(times: readonly number[]): string {
  return times
    .flatMap((seconds, index) =>
      index % CALLS_A_POINT === 0 || index === times.length - 1
        ? [`${x(seconds)},${y(index + 1)}`]
        : [],
    )
    .join(' ');
}

/** When each of `count` calls leaves that all wait for their slots, in seconds. */
function slotsOf(count: number): number[] {
  let current = pace(MAX_CALLS_PER_SECOND, 0);
  let now = 0;
  return Array.from({ length: count }, () => {
    now = dueAt(current, now);
    current = take(current, now);
    return now / 1000;
  });
}

const readable = (value: number) => value.toLocaleString('en');
