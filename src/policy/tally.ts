/** Counts what is under way. */
export interface Tally {
  readonly count: number;
  enter(): void;
  leave(): void;
  /** Resolves when nothing is under way. */
  whenEmpty(): Promise<void>;
}

export function tally(): Tally {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    get count() {
      return count;
    },
    enter() {
      count += 1;
    },
    leave() {
      count -= 1;
      if (count > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    whenEmpty: () =>
      count === 0 ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve)),
  };
}
