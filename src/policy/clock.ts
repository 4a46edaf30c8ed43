/** Time as the service knows it. Tests bring their own, and so never sleep. */
export interface Clock {
  /** Milliseconds since the Unix epoch. It never goes back, whatever is done to the machine's clock. */
  now(): number;
  /** Runs `task` once, `ms` milliseconds from now. @returns takes it back */
  after(ms: number, task: () => void): () => void;
  /** Runs `task` once, at the end of the current turn of the event loop. */
  soon(task: () => void): void;
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  soon: (task) => void setImmediate(task),
};
