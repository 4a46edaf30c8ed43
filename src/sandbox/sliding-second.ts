import type { Clock } from '../policy/clock.ts';

const SECOND_MS = 1000;

/**
 * Lets at most `max` calls through in any second, wherever that second begins.
 * A call that is refused does not count: otherwise a caller that asks too often would never be let in.
 * @returns whether the call may pass
 */
export function slidingSecond(max: number, clock: Clock): () => boolean {
  let passed: number[] = [];
  return () => {
    const now = clock.now();
    // The distance either way, so that a clock that was set back bars nobody for long.
    passed = passed.filter((time) => Math.abs(now - time) < SECOND_MS);
    if (passed.length >= max) return false;
    passed.push(now);
    return true;
  };
}
