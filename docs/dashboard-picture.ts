/**
 * Draws docs/dashboard.svg: the panels of the Grafana dashboard, each with what its queries gave on a real
 * Prometheus that read the sandbox while mixed load came in. Takes two minutes; needs `prometheus`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Dashboard, picture } from './dashboard/draw.ts';
import { sendLoad } from './dashboard/load.ts';
import { startPrometheus } from './dashboard/prometheus.ts';
import { startSandbox } from './dashboard/sandbox.ts';

const LOAD_SECONDS = 120;
const STEP_SECONDS = 1;
/** What Grafana would choose for `$__rate_interval`: four scrapes, here of a second each, and some more. */
const RATE_INTERVAL = '8s';

const file = (name: string) => new URL(name, import.meta.url);
const dashboard: Dashboard = JSON.parse(
  readFileSync(file('../deploy/grafana/dashboards/live-group-admins.json'), 'utf8'),
);

const sandbox = await startSandbox();
const prometheus = await startPrometheus(sandbox.address);
await sendLoad(sandbox.address, LOAD_SECONDS);
const end = Date.now() / 1000;
const svg = await picture(dashboard, (query) =>
  prometheus.range(query.replaceAll('$__rate_interval', RATE_INTERVAL), {
    start: end - LOAD_SECONDS,
    end,
    step: STEP_SECONDS,
  }),
);
writeFileSync(file('dashboard.svg'), svg);
await prometheus.stop();
sandbox.stop();
