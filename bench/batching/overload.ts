import { once } from 'node:events';
import {
  type Answered,
  type Caller,
  type Change,
  caller,
  changeMutation,
  isSuccess,
  typesOf,
} from './caller.ts';
import { atMost, exactly, type Figure, quantile } from './figure.ts';
import { now, sleep } from './now.ts';
import { startProcess } from './process.ts';
import { type Bench, times } from './scenario.ts';
import { settingsFor } from './service.ts';

const QUEUED = 50;
const SHED_LISTS = 4;
const LIST = 500;
const SHED_REQUESTS = 500;
const SHORT_LIST = 4;
const REQUESTS_A_SECOND = 250;
const SHED_WITHIN_MS = 50;
/** The queue stays full for so long. */
const VENDOR_MS = 4_500;

interface Shed {
  readonly types: readonly string[];
  readonly ms: number;
}

/** What does not fit into the queue is told so at once, and never sent. Seen from another process, as callers are. */
export async function overload({ vendor }: Bench): Promise<Figure[]> {
  const settings = { ...settingsFor(vendor.url), MAX_QUEUED_CHANGES: String(QUEUED) };
  const service = await startProcess(settings);
  const sender = caller(service.url);
  await vendor.begin(VENDOR_MS);
  const filling = sender.change(changesFrom(0, QUEUED));
  await sleep(400);
  await warmUp(sender);

  const lists = await atOnce(sender);
  const steady = await oneByOne(sender);
  const filled = await filling;
  const { changes } = await vendor.calls();
  sender.close();
  const ended = once(service.process, 'exit');
  service.process.kill('SIGTERM');
  await ended;

  const shed = [...lists, ...steady].flatMap(({ types }) => types);
  const refused = shed.filter((type) => type === 'RateLimitedError').length;
  const steadyMs = steady.map(({ ms }) => ms);
  const steadyName = `${SHED_REQUESTS} requests of ${SHORT_LIST} changes, ${REQUESTS_A_SECOND} a second`;
  return [
    atMost(
      `queue full (${QUEUED}), ${SHED_LISTS} requests of ${LIST} changes at once: slowest answer`,
      Math.max(...lists.map(({ ms }) => ms)),
      SHED_WITHIN_MS,
      ' ms',
    ),
    atMost(`… ${steadyName}: 99 %`, quantile(steadyMs, 0.99), SHED_WITHIN_MS, ' ms'),
    atMost('… slowest answer', Math.max(...steadyMs), SHED_WITHIN_MS, ' ms'),
    exactly('… refused of all that', refused, shed.length),
    exactly('… sent of all that', changes.length - QUEUED, 0),
    exactly('… of those in the queue succeeded', filled.types.filter(isSuccess).length, QUEUED),
  ];
}

async function warmUp(sender: Caller) {
  for (const index of times(10, (index) => index)) await sender.change(changesFrom(index, LIST));
  for (const index of times(200, (index) => index))
    await sender.change(changesFrom(index, SHORT_LIST));
}

function atOnce(sender: Caller): Promise<Shed[]> {
  const requests = times(SHED_LISTS, (index) => changesFrom((index + 1) * LIST, LIST));
  return Promise.all(requests.map(sender.change));
}

/** At a steady rate, however long answers take: a stall counts for all that fall due in it. */
async function oneByOne(sender: Caller): Promise<Shed[]> {
  const startedAt = now();
  const answers: Promise<Shed>[] = [];
  for (const index of times(SHED_REQUESTS, (index) => index)) {
    const dueAt = startedAt + (index * 1000) / REQUESTS_A_SECOND;
    if (dueAt > now()) await sleep(dueAt - now());
    answers.push(sendDue(sender, dueAt, index));
  }
  return Promise.all(answers);
}

async function sendDue({ post }: Caller, dueAt: number, index: number): Promise<Shed> {
  const { data }: Answered = await post(changeMutation, {
    changes: changesFrom(index, SHORT_LIST),
  });
  return { types: typesOf(data), ms: now() - dueAt };
}

const changesFrom = (first: number, count: number): Change[] =>
  times(count, (index) => ({
    action: 'SET',
    groupId: `@TGS#over-${first + index}`,
    userIds: ['u1'],
  }));
