import type { QueueFigures } from '../domain/figures.ts';
import type { Clock } from './clock.ts';
import { line, type Ticket } from './line.ts';
import { depart, dueAt, mayLeave, pace, recover, slowDown, take } from './pace.ts';

export interface Turn {
  /** True when the slot is there, which then has to be used at once; false after {@link cancel}. */
  readonly granted: Promise<boolean>;
  /** From now on it may come as a turn of `caller`, too, where its ticket has the lowest `order`. */
  join(caller: string, order: number): void;
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

/** Waits for its slot, but not for longer than `ms`. @returns whether it is there, and has to be used at once */
export async function comesWithin(ms: number, turn: Turn, clock: Clock): Promise<boolean> {
  const latest = clock.now() + ms;
  const cancelTimer = clock.after(Math.max(0, ms), turn.cancel);
  const isGranted = await turn.granted;
  cancelTimer();
  // The timer is late in a process that was stalled.
  return isGranted && clock.now() <= latest;
}

export interface DispatcherOptions {
  readonly maxCallsPerSecond: number;
  readonly clock: Clock;
  /** False for groups whose failures say nothing of the vendor. */
  readonly isTelling: (group: string) => boolean;
}

export function dispatcher(options: DispatcherOptions): Dispatcher {
  const { maxCallsPerSecond, clock, isTelling } = options;
  const waitingLine = line();
  let current = pace(maxCallsPerSecond, clock.now());
  let cancelTimer: (() => void) | undefined;
  let isPumping = false;

  const paceAt = (now: number) => {
    current = recover(current, now);
    return current;
  };

  /** Gives away the slots that are due, and comes back for the next one. */
  function pump() {
    isPumping = false;
    cancelTimer?.();
    cancelTimer = undefined;
    while (waitingLine.length > 0) {
      const now = clock.now();
      const due = dueAt(paceAt(now), now);
      if (due > now) {
        cancelTimer = clock.after(Math.ceil(due - now), pump);
        return;
      }
      current = take(current, now);
      waitingLine.next()?.settle(true);
    }
  }

  return {
    wait(ticket) {
      let isSettled = false;
      let resolve: (isGranted: boolean) => void = () => {};
      const granted = new Promise<boolean>((settle) => {
        resolve = settle;
      });
      const waiting = waitingLine.add(ticket, (isGranted) => {
        isSettled = true;
        resolve(isGranted);
      });
      if (!isPumping && cancelTimer === undefined) {
        isPumping = true;
        clock.soon(pump);
      }
      return {
        granted,
        join(caller, order) {
          if (!isSettled) waitingLine.join(waiting, caller, order);
        },
        cancel() {
          if (isSettled) return;
          waitingLine.remove(waiting);
          waiting.settle(false);
        },
      };
    },

    expectedAt(caller) {
      const now = clock.now();
      return dueAt(paceAt(now), now, waitingLine.before(caller));
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

    figures: () => ({
      callsWaiting: waitingLine.length,
      callsPerSecond: paceAt(clock.now()).rate,
    }),
  };
}
