import type { QueueFigures } from '../domain/figures.ts';
import type { RateLimited } from '../domain/outcome.ts';
import type { Clock } from '../policy/clock.ts';
import type { Dispatcher } from '../policy/dispatcher.ts';
import { tally } from '../policy/tally.ts';
import type { QueueLimits } from './limits.ts';
import { rateLimited } from './refusals.ts';

/** Who is in the queue, waiting or in flight, and who may still come in. */
export interface Admission {
  /**
   * @param needsSlot false where it joins what waits for a slot already
   * @returns why it is not let in
   */
  refuse(caller: string, needsSlot: boolean): RateLimited | undefined;
  /** @returns lets it go again */
  enter(caller: string): () => void;
  figures(): QueueFigures;
  /** Resolves when nobody is in the queue. */
  whenEmpty(): Promise<void>;
}

export function admission(
  { maxQueued, maxQueuedPerCaller, deadlineMs, timeoutMs }: QueueLimits,
  dispatcher: Dispatcher,
  clock: Clock,
): Admission {
  const byCaller = new Map<string, number>();
  const total = tally();
  /** Of whoever left last. Before anybody did, it is as long as a call may take. */
  let lastStayMs = timeoutMs;

  /** Where calls wait for slots, places come with these; else with the answers to what is in flight. */
  function placeIn(caller: string): number {
    const { callsWaiting } = dispatcher.figures();
    return callsWaiting > 0 ? dispatcher.expectedAt(caller) - clock.now() : lastStayMs;
  }

  return {
    refuse(caller, needsSlot) {
      const isFull = total.count >= maxQueued;
      if (isFull || (byCaller.get(caller) ?? 0) >= maxQueuedPerCaller) {
        const whose = isFull ? "The service's queue" : "This caller's part of the queue";
        const reason = isFull ? 'QUEUE_FULL' : 'CALLER_QUEUE_FULL';
        return rateLimited(reason, `${whose} is full.`, placeIn(caller));
      }
      if (!needsSlot) return undefined;
      const tooLateBy = dispatcher.expectedAt(caller) - (clock.now() + deadlineMs - timeoutMs);
      return tooLateBy > 0
        ? rateLimited(
            'NO_SLOT_IN_TIME',
            "The vendor's limit of calls leaves no room for it in time.",
            tooLateBy,
          )
        : undefined;
    },
    enter(caller) {
      total.enter();
      byCaller.set(caller, (byCaller.get(caller) ?? 0) + 1);
      const enteredAt = clock.now();
      return () => {
        total.leave();
        lastStayMs = Math.min(clock.now() - enteredAt, timeoutMs);
        const left = (byCaller.get(caller) ?? 1) - 1;
        if (left > 0) byCaller.set(caller, left);
        else byCaller.delete(caller);
      };
    },
    figures: () => ({ queued: total.count, bound: maxQueued, ...dispatcher.figures() }),
    whenEmpty: total.whenEmpty,
  };
}
