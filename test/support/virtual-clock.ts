import type { Clock } from '../../src/policy/clock.ts';

export interface VirtualClock extends Clock {
  /** Lets `ms` milliseconds pass, and runs in order what falls due. */
  advance(ms: number): void;
}

/** Time that passes only when a test says so. */
export function virtualClock(startAt = Date.now()): VirtualClock {
  let now = startAt;
  let timers: { readonly at: number; readonly task: () => void }[] = [];
  return {
    now: () => now,
    after(ms, task) {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = end;
    },
  };
}
