/** The longest wait before the second attempt; it doubles from attempt to attempt. */
const BASE_MS = 200;
const MAX_MS = 5_000;

/**
 * How long to wait before the next attempt: anything from nothing to a bound that grows ("full jitter"), so
 * that those who failed together do not come back together.
 * @param failures attempts that have failed so far, 1 or more
 * @param random from 0 to 1, 1 excluded
 */
export const backoffMs = (failures: number, random: number): number =>
  Math.floor(random * Math.min(MAX_MS, BASE_MS * 2 ** (failures - 1)));
