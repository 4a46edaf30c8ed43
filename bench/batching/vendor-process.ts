/**
 * The vendor of the benchmark, a process of its own: it takes as long as it is told, keeps the administrators
 * of each group, refuses with 60007 what goes past its limit, and remembers every call.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { json } from 'node:stream/consumers';
import { now, sleep } from './now.ts';

/** A call as it came in, and how it was answered. */
export interface ArrivedCall {
  readonly command: string;
  readonly groupId: string;
  readonly accounts: readonly string[];
  readonly refused: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly arrivedAt: number;
  readonly answeredAt: number;
}

/** What it is told: to begin anew with a latency, or to hand out the calls since. */
export type Order = { readonly latencyMs: number } | 'calls';

interface Body {
  readonly GroupId: string;
  readonly CommandType?: 1 | 2;
  readonly Admin_Account?: readonly string[];
}

/** Of each command, in any second. */
const MAX_CALLS_PER_SECOND = 200;
const SECOND_MS = 1000;
/** Longer than clients keep idle connections, so that they are the ones to close them. */
const KEEP_ALIVE_MS = 75_000;

let latencyMs = 0;
let calls: ArrivedCall[] = [];
const adminsOf = new Map<string, Set<string>>();
const passedAt = new Map<string, number[]>();

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, async (request, response) => {
  const arrivedAt = now();
  const command = basename(new URL(request.url ?? '', 'http://vendor').pathname);
  const body = (await json(request)) as Body;
  const refused = !mayPass(command, arrivedAt);
  if (!refused) modify(body);
  await sleep(latencyMs - (now() - arrivedAt));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(refused ? refusal : answerTo(body)));
  const { GroupId: groupId, Admin_Account: accounts = [] } = body;
  calls.push({ command, groupId, accounts, refused, arrivedAt, answeredAt: now() });
});

process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => {
  if (order === 'calls') {
    process.send?.(calls);
  } else {
    latencyMs = order.latencyMs;
    calls = [];
    adminsOf.clear();
    process.send?.('ready');
  }
});
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.((server.address() as AddressInfo).port);

const refusal = { ActionStatus: 'FAIL', ErrorCode: 60007, ErrorInfo: 'too often' };

/** What is refused does not count. */
function mayPass(command: string, at: number): boolean {
  const recent = (passedAt.get(command) ?? []).filter((time) => time > at - SECOND_MS);
  passedAt.set(command, recent);
  if (recent.length >= MAX_CALLS_PER_SECOND) return false;
  recent.push(at);
  return true;
}

function modify({ GroupId, CommandType, Admin_Account = [] }: Body) {
  const admins = adminsOf.get(GroupId) ?? new Set();
  adminsOf.set(GroupId, admins);
  for (const account of Admin_Account) {
    if (CommandType === 1) admins.add(account);
    else admins.delete(account);
  }
}

function answerTo({ GroupId, CommandType }: Body) {
  const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' };
  if (CommandType !== undefined) return ok;
  const accounts = [...(adminsOf.get(GroupId) ?? [])];
  return { ...ok, Admin_List: accounts.map((account) => ({ Admin_Account: account })) };
}
