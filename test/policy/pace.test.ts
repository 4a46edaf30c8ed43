import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  depart,
  dueAt,
  interval,
  mayLeave,
  type Pace,
  pace,
  recover,
  slowDown,
  take,
} from '../../src/policy/pace.ts';

const SECOND = 1_000;

/** Times as in a test, and as on a real clock, where a float has a fraction of a microsecond less to give. */
const start = fc.constantFrom(0, 1_777_777_777_777.125);
const maximum = fc.integer({ min: 1, max: 1_000 });

/** As documented: a twentieth of the maximum, 10 at most. */
const burstOf = (maximum: number) => Math.min(10, maximum / 20);

interface Spell {
  /** Nothing wants to leave for so long. */
  readonly idleMs: number;
  /** So many calls want to leave, as a share of the maximum. */
  readonly demand: number;
  /** How late the process is for each slot, over and over. */
  readonly lateMs: readonly number[];
  /** Whether the vendor refuses a call for frequency before. */
  readonly isRefused: boolean;
}

const lateMs = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 20, noNaN: true }) },
  { weight: 1, arbitrary: fc.nat(3_000) },
);

const spells = (isRefused: fc.Arbitrary<boolean>) =>
  fc.array(
    fc.record<Spell>({
      idleMs: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(5_000)),
      demand: fc.double({ min: 0, max: 2, noNaN: true }),
      lateMs: fc.array(lateMs, { minLength: 1, maxLength: 40 }),
      isRefused,
    }),
    { minLength: 1, maxLength: 5 },
  );

/** When calls leave that leave as early as they may. */
function departures(maximum: number, start: number, spells: readonly Spell[]): number[] {
  const left: number[] = [];
  let current = pace(maximum, start);
  let now = start;
  for (const { idleMs, demand, lateMs, isRefused } of spells) {
    now += idleMs;
    if (isRefused) current = slowDown(current, now, now);
    for (let call = 0; call < Math.ceil(demand * maximum); call += 1) {
      current = recover(current, now);
      now = dueAt(current, now) + (lateMs[call % lateMs.length] ?? 0);
      current = take(recover(current, now), now);
      left.push(now);
    }
  }
  return left;
}

/** How many calls can leave together, to the millisecond. */
function atOnce(current: Pace, now: number): number {
  let count = 0;
  for (let next = current; dueAt(next, now) <= now + 1; count += 1) next = take(next, now);
  return count;
}

/** A pace whose slots are all taken up to some time after `now`. */
function exhausted(current: Pace, now: number): Pace {
  let next = current;
  for (let call = 0; call < 100; call += 1) next = take(next, now);
  return next;
}

describe('a pace', () => {
  test.each([
    ['', fc.constant(false)],
    [', refusals or not', fc.boolean()],
  ])(
    'lets no more than its maximum leave in any second, stalls and late timers or not%s',
    (_name, isRefused) => {
      fc.assert(
        fc.property(maximum, start, spells(isRefused), (maximum, start, spells) => {
          const left = departures(maximum, start, spells);
          const tooEarly = left.filter((at, index) => {
            const before = left[index - maximum];
            return before !== undefined && at - before <= SECOND;
          });
          expect(tooEarly).toEqual([]);
        }),
        { numRuns: 300 },
      );
    },
  );

  test('never asks for a wait after a long rest', () => {
    fc.assert(
      fc.property(maximum, start, (maximum, start) => {
        const busy = exhausted(pace(maximum, start), start);
        const later = start + 200 * SECOND * 10;
        expect(dueAt(pace(maximum, start), start)).toBe(start);
        expect(dueAt(busy, later)).toBe(later);
      }),
    );
  });

  test('that is idle lets half of its burst leave at once: 5 at 200 a second', () => {
    expect(atOnce(pace(200, 0), 0)).toBe(5);
    expect(atOnce(pace(1_000, 0), 0)).toBe(5);
    expect(atOnce(pace(100, 0), 0)).toBe(2);
    expect(atOnce(pace(10, 0), 0)).toBe(1);
  });

  test('gives up the slots that it missed, but for one burst', () => {
    fc.assert(
      fc.property(maximum, start, fc.integer({ min: 1, max: 600 }), (maximum, start, seconds) => {
        const idle = take(pace(maximum, start), start);
        // The sixth of five may be due within the millisecond at 1000 a second.
        const most = Math.max(1, Math.floor(burstOf(maximum) / 2)) + 1;
        expect(atOnce(idle, start + seconds * SECOND)).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('lets at least its maximum less one burst leave in each second of pressure', () => {
    const seconds = 10;
    fc.assert(
      fc.property(maximum, start, (maximum, start) => {
        const pressure = { idleMs: 0, demand: seconds, lateMs: [0], isRefused: false };
        const left = departures(maximum, start, [pressure]);
        const inTime = left.filter((at) => at < start + seconds * SECOND);
        expect(inTime.length).toBeGreaterThanOrEqual(
          Math.floor((maximum - burstOf(maximum)) * seconds),
        );
      }),
    );
  });

  test('loses nothing by timers that are a little late', () => {
    const seconds = 5;
    const late = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 400 }), late, (maximum, lateMs) => {
        let current = pace(maximum, 0);
        let left = 0;
        let now = 0;
        while (now <= seconds * SECOND) {
          current = take(current, now);
          left += 1;
          const due = dueAt(current, now);
          now = due > now ? due + (lateMs[left % lateMs.length] ?? 0) : now;
        }
        // The last ones may come just too late to be counted.
        const afterwards = 5 / interval(current) + 1;
        const expected = (maximum - burstOf(maximum)) * seconds - afterwards;
        expect(left).toBeGreaterThanOrEqual(Math.floor(expected));
      }),
    );
  });

  test('spaces its slots evenly', () => {
    fc.assert(
      fc.property(maximum, (maximum) => {
        const busy = exhausted(pace(maximum, 0), 0);
        const next = take(busy, dueAt(busy, 0));
        expect(dueAt(next, 0) - dueAt(busy, 0)).toBeCloseTo(interval(busy), 6);
        expect(interval(busy)).toBeCloseTo(SECOND / (maximum - burstOf(maximum)), 6);
      }),
    );
  });
});

describe('a refusal for frequency', () => {
  test('tells nothing new of a call that left before the pace was lowered', () => {
    const slow = slowDown(pace(200, 0), 100, 50);
    expect(slowDown(slow, 120, 99)).toEqual(slow);
    expect(slowDown(slow, 120, 101).rate).toBe(50);
  });

  test('halves the rate, which never falls below a tenth', () => {
    const rates = [200];
    let current = pace(200, 0);
    for (let refusal = 0; refusal < 5; refusal += 1) {
      current = slowDown(current, 0, 0);
      rates.push(current.rate);
    }
    expect(rates).toEqual([200, 100, 50, 25, 20, 20]);
  });

  test('is forgiven by a twentieth of the maximum for each second without another one', () => {
    const slow = slowDown(slowDown(pace(200, 0), 0, 0), 0, 0);
    const rateAfter = (ms: number) => recover(slow, ms).rate;
    expect([0, 999, 1_000, 1_999, 2_000].map(rateAfter)).toEqual([50, 50, 60, 60, 70]);
    expect([14_999, 15_000, 1_000_000].map(rateAfter)).toEqual([190, 200, 200]);
  });

  test('and what follows is as reckoned second by second, however often one looks', () => {
    const event = fc.record({ afterMs: fc.nat(4_000), isRefused: fc.boolean() });
    fc.assert(
      fc.property(maximum, fc.array(event), (maximum, events) => {
        let current = pace(maximum, 0);
        let now = 0;
        let rate = maximum;
        let cleanMs = 0;
        for (const { afterMs, isRefused } of events) {
          for (let ms = 0; ms < afterMs; ms += 1) {
            cleanMs += 1;
            if (cleanMs % SECOND === 0) rate = Math.min(maximum, rate + maximum / 20);
          }
          now += afterMs;
          current = recover(current, now);
          if (isRefused) {
            current = slowDown(current, now, now);
            rate = Math.max(maximum / 10, rate / 2);
            cleanMs = 0;
          }
          expect(current.rate).toBeCloseTo(rate, 6);
        }
      }),
    );
  });

  test('widens the distance of the slots from the next one on', () => {
    const busy = exhausted(pace(200, 0), 0);
    const next = dueAt(busy, 0);
    const slow = slowDown(busy, 0, 0);
    expect(dueAt(slow, 0)).toBe(next);
    expect(dueAt(take(slow, next), next) - next).toBeCloseTo(SECOND / 95, 6);
  });
});

describe('calls that leave later than their slots', () => {
  /** Calls that get their slots as soon as they can. Each is ready so long after its first one as `lateMs` says. */
  function leftAt(
    lateMs: (call: number, at: number) => number,
    calls: number,
    maximum = 200,
  ): number[] {
    let current = pace(maximum, 0);
    let now = 0;
    let begun = 0;
    let held = 0;
    const ready: number[] = [];
    const left: number[] = [];
    const goOn = () => {
      if (mayLeave(current, now)) {
        current = depart(current, now);
        left.push(now);
      } else {
        held += 1;
      }
    };
    while (left.length < calls) {
      ready.sort((a, b) => a - b);
      const slotAt = held > 0 || begun < calls ? dueAt(current, now) : Number.POSITIVE_INFINITY;
      const [readyAt = Number.POSITIVE_INFINITY] = ready;
      now = Math.min(slotAt, readyAt);
      if (readyAt <= slotAt) {
        ready.shift();
        goOn();
        continue;
      }
      current = take(current, now);
      if (held > 0) {
        held -= 1;
        goOn();
      } else {
        ready.push(now + lateMs(begun, now));
        begun += 1;
      }
    }
    return left;
  }

  const most = (times: readonly number[]) => {
    let first = 0;
    return times.reduce((most, at, index) => {
      while ((times[first] ?? at) <= at - SECOND) first += 1;
      return Math.max(most, index - first + 1);
    }, 0);
  };

  test('lose nothing where all are late by the same', () => {
    const onTime = leftAt(() => 0, 400).at(-1) ?? 0;
    expect(leftAt(() => 150, 400).at(-1)).toBe(onTime + 150);
  });

  test('are no more than may be in any second, however late each is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 3, 10, 40, 200, 1_000),
        fc.constantFrom(5, 50, 3_000),
        fc.infiniteStream(fc.nat()),
        (maximum, mostLateMs, numbers) => {
          const late = () => numbers.next().value % (mostLateMs + 1);
          expect(most(leftAt(late, Math.min(4 * maximum, 900), maximum))).toBeLessThanOrEqual(
            maximum,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([300, 900, 1_500, 3_000])(
    'are no more than may be where nothing leaves for %i ms, and then everything could',
    (blip) => {
      const left = leftAt((_call, at) => Math.max(0, blip - at), 900);
      expect(most(left)).toBeLessThanOrEqual(200);
      expect(left.at(-1)).toBeLessThan(blip + 900 * interval(pace(200, 0)) + 50);
    },
  );

  test.each([1, 2, 10, 40, 200, 1_000])(
    'may be late by a little, of %i a second, and cost nobody a slot',
    (maximum) => {
      let current = depart(take(pace(maximum, 0), 0), 10);
      for (let call = 0; call < 30; call += 1) {
        const at = dueAt(current, 10);
        expect(mayLeave(current, at)).toBe(true);
        current = depart(take(current, at), at);
      }
    },
  );

  test('are done hardly later than if they had been on time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 100 }), (late) => {
        const done = leftAt((call) => late[call] ?? 0, 600).at(-1) ?? 0;
        expect(done).toBeLessThan((leftAt(() => 0, 600).at(-1) ?? 0) + 150);
      }),
      { numRuns: 50 },
    );
  });
});
