import { merged, takeRun, type Waiting } from './merge.ts';

/** The last call that the changes of a lane will make, for as long as any of them waits. */
export interface LastRun {
  /** Whether a change that comes now goes out with it. It may say no too often. */
  hasRoomFor(next: Waiting): boolean;
  add(next: Waiting): void;
  /** Nothing can join it any more. */
  close(): void;
}

export function lastRun(): LastRun {
  /** All it carries, as one change. */
  let run: Waiting | undefined;
  const hasRoomFor = (next: Waiting) => run !== undefined && takeRun([run, next]).length === 2;
  return {
    hasRoomFor,
    add(next) {
      run = run && hasRoomFor(next) ? { ...run, change: merged([run, next]) } : next;
    },
    close() {
      run = undefined;
    },
  };
}
