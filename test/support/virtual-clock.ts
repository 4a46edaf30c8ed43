import type { Clock } from '../../src/policy/clock.ts';

export interface VirtualClock extends Clock {
  /** Lets `ms` milliseconds pass, and runs in order what falls due. */
  advance(ms: number): void;
  /** Lets `ms` milliseconds pass in which nothing could run: what fell due is late. */
  stall(ms: number): void;
  /** Resolves when the next timer is set. */
  nextTimer(): Promise<void>;
  /** Lets time pass until `promise` is settled, with everything else that happens meanwhile. */
  runUntil<Value>(promise: Promise<Value>): Promise<Value>;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** Time that passes only when a test says so. */
export function virtualClock(startAt = Date.now()): VirtualClock {
  let now = startAt;
  let timers: Timer[] = [];
  let onTimer: (() => void)[] = [];

  /** Takes out the timer that is due first, up to `end`. */
  function due(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer;
    }
    timers = timers.filter((timer) => timer !== first);
    return first;
  }

  function advance(ms: number) {
    const end = now + ms;
    for (let timer = due(end); timer !== undefined; timer = due(end)) {
      now = Math.max(now, timer.at);
      timer.task();
    }
    now = end;
  }

  return {
    now: () => now,
    after(ms, task) {
      const timer = { at: now + ms, task };
      timers.push(timer);
      for (const resolve of onTimer) resolve();
      onTimer = [];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    nextTimer: () => new Promise((resolve) => void onTimer.push(resolve)),
    soon: (task) => void setImmediate(task),
    advance,
    stall(ms) {
      now += ms;
      for (let timer = due(now); timer !== undefined; timer = due(now)) timer.task();
    },
    async runUntil(promise) {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        await turns();
        if (isSettled) return promise;
        const next = Math.min(...timers.map(({ at }) => at));
        if (next === Number.POSITIVE_INFINITY) throw new Error('Nothing is left to happen.');
        advance(next - now);
      }
    },
  };
}

/** Lets everything happen that waits for no timer. */
async function turns() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
}
