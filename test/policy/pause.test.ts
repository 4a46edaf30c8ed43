import { describe, expect, test } from 'vitest';
import { pause } from '../../src/policy/pause.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** A pause of so many milliseconds, and whether it is over. */
function pausing(ms: number) {
  const clock = virtualClock(0);
  const pauses = pause(clock);
  let isOver = false;
  pauses.for(ms).then(() => {
    isOver = true;
  });
  const isOverAfter = async (ms: number) => {
    clock.advance(ms);
    await new Promise(setImmediate);
    return isOver;
  };
  return { pauses, isOverAfter };
}

describe('a pause', () => {
  test('is over when its time is, and not before', async () => {
    const { isOverAfter } = pausing(10.2);
    expect(await isOverAfter(10)).toBe(false);
    expect(await isOverAfter(1)).toBe(true);
  });

  test('is over when it is ended', async () => {
    const { pauses, isOverAfter } = pausing(10);
    expect(await isOverAfter(5)).toBe(false);
    pauses.end();
    expect(await isOverAfter(0)).toBe(true);
  });

  test('may last until it is ended', async () => {
    const { pauses, isOverAfter } = pausing(Number.POSITIVE_INFINITY);
    expect(await isOverAfter(1e12)).toBe(false);
    pauses.end();
    expect(await isOverAfter(0)).toBe(true);
  });

  test('is not ended before it has begun, nor by what ended an earlier one', async () => {
    const clock = virtualClock(0);
    const pauses = pause(clock);
    pauses.end();
    const first = pauses.for(10);
    pauses.end();
    pauses.end();
    await first;
    let isOver = false;
    pauses.for(10).then(() => {
      isOver = true;
    });
    clock.advance(9);
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
  });
});
