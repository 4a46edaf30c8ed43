/**
 * What batching achieves, measured on the whole service over real HTTP, on the real clock. The vendor is a
 * process of its own on this machine. Prints each figure with its bound, and ends with code 1 if one is missed.
 * With `--svg` it draws docs/batching.svg, too.
 */
import { writeFileSync } from 'node:fs';
import { caller } from './batching/caller.ts';
import { type Figure, table } from './batching/figure.ts';
import { aliases, aliasesThatRead, loneChange, readsBetween } from './batching/latency.ts';
import { manyGroups, oneGroup, type Run } from './batching/merging.ts';
import { sleep } from './batching/now.ts';
import { overload } from './batching/overload.ts';
import { differentGroups, fairness } from './batching/pace.ts';
import { picture } from './batching/picture.ts';
import type { Scenario } from './batching/scenario.ts';
import { startService } from './batching/service.ts';
import { stopping } from './batching/stopping.ts';
import { startVendor } from './batching/vendor.ts';
import { warmUp } from './batching/warm-up.ts';

/** After so long neither the vendor nor the pace remembers what was before. */
const REST_MS = 1_100;

let run: Run | undefined;
const scenarios: readonly Scenario[] = [
  oneGroup,
  aliases,
  aliasesThatRead,
  readsBetween,
  loneChange,
  differentGroups,
  (bench) =>
    manyGroups(bench, (measured) => {
      run = measured;
    }),
  overload,
  fairness,
  stopping,
];

const startedAt = performance.now();
const vendor = await startVendor();
const service = await startService(vendor.url);
const bench = { vendor, service, caller: caller(service.url) };
const figures: Figure[] = [];
await warmUp(bench);
for (const scenario of scenarios) {
  await sleep(REST_MS);
  figures.push(...(await scenario(bench)));
}
bench.caller.close();
await service.stop();
vendor.close();

const seconds = Math.round((performance.now() - startedAt) / 1000);
process.stdout.write(`${table(figures)}\n\nNode ${process.version}, ${seconds} s\n`);
if (run && process.argv.includes('--svg')) {
  writeFileSync(new URL('../docs/batching.svg', import.meta.url), picture(run));
}
process.exit(figures.every(({ ok }) => ok) ? 0 : 1);
