import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../src/policy/backoff.ts';

const failures = fc.integer({ min: 1, max: 2_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** The longest wait there can be. */
const longest = (failures: number) => backoffMs(failures, 1 - Number.EPSILON / 2);

describe('the wait before another attempt', () => {
  test('may be nothing at all', () => {
    fc.assert(fc.property(failures, (failures) => backoffMs(failures, 0) === 0));
  });

  test('is whole milliseconds from nothing to five seconds', () => {
    fc.assert(
      fc.property(failures, random, (failures, random) => {
        const ms = backoffMs(failures, random);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThan(5_000);
      }),
    );
  });

  test('is less than 200 ms at first, and its bound doubles up to five seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 2_000].map(longest)).toEqual([
      199, 399, 799, 1_599, 3_199, 4_999, 4_999, 4_999,
    ]);
  });

  test('is spread evenly up to its bound', () => {
    fc.assert(
      fc.property(failures, random, (failures, random) => {
        const share = backoffMs(failures, random) / (longest(failures) + 1);
        expect(Math.abs(share - random)).toBeLessThanOrEqual(1 / 200);
      }),
    );
  });
});
