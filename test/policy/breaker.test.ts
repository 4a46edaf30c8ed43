import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admits, type Breaker, closedBreaker, leave, record } from '../../src/policy/breaker.ts';

const GROUPS = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'];

/** The breaker after calls that take no time, one each `everyMs` from 0 on. */
function breakerAfter(fails: readonly boolean[], { groups = GROUPS, everyMs = 1 } = {}): Breaker {
  return fails.reduce<Breaker>((breaker, failed, index) => {
    const at = index * everyMs;
    return record(breaker, { leftAt: at, at, group: groups[index % groups.length] ?? '', failed });
  }, closedBreaker);
}

const repeated = (count: number, failed: boolean) => Array.from({ length: count }, () => failed);
/** Open until 5,019. */
const opened = breakerAfter(repeated(20, true));

describe('a breaker that is closed', () => {
  test('admits every call', () => {
    expect(admits(closedBreaker, 0)).toBe(true);
    expect(admits(breakerAfter(repeated(19, true)), 20)).toBe(true);
  });

  test('opens with the twentieth call', () => {
    expect(breakerAfter(repeated(19, true)).state).toBe('closed');
    expect(breakerAfter(repeated(20, true)).state).toBe('open');
  });

  test.each([true, false])('opens where half of the calls failed, those first: %s', (first) => {
    const half = [...repeated(10, first), ...repeated(10, !first)];
    const less = half.with(first ? 0 : -1, false);
    expect(breakerAfter(half).state).toBe('open');
    expect(breakerAfter(less).state).toBe('closed');
  });

  test('opens where the failures are of five groups', () => {
    const failures = repeated(40, true);
    expect(breakerAfter(failures, { groups: GROUPS.slice(0, 5) }).state).toBe('open');
    expect(breakerAfter(failures, { groups: GROUPS.slice(0, 4) }).state).toBe('closed');
  });

  test('counts the groups of failures only', () => {
    const groups = ['bad', 'g1', 'bad', 'g2', 'bad', 'g3', 'bad', 'g4', 'bad', 'g5'];
    const fails = Array.from({ length: 200 }, (_, index) => index % 2 === 0);
    expect(breakerAfter(fails, { groups }).state).toBe('closed');
  });

  test('never opens for one group alone', () => {
    expect(breakerAfter(repeated(1_000, true), { groups: ['g1'] }).state).toBe('closed');
  });

  test('forgets failures after ten seconds', () => {
    // The twentieth call is 9.9 s after the first, or more than 10 s.
    expect(breakerAfter(repeated(20, true), { everyMs: 521 }).state).toBe('open');
    expect(breakerAfter(repeated(40, true), { everyMs: 532 }).state).toBe('closed');
  });
});

describe('a breaker that is open', () => {
  test('admits nothing for five seconds', () => {
    expect([19, 20, 2_000, 5_018.9].map((now) => admits(opened, now))).toEqual(repeated(4, false));
    expect(admits(opened, 5_019)).toBe(true);
  });

  test('stays as it is, whatever comes back', () => {
    for (const failed of [true, false]) {
      expect(record(opened, { leftAt: 10, at: 3_000, group: 'g1', failed })).toEqual(opened);
    }
  });

  test('then admits one call as a probe, and no other', () => {
    const probing = leave(opened, 5_019);
    expect([5_019, 6_000, 1_000_000].map((now) => admits(probing, now))).toEqual(
      repeated(3, false),
    );
  });
});

describe('a probe', () => {
  const probing = leave(opened, 6_000);
  const back = { leftAt: 6_000, at: 6_100, group: 'g1' };

  test('that succeeds closes the breaker, and nothing is held against the host', () => {
    const closed = record(probing, { ...back, failed: false });
    expect(admits(closed, 6_100)).toBe(true);
    const failing = repeated(19, true).reduce<Breaker>(
      (breaker, failed, index) =>
        record(breaker, { leftAt: 6_101, at: 6_101, group: `g${index}`, failed }),
      closed,
    );
    expect(failing.state).toBe('closed');
  });

  test('that fails opens it for another five seconds', () => {
    const again = record(probing, { ...back, failed: true });
    expect(admits(again, 11_099)).toBe(false);
    expect(admits(again, 11_100)).toBe(true);
  });

  test('is not mistaken for a call that left before it', () => {
    for (const failed of [true, false]) {
      expect(record(probing, { leftAt: 5_999, at: 6_050, group: 'g1', failed })).toEqual(probing);
    }
  });

  test('that succeeded is not undone by calls that left before it', () => {
    let breaker = record(probing, { ...back, failed: false });
    for (let call = 0; call < 100; call += 1) {
      breaker = record(breaker, { leftAt: 4, at: 6_200, group: `g${call}`, failed: true });
    }
    expect(admits(breaker, 6_200)).toBe(true);
  });
});

interface Call {
  readonly afterMs: number;
  readonly lastsMs: number;
  readonly group: string;
  readonly failed: boolean;
}

/** The same rules over everything that ever happened. */
function naiveBreaker() {
  const history: { at: number; group: string; failed: boolean }[] = [];
  let openedAt: number | undefined;
  let probeAt: number | undefined;
  let closedSince = Number.NEGATIVE_INFINITY;

  return {
    admits: (now: number) =>
      probeAt === undefined && (openedAt === undefined || now >= openedAt + 5_000),
    leave(now: number) {
      if (openedAt !== undefined) probeAt = now;
    },
    record({ group, failed }: Call, leftAt: number, at: number) {
      if (openedAt !== undefined && probeAt === undefined) return;
      if (leftAt < (probeAt ?? closedSince)) return;
      if (probeAt !== undefined) {
        closedSince = probeAt;
        openedAt = failed ? at : undefined;
        probeAt = undefined;
        history.length = 0;
        return;
      }
      history.push({ at, group, failed });
      // It looks at whole tenths of a second.
      const tick = (ms: number) => Math.floor(ms / 100);
      const recent = history.filter((call) => tick(at) - tick(call.at) < 100);
      const failures = recent.filter((call) => call.failed);
      const groups = new Set(failures.map((call) => call.group));
      if (recent.length >= 20 && failures.length * 2 >= recent.length && groups.size >= 5) {
        openedAt = at;
      }
    },
  };
}

test('a breaker does as a naive one that remembers everything', () => {
  const call = fc.record<Call>({
    afterMs: fc.oneof(fc.nat(200), fc.nat(200), fc.nat(200), fc.nat(3_000)),
    lastsMs: fc.oneof(fc.nat(100), fc.nat(8_000)),
    group: fc.constantFrom(...GROUPS),
    failed: fc.oneof(fc.constant(true), fc.boolean()),
  });
  let timesOpened = 0;
  fc.assert(
    fc.property(fc.array(call, { minLength: 40, maxLength: 150 }), (calls) => {
      const naive = naiveBreaker();
      let breaker: Breaker = closedBreaker;
      const out: { call: Call; leftAt: number; at: number }[] = [];
      let now = 0;
      for (const call of calls) {
        now += call.afterMs;
        out.sort((one, other) => one.at - other.at);
        while (out[0] && out[0].at <= now) {
          const [{ call, leftAt, at }] = out.splice(0, 1) as [(typeof out)[number]];
          naive.record(call, leftAt, at);
          const before = breaker;
          breaker = record(before, { leftAt, at, group: call.group, failed: call.failed });
          if (before.state === 'closed' && breaker.state === 'open') timesOpened += 1;
        }
        expect(admits(breaker, now)).toBe(naive.admits(now));
        if (!naive.admits(now)) continue;
        naive.leave(now);
        breaker = leave(breaker, now);
        out.push({ call, leftAt: now, at: now + call.lastsMs });
      }
    }),
    { numRuns: 300 },
  );
  // Or nothing was shown.
  expect(timesOpened).toBeGreaterThan(100);
});
