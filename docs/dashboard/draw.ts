import { format } from './format.ts';
import { plot } from './plot.ts';
import type { Series } from './prometheus.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What is drawn of a panel, as Grafana has it. */
export interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: Place;
  readonly fieldConfig?: { readonly defaults: { readonly unit: string; readonly max?: number } };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

export interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A line with the name that the legend gives it. */
export interface Named {
  readonly name: string;
  readonly points: Series['points'];
}

/** One cell of Grafana's grid, in pixels. */
const CELL = { width: 54, height: 26 };
const GAP = 6;
const TOP = 40;

export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The dashboard as SVG, with what `query` finds. */
export async function picture(
  { title, panels }: Dashboard,
  query: (expr: string) => Promise<Series[]>,
): Promise<string> {
  const bottom = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  const width = 24 * CELL.width + GAP;
  const height = bottom * CELL.height + TOP + GAP;
  const drawn: string[] = [];
  for (const panel of panels) drawn.push(await drawnPanel(panel, query));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Inter, Helvetica, Arial, sans-serif" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
<rect width="100%" height="100%" fill="#f4f5f5"/>
<text x="12" y="26" font-size="17" font-weight="600" fill="#24292e">${escaped(title)}</text>
${drawn.join('\n')}
</svg>
`;
}

async function drawnPanel(panel: Panel, query: (expr: string) => Promise<Series[]>) {
  const { type, title, gridPos, targets = [] } = panel;
  const x = gridPos.x * CELL.width + GAP;
  const y = gridPos.y * CELL.height + TOP;
  const width = gridPos.w * CELL.width - GAP;
  const height = gridPos.h * CELL.height - GAP;
  if (type === 'row') {
    return `<text x="${x + 6}" y="${y + 17}" font-size="13" font-weight="600" fill="#24292e">${escaped(title)}</text>`;
  }
  const lines: Named[] = [];
  for (const { expr, legendFormat } of targets) {
    for (const { labels, points } of await query(expr)) {
      const name = legendFormat.replace(/\{\{(\w+)\}\}/g, (_, label) => labels[label] ?? '').trim();
      lines.push({ name, points });
    }
  }
  const frame = `<rect width="${width}" height="${height}" rx="3" fill="#fff" stroke="#dcdee0"/>
<text x="8" y="17" font-size="12" font-weight="600" fill="#24292e">${escaped(title)}</text>`;
  const unit = panel.fieldConfig?.defaults.unit ?? 'none';
  const content =
    type === 'stat'
      ? `<text x="${width / 2}" y="${height / 2 + 14}" font-size="24" text-anchor="middle" fill="#37872d">${format(lastOf(lines), unit)}</text>`
      : plot(lines, { width, height, unit, max: panel.fieldConfig?.defaults.max });
  return `<g transform="translate(${x} ${y})">\n${frame}\n${content}\n</g>`;
}

const lastOf = (lines: readonly Named[]) => lines[0]?.points.at(-1)?.[1] ?? Number.NaN;
