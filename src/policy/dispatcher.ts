import type { QueueFigures } from '../domain/figures.ts';
import type { Clock } from './clock.ts';
import { depart, dueAt, mayLeave, pace, recover, slowDown, take } from './pace.ts';

/** A place in the line for the next slot. */
export interface Ticket {
  /** Slots go round the callers. */
  readonly caller: string;
  /** Among the tickets of one caller the lowest goes first. */
  readonly order: number;
  /** Goes before the others, but not for long: see {@link MAX_URGENT_IN_A_ROW}. */
  readonly urgent: boolean;
}

export interface Turn {
  /** True when the slot is there, which then has to be used at once; false after {@link cancel}. */
  readonly granted: Promise<boolean>;
  cancel(): void;
}

/** Gives the slots of one command to those who wait for them. */
export interface Dispatcher {
  /** Stands in line from this very moment. */
  wait(ticket: Ticket): Turn;
  /** When a ticket of `caller` that joined now would have its turn, as far as can be told. */
  expectedAt(caller: string): number;
  /** A call that got its slot is about to be written. @returns false where it has to wait for another slot */
  leave(): boolean;
  /** The vendor refused a call of `group`, which left at `sentAt`, for frequency. */
  slowDown(group: string, sentAt: number): void;
  figures(): Pick<QueueFigures, 'callsWaiting' | 'callsPerSecond'>;
}

/**
 * As many as a call has accounts. The changes of a failed call go together, and whoever has many of them fail
 * does not keep others waiting.
 */
const MAX_URGENT_IN_A_ROW = 5;

/** Waits for a slot, but not for longer than `ms`. @returns whether it is there, and has to be used at once */
export async function slotWithin(
  ms: number,
  ticket: Ticket,
  { dispatcher, clock }: { readonly dispatcher: Dispatcher; readonly clock: Clock },
): Promise<boolean> {
  const latest = clock.now() + ms;
  const turn = dispatcher.wait(ticket);
  const cancelTimer = clock.after(Math.max(0, ms), turn.cancel);
  const isGranted = await turn.granted;
  cancelTimer();
  // The timer is late in a process that was stalled.
  return isGranted && clock.now() <= latest;
}

interface Waiting extends Ticket {
  readonly settle: (granted: boolean) => void;
}

export interface DispatcherOptions {
  readonly maxCallsPerSecond: number;
  readonly clock: Clock;
  /** False for groups whose failures say nothing of the vendor. */
  readonly isTelling: (group: string) => boolean;
}

export function dispatcher(options: DispatcherOptions): Dispatcher {
  const { maxCallsPerSecond, clock, isTelling } = options;
  let current = pace(maxCallsPerSecond, clock.now());
  let urgent: Waiting[] = [];
  let urgentInARow = 0;
  /** In the order of their turns: whoever was served goes to the end. */
  const callers = new Map<string, Waiting[]>();
  let waitingCount = 0;
  let cancelTimer: (() => void) | undefined;
  let isPumping = false;

  const paceAt = (now: number) => {
    current = recover(current, now);
    return current;
  };

  function next(): Waiting | undefined {
    if (urgentInARow < MAX_URGENT_IN_A_ROW || callers.size === 0) {
      const first = urgent.shift();
      urgentInARow = first ? Math.min(urgentInARow + 1, MAX_URGENT_IN_A_ROW) : 0;
      if (first) return first;
    }
    urgentInARow = 0;
    const [entry] = callers;
    if (entry === undefined) return undefined;
    const [caller, [waiting, ...others]] = entry;
    callers.delete(caller);
    if (others.length > 0) callers.set(caller, others);
    return waiting;
  }

  /** Gives away the slots that are due, and comes back for the next one. */
  function pump() {
    isPumping = false;
    cancelTimer?.();
    cancelTimer = undefined;
    while (waitingCount > 0) {
      const now = clock.now();
      const due = dueAt(paceAt(now), now);
      if (due > now) {
        cancelTimer = clock.after(Math.ceil(due - now), pump);
        return;
      }
      current = take(current, now);
      waitingCount -= 1;
      next()?.settle(true);
    }
  }

  function leave(waiting: Waiting) {
    if (waiting.urgent) {
      urgent = urgent.filter((other) => other !== waiting);
    } else {
      const others = callers.get(waiting.caller)?.filter((other) => other !== waiting) ?? [];
      if (others.length > 0) callers.set(waiting.caller, others);
      else callers.delete(waiting.caller);
    }
    waitingCount -= 1;
    waiting.settle(false);
  }

  return {
    wait(ticket) {
      let isSettled = false;
      let waiting: Waiting | undefined;
      const granted = new Promise<boolean>((resolve) => {
        waiting = {
          ...ticket,
          settle(isGranted) {
            isSettled = true;
            resolve(isGranted);
          },
        };
        if (ticket.urgent) urgent.push(waiting);
        else callers.set(ticket.caller, insert(callers.get(ticket.caller) ?? [], waiting));
      });
      waitingCount += 1;
      if (!isPumping && cancelTimer === undefined) {
        isPumping = true;
        clock.soon(pump);
      }
      return {
        granted,
        cancel() {
          if (!isSettled && waiting) leave(waiting);
        },
      };
    },

    expectedAt(caller) {
      const now = clock.now();
      const own = callers.get(caller)?.length ?? 0;
      /** How often those whose turn is next are served before it. */
      let rounds = own + 1;
      let before = 0;
      for (const [other, { length }] of callers) {
        if (other === caller) rounds = own;
        before += Math.min(length, rounds);
      }
      before += Math.min(urgent.length, (before + 1) * MAX_URGENT_IN_A_ROW - urgentInARow);
      return dueAt(paceAt(now), now, before);
    },

    leave() {
      const now = clock.now();
      const isInTime = mayLeave(paceAt(now), now);
      if (isInTime) current = depart(current, now);
      return isInTime;
    },

    slowDown(group, sentAt) {
      if (!isTelling(group)) return;
      const now = clock.now();
      current = slowDown(paceAt(now), now, sentAt);
    },

    figures: () => ({ callsWaiting: waitingCount, callsPerSecond: paceAt(clock.now()).rate }),
  };
}

/** Keeps the order. Mostly the newcomer is the last. */
function insert(line: Waiting[], newcomer: Waiting): Waiting[] {
  let index = line.length;
  while (index > 0 && (line[index - 1]?.order ?? 0) > newcomer.order) index -= 1;
  line.splice(index, 0, newcomer);
  return line;
}
