/** Something measured, and what it has to be. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly bound: string;
  readonly ok: boolean;
}

export const atMost = (name: string, value: number, bound: number, unit = ''): Figure => ({
  name,
  value: `${readable(value)}${unit}`,
  bound: `at most ${readable(bound)}${unit}`,
  ok: value <= bound,
});

export const exactly = (name: string, value: number | string, bound: number | string): Figure => ({
  name,
  value: readable(value),
  bound: readable(bound),
  ok: value === bound,
});

/** The value below which `share` of all lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A Markdown table that can be read as it stands. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'measured', 'bound', ''],
    ...figures.map(({ name, value, bound, ok }) => [name, value, bound, ok ? 'ok' : 'NOT ok']),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [header = [], ...others] = rows;
  return [line(header), line(['', '', '', ''], '-'), ...others.map((row) => line(row))].join('\n');
}

function readable(value: number | string): string {
  if (typeof value === 'string') return value;
  return value < 10 && !Number.isInteger(value)
    ? value.toFixed(2)
    : Math.round(value).toLocaleString('en');
}
