import type { AdminsChange, GroupId } from '../domain/admins-change.ts';
import {
  type FailedCall,
  isFrequencyRefusal,
  isUnanswered,
  suggestsOtherHost,
  type Vendor,
} from '../domain/call.ts';
import type { Turn } from '../policy/dispatcher.ts';
import type { Host } from '../policy/hosts.ts';
import { pause } from '../policy/pause.ts';
import { type Entry, ticketOf } from './entry.ts';
import { sortOut } from './failed-call.ts';
import { lastRun } from './last-run.ts';
import { merged, takeRun } from './merge.ts';
import type { QueueOptions } from './queue-options.ts';
import { CIRCUIT_OPEN_MESSAGE, unavailable } from './refusals.ts';
import { unanswered } from './unanswered.ts';
import { type Returned, watchedCall } from './watched-call.ts';

export interface LaneOptions extends QueueOptions {
  readonly groupId: GroupId;
  /** Nothing is left to do, and nothing to remember. */
  onEmpty(): void;
}

/** The changes of one group, in order, one call at a time. */
export interface Lane {
  add(entry: Entry): void;
  /** It is answered, and so waits no more. */
  remove(entry: Entry): void;
  /** An entry that was held is so no more. */
  release(): void;
  /** Whether a change that comes now goes out with the last that waits. It may be told no too often. */
  hasRoomFor(change: AdminsChange): boolean;
  /** Whether the call that is to leave next waits for its slot. */
  readonly isWaitingForSlot: boolean;
  readonly waiting: readonly Entry[];
  readonly out: readonly Entry[];
}

export function lane(options: LaneOptions): Lane {
  const { groupId, hosts, dispatcher, clock } = options;
  const { maxAttempts } = options.limits;
  let waiting: Entry[] = [];
  let out: Entry[] = [];
  let isRunning = false;
  let turn: Turn | undefined;
  let readyAt = 0;
  let avoid: Host<Vendor> | undefined;
  let pausedUntil = 0;
  const last = lastRun();
  const pauses = pause(clock);
  const open = unanswered();
  let cancelForgetting = () => {};

  async function run() {
    isRunning = true;
    for (let front = waiting[0]; front !== undefined; front = waiting[0]) {
      const waitMs = front.held ? Number.POSITIVE_INFINITY : startsAt(front) - clock.now();
      // It ends early when the front of the lane has changed.
      if (waitMs > 0) await pauses.for(waitMs);
      else if (!hosts.isAvailable()) refuse(waiting);
      else if (await slotFor(front)) await attempt(takeRun(waiting));
    }
    isRunning = false;
    forgetWhenDone();
  }

  /** Whoever has a change in the lane brings it forward by a turn. */
  function joinTurn({ journey, order }: Entry) {
    turn?.join(journey.origin.caller, order);
  }

  const startsAt = ({ change }: Entry) => Math.max(pausedUntil, open.clearFor(change.action));

  /** @returns false where `front` ceased to be the first in the meantime, and the lane has to look again */
  async function slotFor(front: Entry): Promise<boolean> {
    readyAt = clock.now();
    turn = dispatcher.wait(ticketOf(front));
    for (const entry of waiting) joinTurn(entry);
    const isGranted = await turn.granted;
    for (const entry of [...waiting]) entry.expire();
    turn = undefined;
    return isGranted && waiting[0] === front;
  }

  async function attempt(call: readonly Entry[]) {
    const [first, ...others] = call;
    if (first === undefined) return;
    const host = hosts.choose(avoid);
    if (host === undefined) return refuse(call);
    waiting = waiting.slice(call.length);
    out = [...call];
    for (const entry of call) entry.leave();

    const sentAt = clock.now();
    const change = merged([first, ...others]);
    const journeys = call.map(({ journey }) => journey);
    let returned: Returned<null>;
    try {
      returned = await watchedCall(
        { carried: change, journeys, readyAt, sentAt, to: host, ticket: ticketOf(first) },
        (vendor, departure) => vendor.modifyAdmins(change, departure),
        options,
      );
    } catch (bug) {
      for (const entry of call) entry.break(bug);
      return;
    } finally {
      out = [];
    }
    const { result, leftAt } = returned;
    if (result.ok) {
      avoid = undefined;
      for (const entry of call) entry.answer({ kind: 'Changed', change: entry.change });
      return;
    }
    if (isUnanswered(result)) open.add(change.action, leftAt);
    if (isFrequencyRefusal(result)) dispatcher.slowDown(groupId, leftAt);
    avoid = suggestsOtherHost(result) ? host : undefined;
    settle(call, change, result);
  }

  /** Each change of a failed call is answered, or goes again before everything else of the group. */
  function settle(call: readonly Entry[], carried: AdminsChange, failed: FailedCall) {
    const { random } = options;
    const { again, pauseMs } = sortOut(call, failed, { carried, maxAttempts, random });
    // Nothing can join those that go alone.
    if (waiting.length === 0 && again.some((entry) => entry.alone)) last.close();
    pausedUntil = clock.now() + pauseMs;
    // To wait for a repeat past the deadline would only delay the same answer.
    for (const entry of again) if (!entry.hasTimeUntil(pausedUntil)) entry.giveUp();
    waiting = [...again.filter(({ isAnswered }) => !isAnswered), ...waiting];
  }

  /** Those at the front: nothing waits for a breaker. */
  function refuse(entries: readonly Entry[]) {
    waiting = waiting.slice(entries.length);
    for (const entry of entries) {
      const tried = entry.failure();
      const effect = tried && 'outcome' in tried ? tried.outcome : 'NOT_APPLIED';
      entry.answer(unavailable('CIRCUIT_OPEN', CIRCUIT_OPEN_MESSAGE, effect));
    }
  }

  function forgetWhenDone() {
    cancelForgetting();
    if (isRunning || waiting.length > 0) return;
    const restMs = open.clear() - clock.now();
    if (restMs > 0) cancelForgetting = clock.after(Math.ceil(restMs), forgetWhenDone);
    else options.onEmpty();
  }

  return {
    add(entry) {
      if (waiting.length === 0) last.close();
      last.add(entry);
      waiting.push(entry);
      joinTurn(entry);
      if (!isRunning) void run();
    },
    remove(entry) {
      if (entry.isOut) return;
      const index = waiting.indexOf(entry);
      if (index === -1) return;
      waiting.splice(index, 1);
      if (index > 0) return;
      turn?.cancel();
      pauses.end();
    },
    hasRoomFor: (change) =>
      waiting.length > 0 && last.hasRoomFor({ change, alone: false, held: false }),
    release: pauses.end,
    get isWaitingForSlot() {
      return turn !== undefined;
    },
    get waiting() {
      return waiting;
    },
    get out() {
      return out;
    },
  };
}
