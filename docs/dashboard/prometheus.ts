import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the Unix epoch, and the value then. */
  readonly points: readonly (readonly [number, number])[];
}

/** In seconds. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export interface Prometheus {
  range(query: string, range: Range): Promise<Series[]>;
  stop(): Promise<void>;
}

const LISTEN = '127.0.0.1:19090';

/** A Prometheus that reads `address` each second. */
export async function startPrometheus(address: string): Promise<Prometheus> {
  const directory = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const { host } = new URL(address);
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'live-group-admins', static_configs: [{ targets: [host] }] }],
  };
  // JSON is YAML.
  await writeFile(join(directory, 'prometheus.yml'), JSON.stringify(config));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=${LISTEN}`,
      '--log.level=error',
    ],
    { stdio: 'inherit' },
  );
  return {
    async range(query, { start, end, step }) {
      const parameters = new URLSearchParams({
        query,
        start: `${start}`,
        end: `${end}`,
        step: `${step}`,
      });
      const response = await fetch(`http://${LISTEN}/api/v1/query_range?${parameters}`);
      const { status, error, data } = await response.json();
      if (status !== 'success') throw new Error(`${query}: ${error}`);
      return data.result.map(
        ({ metric, values }: { metric: Series['labels']; values: [number, string][] }) => ({
          labels: metric,
          points: values.map(([at, value]) => [at, Number(value)] as const),
        }),
      );
    },
    async stop() {
      child.kill();
      await once(child, 'exit');
      await rm(directory, { recursive: true });
    },
  };
}
