import { type ChangeQueue, changeQueue } from '../../src/batching/change-queue.ts';
import type { QueueLimits } from '../../src/batching/limits.ts';
import { readQueue } from '../../src/batching/read-queue.ts';
import type { Action, AdminsChange, GroupId, UserId } from '../../src/domain/admins-change.ts';
import type { CallFailure, CallResult, Departure, Vendor } from '../../src/domain/call.ts';
import { beginJourney, type Deed, type Observer, observers } from '../../src/domain/journey.ts';
import type { AdminsOutcome, ChangeOutcome } from '../../src/domain/outcome.ts';
import type { Clock } from '../../src/policy/clock.ts';
import { dispatcher } from '../../src/policy/dispatcher.ts';
import { hosts } from '../../src/policy/hosts.ts';
import { badStatus, refusal, silence } from '../../src/tencent/classify.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** What the vendor makes of one call, after so many milliseconds. Without a failure, it succeeds. */
export interface Reply {
  readonly ms: number;
  /** How long of that it takes to connect. */
  readonly connectMs?: number;
  readonly failure?: CallFailure;
  /** What a read finds; `a` where it is not said. */
  readonly admins?: readonly string[];
}

export interface Call {
  /** Milliseconds since the test began. */
  readonly at: number;
  readonly host: string;
  /** As in `SET g a b`, or `READ g`. */
  readonly text: string;
}

export type Script = (call: Call, index: number) => Reply;

const START = 1_000_000;
const LONG_MS = 60_000;

export const code = (code: number): CallFailure => refusal({ code, info: '' });
export const status = (status: number): CallFailure => badStatus(status);
export const timedOut = silence({ kind: 'no-answer', reason: 'TIMEOUT', sent: true });
export const reset = silence({ kind: 'no-answer', reason: 'CONNECTION', sent: true });
export const unreachable = silence({ kind: 'no-answer', reason: 'CONNECTION', sent: false });

/** One reply after the other; then success after 50 ms. */
export const inTurn =
  (...replies: readonly Reply[]): Script =>
  (_call, index) =>
    replies[index] ?? { ms: 50 };

export function change(text: string): AdminsChange {
  const [action, groupId, ...userIds] = text.split(' ');
  return { action: action as Action, groupId: groupId as GroupId, userIds: userIds as UserId[] };
}

const textOf = ({ action, groupId, userIds }: AdminsChange) =>
  [action, groupId, ...userIds].join(' ');

/** The kind of an outcome, and what else tells it from others of the kind. */
export function summary(outcome: ChangeOutcome | AdminsOutcome): string {
  switch (outcome.kind) {
    case 'Changed':
    case 'InvalidInputError':
    case 'ForbiddenError':
    case 'RateLimitedError':
      return outcome.kind;
    case 'Admins':
      return `Admins ${outcome.admins.map(({ userId }) => userId).join(' ')}`;
    case 'UpstreamUnavailableError':
      return `${outcome.reason} ${outcome.outcome}`;
    default:
      return `${outcome.errorCode} ${outcome.outcome}`;
  }
}

export interface RigOptions {
  readonly script?: Script;
  readonly hostNames?: readonly string[];
  readonly limits?: Partial<QueueLimits>;
  readonly maxCallsPerSecond?: number;
  readonly random?: () => number;
  readonly clockOf?: (clock: Clock) => Clock;
  readonly observer?: Observer;
}

/** Both queues on virtual time, with a vendor that does as it is told. */
export function rig({
  script = inTurn(),
  hostNames = ['first'],
  limits = {},
  maxCallsPerSecond = 200,
  random = () => 0.5,
  clockOf = (clock) => clock,
  observer = observers([], () => {}),
}: RigOptions = {}) {
  const virtual = virtualClock(START);
  const clock = clockOf(virtual);
  const calls: Call[] = [];
  const left: number[] = [];
  const answers: string[] = [];
  const changed: string[] = [];
  const sinceStart = () => clock.now() - START;

  async function reply<Value>(
    host: string,
    text: string,
    valueIn: (reply: Reply) => Value,
    departure: Departure,
  ): Promise<CallResult<Value>> {
    const call = { at: sinceStart(), host, text };
    calls.push(call);
    const scripted = script(call, calls.length - 1);
    const { ms, connectMs = 0, failure } = scripted;
    const pass = (ms: number) => new Promise<void>((resolve) => void virtual.after(ms, resolve));
    if (connectMs > 0) await pass(connectMs);
    while (!departure.leave()) await departure.another(LONG_MS);
    left.push(sinceStart());
    await pass(ms - connectMs);
    return failure ? { ok: false, ...failure } : { ok: true, value: valueIn(scripted) };
  }
  const vendorAt = (host: string): Vendor => ({
    modifyAdmins: (change, departure) => reply(host, textOf(change), () => null, departure),
    listAdmins: (groupId, departure) =>
      reply(
        host,
        `READ ${groupId}`,
        ({ admins = ['a'] }) =>
          admins.map((userId) => ({ userId, nickname: null, avatarUrl: null })),
        departure,
      ),
  });

  const isTelling = () => true;
  const guarded = hosts(
    hostNames.map((name) => ({ name, client: vendorAt(name) })),
    { clock, isTelling },
  );
  const options = () => ({
    hosts: guarded,
    dispatcher: dispatcher({ maxCallsPerSecond, clock, isTelling }),
    limits: {
      maxAttempts: 3,
      timeoutMs: 2_000,
      deadlineMs: 10_000,
      maxQueued: 10_000,
      maxQueuedPerCaller: 10_000,
      ...limits,
    },
    clock,
    random,
    observer,
  });
  const reads = readQueue(options());
  const changes: ChangeQueue = changeQueue({
    ...options(),
    onAnswered: (change) => changed.push(textOf(change)),
  });

  async function noted<Outcome extends ChangeOutcome | AdminsOutcome>(
    text: string,
    outcome: Promise<Outcome>,
  ): Promise<Outcome> {
    const settled = await outcome;
    answers.push(`${sinceStart()} ${text}: ${summary(settled)}`);
    return settled;
  }

  const journeyOf = (deed: Deed, caller: string) =>
    beginJourney(
      { caller, requestId: 'request', trace: undefined },
      { ...deed, field: 'field' },
      clock.now(),
    );

  return {
    clock: virtual,
    changes,
    reads,
    /** What was sent. */
    calls,
    /** When they left. */
    left,
    /** When who was told what, in order. */
    answers,
    /** What was told to `onAnswered`. */
    changed,
    texts: () => calls.map(({ text }) => text),
    /** Queues a change that is written as in `SET g a b`. */
    submit: (text: string, caller = 'caller', after?: Promise<unknown>) =>
      noted(
        text,
        changes.submit(change(text), { journey: journeyOf(change(text), caller), after }),
      ),
    read: (groupId: string, caller = 'caller') =>
      noted(
        `READ ${groupId}`,
        reads.admins(
          groupId as GroupId,
          journeyOf({ action: 'READ', groupId, userIds: [] }, caller),
        ),
      ),
    /** Lets everything happen that needs no time. */
    turn: async () => {
      for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    },
    pass: (ms: number) =>
      virtual.runUntil(new Promise<void>((resolve) => void virtual.after(ms, resolve))),
    settle: <Value>(outcomes: readonly Promise<Value>[]) => virtual.runUntil(Promise.all(outcomes)),
  };
}
