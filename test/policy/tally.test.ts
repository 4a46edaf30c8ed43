import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tally } from '../../src/policy/tally.ts';

/** Whether `promise` is settled by now, as far as that needs no event but microtasks. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  promise.then(() => {
    settled = true;
  });
  await new Promise(setImmediate);
  return settled;
}

describe('a tally', () => {
  test('counts who entered and has not left', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (moves) => {
        const counted = tally();
        let count = 0;
        for (const enters of moves) {
          if (enters) {
            counted.enter();
            count += 1;
          } else if (count > 0) {
            counted.leave();
            count -= 1;
          }
          expect(counted.count).toBe(count);
        }
      }),
    );
  });

  test('is empty at once where nobody entered', async () => {
    expect(await isSettled(tally().whenEmpty())).toBe(true);
  });

  test('tells everybody who waits when the last has left, and not before', async () => {
    const counted = tally();
    counted.enter();
    counted.enter();
    const early = counted.whenEmpty();
    counted.leave();
    const late = counted.whenEmpty();
    expect(await isSettled(early)).toBe(false);
    counted.leave();
    expect(await isSettled(early)).toBe(true);
    expect(await isSettled(late)).toBe(true);
  });

  test('can be waited for again once it has filled again', async () => {
    const counted = tally();
    counted.enter();
    counted.leave();
    counted.enter();
    const again = counted.whenEmpty();
    expect(await isSettled(again)).toBe(false);
    counted.leave();
    expect(await isSettled(again)).toBe(true);
  });

  test('has told of an emptiness that did not last', async () => {
    const counted = tally();
    counted.enter();
    const empty = counted.whenEmpty();
    counted.leave();
    counted.enter();
    expect(await isSettled(empty)).toBe(true);
  });
});
