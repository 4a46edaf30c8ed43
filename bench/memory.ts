/**
 * Whether the service keeps anything of what it has answered: many mutations over real HTTP, every other one
 * of a group of its own and the rest of a few groups again and again, and the heap after garbage collection
 * along the way. MUTATIONS sets how many.
 * The vendor and the callers are processes of their own, so that their memory does not count.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config/config.ts';
import { createLog } from '../src/http/log.ts';
import { systemClock } from '../src/policy/clock.ts';
import { secretsOf } from '../src/secrets.ts';

const MUTATIONS = Number(process.env['MUTATIONS'] || 100_000);
const CONCURRENCY = 50;
const RECURRING_GROUPS = 10;
const MAX_GROWTH_BYTES = 10 * 1024 * 1024;

/** A part of all mutations, for the callers to send. */
interface Share {
  readonly endpoint: string;
  readonly from: number;
  readonly until: number;
}

const mutation = `mutation Set($groupId: ID!) {
  setLiveGroupAdmins(input: { groupId: $groupId, userIds: ["alice", "bob"] }) { __typename }
}`;

const role = process.argv[2];
if (role) process.on('disconnect', () => process.exit());
if (role === 'vendor') await beVendor();
else if (role === 'callers') beCallers();
else process.exitCode = await measure();

/** Answers every call with success, and keeps nothing. Tells its port. */
async function beVendor() {
  const answer = JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' });
  const server = createServer((call, response) => {
    call.resume().on('end', () => {
      response.setHeader('content-type', 'application/json').end(answer);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  process.send?.((server.address() as AddressInfo).port);
}

/** Sends each share it is given, and tells when all of it is answered. */
function beCallers() {
  const agent = new Agent({ keepAlive: true });
  process.on('message', async ({ endpoint, from, until }: Share) => {
    let next = from;
    const caller = async () => {
      while (next < until) {
        const index = next;
        next += 1;
        await send(endpoint, agent, groupOf(index));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, caller));
    process.send?.('answered');
  });
}

const groupOf = (index: number) =>
  index % 2 === 0 ? `@TGS#once-${index}` : `@TGS#often-${index % (2 * RECURRING_GROUPS)}`;

async function send(endpoint: string, agent: Agent, groupId: string) {
  const body = JSON.stringify({ query: mutation, variables: { groupId } });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const sent = request(endpoint, { method: 'POST', agent, headers }).end(body);
  const [response] = await once(sent, 'response');
  const answer = await text(response);
  if (!answer.includes('SetLiveGroupAdminsSuccess')) {
    throw new Error(`A mutation did not succeed: ${answer}`);
  }
}

/** @returns the exit code */
async function measure(): Promise<number> {
  const vendor = fork(import.meta.filename, ['vendor']);
  const callers = fork(import.meta.filename, ['callers']);
  callers.on('exit', (code) => code && process.exit(code));
  const [vendorPort] = await once(vendor, 'message');
  const app = await createBenchApp(`http://127.0.0.1:${vendorPort}`);
  const port = await app.listen(0, '127.0.0.1');

  const growth = await run(`http://127.0.0.1:${port}/graphql`, callers);

  callers.kill();
  vendor.kill();
  await app.stop(0);
  const grewTooMuch = growth > MAX_GROWTH_BYTES;
  print(
    `From 25 % to 100 % the heap grew by ${megabytes(growth)} MB: ${grewTooMuch ? 'too much' : 'fine'}, the limit is ${megabytes(MAX_GROWTH_BYTES)} MB.`,
  );
  return grewTooMuch ? 1 : 0;
}

/** The whole service. Its log is written, and thrown away. */
function createBenchApp(vendorUrl: string) {
  const secretKey = 'bench-key-that-opens-nothing';
  const environment = {
    AUTH_DISABLED: 'true',
    TENCENT_API_BASE_URL: vendorUrl,
    TENCENT_SDK_APP_ID: '1400000000',
    TENCENT_ADMIN_IDENTIFIER: 'administrator',
    TENCENT_SECRET_KEY: secretKey,
    // More than it can do, so that nothing waits for the pace.
    UPSTREAM_MAX_CALLS_PER_SECOND: '10000',
  };
  const result = readConfig(environment, { readFile: () => '', sandbox: false });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const secrets = secretsOf(result.config);
  const log = createLog(result.config.logLevel, secrets, { write: () => {} });
  return createApp(result.config, {
    clock: systemClock,
    random: Math.random,
    randomUint32: () => randomInt(2 ** 32),
    redactor: secrets,
    log,
  });
}

/** @returns by how many bytes the heap grew from 25 % to 100 % */
async function run(endpoint: string, callers: ChildProcess): Promise<number> {
  const quarter = Math.ceil(MUTATIONS / 4);
  const heaps = [heapAfterGc(0)];
  let answeringMs = 0;
  for (let from = 0; from < MUTATIONS; from += quarter) {
    const until = Math.min(from + quarter, MUTATIONS);
    const startedAt = performance.now();
    callers.send({ endpoint, from, until } satisfies Share);
    await once(callers, 'message');
    answeringMs += performance.now() - startedAt;
    heaps.push(heapAfterGc(until));
  }
  print(`${Math.round((1000 * MUTATIONS) / answeringMs)} mutations/s, ${CONCURRENCY} at a time`);
  return (heaps.at(-1) ?? 0) - (heaps[1] ?? 0);
}

function heapAfterGc(answered: number): number {
  if (!globalThis.gc) throw new Error('Run it with npm run bench:memory, which exposes the gc.');
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  const share = `${Math.round((100 * answered) / MUTATIONS)} %`.padStart(5);
  print(`${share}: heap ${megabytes(heapUsed)} MB, RSS ${megabytes(rss)} MB`);
  return heapUsed;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

function print(line: string) {
  process.stdout.write(`${line}\n`);
}
