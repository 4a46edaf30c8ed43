/**
 * What abuse does to others: how long a normal caller's changes take while nothing else goes on, and while an
 * attacker sends deep, wide, aliased, huge and slow requests, each sort in turn. The service, the vendor and the
 * attacker are processes of their own on this machine; nothing leaves it. Ends with code 1 where the 99th
 * percentile is three times the quiet one or more.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order } from './abuse/attacker.ts';
import { ATTACKS_PER_SECOND, attacks, type Outcomes, SLOW_CONNECTIONS } from './abuse/attacks.ts';
import { type Caller, caller } from './batching/caller.ts';
import { type Figure, quantile, table } from './batching/figure.ts';
import { sleep } from './batching/now.ts';
import { startProcess } from './batching/process.ts';
import { settingsFor } from './batching/service.ts';
import { startVendor } from './batching/vendor.ts';

const CHANGES_PER_SECOND = 50;
const QUIET_MS = 10_000;
const ATTACK_MS = 6_000;
/** Longer than the patience of the service with a head, and the time between two looks. */
const SLOW_ATTACK_MS = 14_000;
const VENDOR_MS = 20;
const MAX_RATIO = 3;

const vendor = await startVendor();
await vendor.begin(VENDOR_MS);
const service = await startProcess(settingsFor(vendor.url));
const attacker = fork(fileURLToPath(new URL('abuse/attacker.ts', import.meta.url)));
const normal = caller(service.url);

await changes(normal, QUIET_MS);
const quiet = await changes(normal, QUIET_MS);
const quietP99 = quantile(quiet, 0.99);
const figures: Figure[] = [
  { name: 'quiet', value: percentiles(quiet), bound: '', ok: true },
  ...(await allAttacks()),
];

attacker.disconnect();
normal.close();
service.process.kill();
vendor.close();
process.stdout.write(
  `${table(figures)}\n\n${CHANGES_PER_SECOND} changes a second, vendor at ${VENDOR_MS} ms; ${ATTACKS_PER_SECOND} attacks a second, slow: ${SLOW_CONNECTIONS} idle connections and as many that never end their head. Node ${process.version}\n`,
);
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1;

async function allAttacks(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const attack of Object.keys(attacks)) {
    const ms = attack === 'slow' ? SLOW_ATTACK_MS : ATTACK_MS;
    const order: Order = { attack, url: service.url, ms };
    const ended = once(attacker, 'message') as Promise<[Outcomes]>;
    attacker.send(order);
    const taken = await changes(normal, ms);
    const [outcomes] = await ended;
    const ratio = quantile(taken, 0.99) / quietP99;
    const got = Object.entries(outcomes).map(([outcome, count]) => `${count} × ${outcome}`);
    figures.push({
      name: `${attack}: ${got.join(', ')}`,
      value: `${percentiles(taken)}, ${ratio.toFixed(1)} times the quiet p99`,
      bound: `below ${MAX_RATIO} times`,
      ok: ratio < MAX_RATIO,
    });
  }
  return figures;
}

function percentiles(ms: readonly number[]): string {
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(ms, share).toFixed(1));
  return `p50 ${p50} ms, p99 ${p99} ms`;
}

/** Changes of groups of their own, sent at an even rate. @returns how long each took */
async function changes(by: Caller, ms: number): Promise<number[]> {
  const sent: Promise<number>[] = [];
  const intervalMs = 1000 / CHANGES_PER_SECOND;
  const startedAt = performance.now();
  for (let index = 0; index * intervalMs < ms; index += 1) {
    await sleep(Math.max(0, startedAt + index * intervalMs - performance.now()));
    const change = { action: 'SET', groupId: `@TGS#normal-${index}`, userIds: ['u1'] } as const;
    sent.push(by.change([change]).then((answered) => answered.ms));
  }
  return Promise.all(sent);
}
