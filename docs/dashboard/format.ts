/** A value in one of Grafana's units, in few characters. */
export function format(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–';
  switch (unit) {
    case 's':
      return value !== 0 && value < 1 ? `${short(value * 1000)} ms` : `${short(value)} s`;
    case 'bytes':
      return `${short(value / 2 ** 20)} MiB`;
    case 'percentunit':
      return `${short(value * 100)} %`;
    case 'ops':
      return `${short(value)}/s`;
    default:
      return short(value);
  }
}

const short = (value: number) =>
  value >= 1000
    ? `${Number((value / 1000).toPrecision(2))}k`
    : String(Number(value.toPrecision(2)));
