import type { Administrator, GroupId } from '../domain/admins-change.ts';
import {
  type CallFailure,
  isFrequencyRefusal,
  suggestsOtherHost,
  type Vendor,
  withEffect,
} from '../domain/call.ts';
import type { QueueFigures } from '../domain/figures.ts';
import type { Journey } from '../domain/journey.ts';
import type { AdminsOutcome } from '../domain/outcome.ts';
import { backoffMs } from '../policy/backoff.ts';
import { comesWithin, type Turn } from '../policy/dispatcher.ts';
import type { Host } from '../policy/hosts.ts';
import { admission } from './admission.ts';
import { afterFailure, noTries } from './after-failure.ts';
import type { QueueOptions } from './queue-options.ts';
import { CIRCUIT_OPEN_MESSAGE, rateLimited, unavailable } from './refusals.ts';
import { type Returned, watchedCall } from './watched-call.ts';

/** Reads of live groups: shared, at the vendor's pace, each answered once. */
export interface ReadQueue {
  /** Joins a read of the group that is under way, unless a change of it was answered since that left. */
  admins(groupId: GroupId, journey: Journey): Promise<AdminsOutcome>;
  /** A change of the group was answered: reads that left before do not know of it. */
  changed(groupId: GroupId): void;
  figures(): QueueFigures;
  whenEmpty(): Promise<void>;
  /** Answers what is left, and takes nothing more. @returns how many that were */
  abandon(): number;
}

interface Progress {
  /** Its turn, which those who join may bring forward. */
  turn?: Turn;
  hasLeft: boolean;
  /** It was answered because its time was up. Who joined it may have more. */
  isOutOfTime: boolean;
}

/** A read that others may join until it is answered, or outdated. */
interface SharedRead extends Progress {
  readonly outcome: Promise<AdminsOutcome>;
}

export function readQueue(options: QueueOptions): ReadQueue {
  const { hosts, dispatcher, limits, clock, random } = options;
  const shared = new Map<GroupId, SharedRead>();
  const queued = admission(limits, dispatcher, clock);
  const abandonments = new Set<() => void>();
  let order = 0;
  let isClosed = false;

  async function admins(
    groupId: GroupId,
    journey: Journey,
    deadline: number,
  ): Promise<AdminsOutcome> {
    const joined = shared.get(groupId);
    if (joined) {
      joined.turn?.join(journey.origin.caller, order++);
      const outcome = await joined.outcome;
      const hasTime = clock.now() < deadline - limits.timeoutMs;
      return joined.isOutOfTime && hasTime ? admins(groupId, journey, deadline) : outcome;
    }
    if (isClosed) return stopped();
    if (!hosts.isAvailable()) return circuitOpen();
    return queued.refuse(journey.origin.caller, true) ?? start(groupId, journey, deadline);
  }

  function start(groupId: GroupId, journey: Journey, deadline: number): Promise<AdminsOutcome> {
    const { caller } = journey.origin;
    const progress: Progress = { hasLeft: false, isOutOfTime: false };
    let read: SharedRead | undefined;
    const outcome = new Promise<AdminsOutcome>((resolve, reject) => {
      const abandon = () => resolve(stopped());
      const forget = () => {
        abandonments.delete(abandon);
        leaveQueue();
        if (shared.get(groupId) === read) shared.delete(groupId);
      };
      abandonments.add(abandon);
      const leaveQueue = queued.enter(caller);
      attempts(groupId, journey, deadline, progress).finally(forget).then(resolve, reject);
    });
    read = Object.assign(progress, { outcome });
    shared.set(groupId, read);
    return outcome;
  }

  async function attempts(
    groupId: GroupId,
    journey: Journey,
    deadline: number,
    progress: Progress,
  ): Promise<AdminsOutcome> {
    const { caller } = journey.origin;
    const carried = { action: 'READ', groupId, userIds: [] } as const;
    let startBy = deadline - limits.timeoutMs;
    let tries = noTries;
    let lastFailure: CallFailure | undefined;
    let avoid: Host<Vendor> | undefined;
    const outOfTime = (local: () => AdminsOutcome) => {
      progress.isOutOfTime = true;
      return lastFailure ? withEffect(lastFailure, 'NOT_APPLIED') : local();
    };

    for (;;) {
      if (!hosts.isAvailable()) return circuitOpen();
      const readyAt = clock.now();
      const ticket = { caller, order: order++, urgent: false };
      progress.turn = dispatcher.wait(ticket);
      if (!(await comesWithin(startBy - readyAt, progress.turn, clock)))
        return outOfTime(() => tooLate(caller));
      if (isClosed) return stopped();
      const host = hosts.choose(avoid);
      if (host === undefined) return circuitOpen();

      progress.hasLeft = true;
      const sentAt = clock.now();
      const call = watchedCall(
        { carried, journeys: [journey], readyAt, sentAt, to: host, ticket },
        (vendor, departure) => vendor.listAdmins(groupId, departure),
        options,
      );
      const returned = await inTime(call, deadline);
      if (returned === undefined) {
        progress.isOutOfTime = true;
        return unavailable('TIMEOUT', 'The vendor did not answer in time.', 'NOT_APPLIED');
      }
      const { result, leftAt } = returned;
      if (result.ok) return { kind: 'Admins', admins: result.value };

      lastFailure = result;
      startBy = deadline;
      avoid = suggestsOtherHost(result) ? host : undefined;
      if (isFrequencyRefusal(result)) dispatcher.slowDown(groupId, leftAt);
      const next = afterFailure(tries, result, { shared: false, maxAttempts: limits.maxAttempts });
      if (next.kind === 'answer') return withEffect(result, 'NOT_APPLIED');
      tries = next.tries;
      const pauseMs = next.pause ? backoffMs(tries.failures, random()) : 0;
      if (clock.now() + pauseMs >= deadline) return outOfTime(() => tooLate(caller));
      if (pauseMs > 0) await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
      if (clock.now() >= deadline) return outOfTime(() => tooLate(caller));
    }
  }

  type Listed = Returned<readonly Administrator[]>;

  /** @returns undefined where the deadline comes first */
  function inTime(call: Promise<Listed>, deadline: number): Promise<Listed | undefined> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(deadline - clock.now(), () => resolve(undefined));
      call.then(resolve, reject).finally(cancel);
    });
  }

  function tooLate(caller: string): AdminsOutcome {
    const message = "The vendor's limit of calls left no room for it in time.";
    return rateLimited('NO_SLOT_IN_TIME', message, dispatcher.expectedAt(caller) - clock.now());
  }

  return {
    admins: (groupId, journey) => admins(groupId, journey, clock.now() + limits.deadlineMs),
    changed(groupId) {
      if (shared.get(groupId)?.hasLeft) shared.delete(groupId);
    },
    figures: queued.figures,
    whenEmpty: () => queued.whenEmpty(),
    abandon() {
      isClosed = true;
      const left = [...abandonments];
      for (const abandon of left) abandon();
      return left.length;
    },
  };
}

const circuitOpen = () => unavailable('CIRCUIT_OPEN', CIRCUIT_OPEN_MESSAGE, 'NOT_APPLIED');

const stopped = () =>
  unavailable('TIMEOUT', 'The service was stopped before the read was answered.', 'NOT_APPLIED');
