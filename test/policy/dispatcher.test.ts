import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dispatcher, type Turn } from '../../src/policy/dispatcher.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const START = 1_000_000;

interface Asked {
  readonly caller: string;
  readonly order: number;
  readonly urgent: boolean;
}

const by = (caller: string, order = 0): Asked => ({ caller, order, urgent: false });

/** A dispatcher, and who got a slot when, in order. */
function line(maxCallsPerSecond: number) {
  const clock = virtualClock(START);
  const isTelling = (group: string) => group !== 'special';
  const slots = dispatcher({ maxCallsPerSecond, clock, isTelling });
  const granted: { ticket: Asked; at: number }[] = [];

  /** @returns its turn, and a promise of the moment it came or was cancelled */
  function stand(ticket: Asked): Turn & { settled: Promise<number> } {
    const turn = slots.wait(ticket);
    const settled = turn.granted.then((isGranted) => {
      const at = clock.now() - START;
      if (isGranted) granted.push({ ticket, at });
      return at;
    });
    return { ...turn, settled };
  }

  return {
    clock,
    slots,
    granted,
    stand,
    callers: () => granted.map(({ ticket }) => ticket.caller).join(''),
    pass: (ms: number) =>
      clock.runUntil(new Promise<void>((resolve) => void clock.after(ms, resolve))),
    settle: (turns: readonly { settled: Promise<number> }[]) =>
      clock.runUntil(Promise.all(turns.map(({ settled }) => settled))),
  };
}

/** Who goes when, reckoned from scratch for each slot. Who cancels a ticket of several keeps the place. */
function naiveOrder(tickets: readonly Asked[], isCancelled: (index: number) => boolean): Asked[] {
  const left = tickets.filter((_, index) => !isCancelled(index));
  const isLeft = (name: string) => left.some(({ caller, urgent }) => caller === name && !urgent);
  const names = tickets.filter(({ urgent }) => !urgent).map(({ caller }) => caller);
  const round = [...new Set(names)].filter(isLeft);
  const order: Asked[] = [];
  const serve = (ticket: Asked | undefined) => {
    if (ticket) order.push(...left.splice(left.indexOf(ticket), 1));
  };
  let urgentInARow = 0;
  while (left.length > 0) {
    const urgent = left.find((ticket) => ticket.urgent);
    if (urgent && (urgentInARow < 5 || left.every((ticket) => ticket.urgent))) {
      serve(urgent);
      urgentInARow += 1;
      continue;
    }
    urgentInARow = 0;
    const caller = round.shift() ?? '';
    const own = left.filter((ticket) => ticket.caller === caller && !ticket.urgent);
    serve(own.sort((one, other) => one.order - other.order)[0]);
    if (own.length > 1) round.push(caller);
  }
  return order;
}

const ticket = fc.record<Asked>({
  caller: fc.constantFrom('a', 'b', 'c', 'd'),
  order: fc.nat(),
  urgent: fc.boolean(),
});
/** No two have the same order, as no two changes have. */
const tickets = fc.uniqueArray(ticket, { selector: ({ order }) => order, maxLength: 30 });

describe('slots', () => {
  test('are there at once after a rest, with no timer involved', async () => {
    const { stand, callers } = line(200);
    for (const caller of 'abc') stand(by(caller));
    await new Promise(setImmediate);
    expect(callers()).toBe('abc');
  });

  test('go round the callers', async () => {
    const { stand, settle, callers } = line(20);
    const turns = [...'aaaabbc'].map((caller, order) => stand(by(caller, order)));
    await settle(turns);
    expect(callers()).toBe('abcabaa');
  });

  test('go to the oldest first within one caller', async () => {
    const { stand, settle, granted } = line(20);
    await settle([3, 1, 2].map((order) => stand(by('a', order))));
    expect(granted.map(({ ticket }) => ticket.order)).toEqual([1, 2, 3]);
  });

  test('go to the urgent before everybody else, in the order they came', async () => {
    const { stand, settle, callers } = line(20);
    const turns = [by('a'), by('b'), { ...by('x', 9), urgent: true }, { ...by('y'), urgent: true }];
    await settle(turns.map(stand));
    expect(callers()).toBe('xyab');
  });

  test('go to no more than five urgent ones in a row while others wait', async () => {
    const { stand, settle, callers } = line(20);
    const turns = [...'xxxxxxxxxxxxabc'].map((caller, order) =>
      stand({ caller, order, urgent: caller === 'x' }),
    );
    await settle(turns);
    expect(callers()).toBe('xxxxxaxxxxxbxxc');
  });

  test('go to a ticket with the turn of whoever joined it, and once', async () => {
    const { stand, settle, callers, slots } = line(20);
    const flood = [...'aaaaaaaa'].map((caller, order) => stand(by(caller, order)));
    const last = stand(by('a', 8));
    stand(by('b', 9));
    last.join('c', 10);
    last.join('c', 11);
    last.join('a', 12);
    expect(slots.figures().callsWaiting).toBe(10);
    const at = await settle([last, ...flood]);
    expect(callers()).toBe('abaaaaaaaa');
    const [lastAt, ...others] = at;
    expect(others.filter((other) => other < (lastAt ?? 0))).toHaveLength(1);
  });

  test('are expected as if each ticket were there once, whoever joined it', () => {
    const { stand, slots, clock } = line(40);
    for (let order = 0; order < 10; order += 1) {
      const turn = stand(by('a', order));
      for (const caller of 'bcd') turn.join(caller, order);
    }
    const expected = slots.expectedAt('d') - clock.now();
    expect(expected).toBeLessThanOrEqual(10 * 27);
    expect(expected).toBeGreaterThan(5 * 26);
  });

  test('do not come by what joined and was cancelled', async () => {
    const { stand, settle, callers } = line(20);
    const cancelled = stand(by('a'));
    cancelled.join('b', 1);
    cancelled.cancel();
    cancelled.join('c', 2);
    await settle([stand(by('c', 3)), stand(by('b', 4))]);
    expect(callers()).toBe('cb');
  });

  test('go to those who stand in line as a naive line would have it', () =>
    fc.assert(
      fc.asyncProperty(tickets, fc.array(fc.boolean()), async (tickets, cancels) => {
        const { stand, settle, granted } = line(1_000);
        const turns = tickets.map(stand);
        turns.forEach((turn, index) => {
          if (cancels[index]) turn.cancel();
        });
        await settle(turns);
        const expected = naiveOrder(tickets, (index) => cancels[index] === true);
        expect(granted.map(({ ticket }) => ticket)).toEqual(expected);
      }),
      { numRuns: 200 },
    ));

  test('come a few later, and no more, because another caller waits for 9,000', async () => {
    const { stand, pass, settle, granted } = line(200);
    for (let order = 0; order < 9_000; order += 1) stand(by('greedy', order));
    await pass(1_000);
    const before = granted.length;
    await settle([stand(by('modest', 9_000))]);
    expect(granted.length - before).toBeLessThanOrEqual(3);
    expect(granted.at(-1)?.ticket.caller).toBe('modest');
  });

  test('keep the pace', async () => {
    const { stand, settle, granted } = line(40);
    await settle(Array.from({ length: 130 }, (_, order) => stand(by('a', order))));
    const tooEarly = granted.filter(({ at }, index) => {
      const before = granted[index - 40];
      return before !== undefined && at - before.at <= 1_000;
    });
    expect(tooEarly).toEqual([]);
    // One at once, the others at 38 a second.
    expect(granted.at(-1)?.at).toBeLessThanOrEqual(Math.ceil((129 * 1_000) / 38) + 1);
  });

  test('that were missed are given up', async () => {
    const { clock, stand, pass, granted } = line(200);
    for (let order = 0; order < 1_000; order += 1) stand(by('a', order));
    await pass(0);
    expect(granted).toHaveLength(5);
    clock.stall(3_000);
    await pass(0);
    expect(granted).toHaveLength(10);
  });
});

describe('who cancels', () => {
  test('gets no slot, and takes none from others', async () => {
    const { stand, settle, callers } = line(200);
    const turns = [...'abcdefghijkl'].map((caller) => stand(by(caller)));
    turns[3]?.cancel();
    turns[7]?.cancel();
    await settle(turns.filter((_turn, index) => index !== 3 && index !== 7));
    expect(callers()).toBe('abcefgijkl');
    expect(await turns[3]?.granted).toBe(false);
  });

  test('takes none either where a timer was already set for it', async () => {
    const { stand, pass, granted } = line(20);
    stand(by('a'));
    const waiting = stand(by('b'));
    await pass(10);
    waiting.cancel();
    await pass(1_000);
    for (const caller of 'cd') stand(by(caller));
    await pass(0);
    // Had its slot been used up, or kept for later, it would be another number.
    expect(granted.map(({ ticket }) => ticket.caller)).toEqual(['a', 'c']);
  });

  test('can do so when urgent, too, and is not waited for', async () => {
    const { stand, callers } = line(200);
    const urgent = stand({ ...by('x'), urgent: true });
    stand(by('a'));
    urgent.cancel();
    await new Promise(setImmediate);
    expect(callers()).toBe('a');
  });

  test('cannot give back a slot', async () => {
    const { stand, settle, slots } = line(20);
    const turn = stand(by('a'));
    await settle([turn]);
    turn.cancel();
    turn.cancel();
    expect(await turn.granted).toBe(true);
    expect(slots.expectedAt('a')).toBeGreaterThan(START);
  });
});

describe('the expected moment', () => {
  test('is now where a slot is free', () => {
    const { slots } = line(200);
    expect(slots.expectedAt('a')).toBe(START);
  });

  test('is when the turn comes if nothing else arrives, but for one interval', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(100, 200, 400),
        fc.array(fc.constantFrom(...'aaabcdefgh'), { maxLength: 150 }),
        fc.nat(300),
        fc.nat(3),
        fc.constantFrom('a', 'b', 'z'),
        async (maximum, callers, afterMs, urgents, caller) => {
          const { slots, stand, pass, settle } = line(maximum);
          callers.forEach((caller, order) => {
            stand(by(caller, order));
          });
          if (afterMs > 0) await pass(afterMs);
          for (let nth = 0; nth < urgents; nth += 1) stand({ ...by('x'), urgent: true });
          const expected = slots.expectedAt(caller) - START;
          const [actual = 0] = await settle([stand(by(caller, callers.length))]);
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1_000 / (maximum * 0.95) + 1);
        },
      ),
      { numRuns: 200 },
    ));

  test('counts only those turns of others that come before', async () => {
    const { slots, stand, settle } = line(200);
    stand(by('a', 0));
    for (let order = 1; order <= 120; order += 1) stand(by(`other ${order % 40}`, order));
    const expected = slots.expectedAt('a') - START;
    const [actual = 0] = await settle([stand(by('a', 121))]);
    // One of its own and one of each of the forty others, though these have three.
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1_000 / 190 + 1);
    expect(actual).toBeLessThan((42 * 1_000) / 190);
  });

  test('is later when the pace is slower', async () => {
    const { slots, stand, pass } = line(200);
    for (let order = 0; order < 100; order += 1) stand(by('a', order));
    await pass(0);
    const before = slots.expectedAt('a') - START;
    slots.slowDown('g', START);
    expect((slots.expectedAt('a') - START) / before).toBeGreaterThan(1.8);
  });
});

describe('a refusal for frequency', () => {
  /** Of 100 slots, when the last came. */
  async function lastOf100(refusedGroup?: string) {
    const { slots, stand, settle } = line(200);
    if (refusedGroup !== undefined) slots.slowDown(refusedGroup, START);
    const turns = Array.from({ length: 100 }, (_, order) => stand(by('a', order)));
    return Math.max(...(await settle(turns)));
  }

  test('slows all slots down', async () => {
    // Two and a half for the used half of a burst of 5, and 95 a second.
    expect(await lastOf100('g')).toBeCloseTo((97.5 * 1_000) / 95, -1);
  });

  test('does not where the group is not telling', async () => {
    expect(await lastOf100('special')).toBe(await lastOf100());
  });

  test('is forgiven as time passes', async () => {
    const { slots, stand, settle, pass } = line(200);
    slots.slowDown('g', START);
    await pass(11_000);
    const turns = Array.from({ length: 100 }, (_, order) => stand(by('a', order)));
    expect(Math.max(...(await settle(turns)))).toBeLessThanOrEqual(
      11_000 + (await lastOf100()) + 1,
    );
  });
});

test('two dispatchers have a pace of their own each', async () => {
  const clock = virtualClock(START);
  const options = { maxCallsPerSecond: 20, clock, isTelling: () => true };
  const [reads, changes] = [dispatcher(options), dispatcher(options)];
  for (let order = 0; order < 50; order += 1) reads.wait(by('a', order));
  reads.slowDown('g', START);
  const turn = changes.wait(by('a'));
  await new Promise(setImmediate);
  turn.cancel();
  expect(await turn.granted).toBe(true);
});

test('calls that could all leave together may not, but for a small burst', async () => {
  const { slots, pass } = line(200);
  const leaving = () => Array.from({ length: 50 }, () => slots.leave()).filter(Boolean).length;
  expect(leaving()).toBe(7);
  await pass(20);
  expect(leaving()).toBe(4);
});
