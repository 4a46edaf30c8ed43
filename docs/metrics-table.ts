import { PREFIX } from '../src/telemetry/instruments.ts';
import { metrics } from '../src/telemetry/metrics.ts';

const queue = { queued: 0, bound: 1, callsWaiting: 0, callsPerSecond: 1 };

/** One row for each metric of the service's own, as Prometheus would read it. */
export async function metricRows(): Promise<string[][]> {
  const { page } = metrics({
    hosts: ['host'],
    figures: () => ({
      changes: { ...queue, lanes: 0 },
      reads: queue,
      hosts: [{ name: 'host', breaker: 'closed' }],
      userSig: { signedAt: 1, lifeSeconds: 1, signed: 1, refused: 0 },
      isReady: true,
      requestsUnderWay: 0,
    }),
    now: () => 1,
  });
  const { text } = await page();
  const families = text.matchAll(/^# HELP (\w+) (.+)\n# TYPE \w+ (\w+)\n(.*)/gm);
  return [...families]
    .filter(([, name = '']) => name.startsWith(PREFIX))
    .map(([, name = '', help = '', type = '', series = '']) => [
      `\`${name.slice(PREFIX.length)}\``,
      type,
      labelsOf(series).join(', '),
      help,
    ]);
}

const labelsOf = (series: string) =>
  [...series.matchAll(/(\w+)="/g)]
    .map(([, label = '']) => label)
    .filter((label) => label !== 'le')
    .map((label) => `\`${label}\``);
