import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubtAfter, effectOf, merged, takeRun, type Waiting } from '../../src/batching/merge.ts';
import type { Action, GroupId, UserId } from '../../src/domain/admins-change.ts';
import type { Applied } from '../../src/domain/call.ts';

const rarely = fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true));

const waiting = fc
  .record<Waiting>({
    change: fc.record({
      action: fc.oneof({ weight: 5, arbitrary: fc.constant<Action>('SET') }, fc.constant('REMOVE')),
      groupId: fc.constant('g' as GroupId),
      userIds: fc.uniqueArray(fc.constantFrom(...([...'abcdefgh'] as UserId[])), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
    alone: rarely,
    held: rarely,
  })
  // What goes by itself has left before, so it is held no more.
  .map((member) => ({ ...member, held: member.held && !member.alone }));
const lane = fc.array(waiting, { maxLength: 12 });

const accountsOf = (run: readonly Waiting[]) =>
  new Set(run.flatMap(({ change }) => change.userIds)).size;

/** What it would send by itself. */
const callOf = ({ change }: Waiting) => [change.action, ...change.userIds].join();

/** Whether all of these go by themselves, and would make the same call. */
const isOneCall = (run: readonly Waiting[]) =>
  run.every(({ alone }) => alone) && new Set(run.map(callOf)).size <= 1;

/** Whether one call may carry all of these. */
function isLawful(run: readonly Waiting[]): boolean {
  const [first] = run;
  return (
    run.every(({ held }) => !held) &&
    run.every(({ change }) => change.action === first?.change.action) &&
    (run.every(({ alone }) => !alone) || isOneCall(run)) &&
    accountsOf(run) <= 5
  );
}

const one = (userIds: string, marks: Partial<Waiting> = {}, action: Action = 'SET'): Waiting => ({
  change: { action, groupId: 'g' as GroupId, userIds: [...userIds] as UserId[] },
  alone: false,
  held: false,
  ...marks,
});

describe('what leaves together', () => {
  test('is the front of the lane, in its order, and nothing is split', () => {
    fc.assert(
      fc.property(lane, (lane) => {
        const run = takeRun(lane);
        expect(run).toEqual(lane.slice(0, run.length));
        run.forEach((member, index) => {
          expect(member).toBe(lane[index]);
        });
      }),
    );
  });

  test('is, where the front goes by itself, those directly behind it that make the same call', () => {
    const few = waiting.map(({ change, ...member }) => ({
      ...member,
      alone: true,
      held: false,
      change: { ...change, userIds: change.userIds.slice(0, 1) },
    }));
    fc.assert(
      fc.property(fc.array(few, { minLength: 1, maxLength: 12 }), (lane) => {
        const [front] = lane.map(callOf);
        const other = lane.findIndex((member) => callOf(member) !== front);
        expect(takeRun(lane)).toEqual(other === -1 ? lane : lane.slice(0, other));
      }),
    );
  });

  test('has one action and 1 to 5 distinct accounts', () => {
    fc.assert(fc.property(lane, (lane) => isLawful(takeRun(lane))));
  });

  test('is all that one call can carry', () => {
    fc.assert(
      fc.property(lane, (lane) => {
        const { length } = takeRun(lane);
        if (length < lane.length) expect(isLawful(lane.slice(0, length + 1))).toBe(false);
      }),
    );
  });

  test('leaves the lane as it is', () => {
    fc.assert(
      fc.property(lane, (lane) => {
        const before = structuredClone(lane);
        takeRun(lane);
        expect(lane).toEqual(before);
      }),
    );
  });

  test.each<[string, Waiting[], number]>([
    ['nothing of an empty lane', [], 0],
    ['five accounts of five changes', [...'abcdef'].map((id) => one(id)), 5],
    [
      'any number of changes of the same five accounts',
      Array.from('x'.repeat(50), () => one('abcde')),
      50,
    ],
    ['no change in part', [one('abc'), one('def'), one('g')], 1],
    ['a change that overlaps', [one('abc'), one('cde'), one('a')], 3],
    [
      'nothing of another action, nor what is behind it',
      [one('a'), one('b', {}, 'REMOVE'), one('c')],
      1,
    ],
    ['one that goes alone, alone', [one('a', { alone: true }), one('a')], 1],
    [
      'with it those that make the same call alone',
      [one('ab', { alone: true }), one('ab', { alone: true }), one('ba', { alone: true })],
      2,
    ],
    ['nothing that goes alone with others', [one('a'), one('b', { alone: true }), one('c')], 1],
    ['nothing where the front is held', [one('a', { held: true }), one('b')], 0],
    [
      'nothing that is held, nor what is behind it',
      [one('a'), one('b', { held: true }), one('c')],
      1,
    ],
  ])('is %s', (_name, lane, length) => {
    expect(takeRun(lane)).toHaveLength(length);
  });
});

test('a call carries each account once, in the order of the changes', () => {
  fc.assert(
    fc.property(waiting, lane, (first, others) => {
      const { action, groupId, userIds } = merged([first, ...others]);
      expect({ action, groupId }).toEqual({ action: first.change.action, groupId: 'g' });
      const expected: UserId[] = [];
      for (const { change } of [first, ...others]) {
        for (const userId of change.userIds) if (!expected.includes(userId)) expected.push(userId);
      }
      expect(userIds).toEqual(expected);
    }),
  );
});

describe('the doubt that a failed attempt leaves', () => {
  const together = { accounts: 3, alone: false };
  const one = { accounts: 1, alone: true };
  const several = { accounts: 2, alone: true };

  test.each<[before: Applied, attempt: Applied, call: typeof one, after: Applied]>([
    // What was never applied leaves none, and takes none away.
    ['no', 'no', together, 'no'],
    ['no', 'no', one, 'no'],
    ['no', 'no', several, 'no'],
    ['part', 'no', together, 'part'],
    ['part', 'no', one, 'part'],
    ['part', 'no', several, 'part'],
    // What may have been applied in part leaves some, unless the change is known to be at fault itself.
    ['no', 'part', together, 'part'],
    ['no', 'part', one, 'no'],
    ['no', 'part', several, 'part'],
    ['part', 'part', together, 'part'],
    ['part', 'part', one, 'no'],
    ['part', 'part', several, 'part'],
    // What may have been applied leaves one for good.
    ['no', 'maybe', together, 'maybe'],
    ['no', 'maybe', one, 'maybe'],
    ['no', 'maybe', several, 'maybe'],
    ['part', 'maybe', together, 'maybe'],
    ['part', 'maybe', one, 'maybe'],
    ['part', 'maybe', several, 'maybe'],
    ['maybe', 'no', together, 'maybe'],
    ['maybe', 'no', one, 'maybe'],
    ['maybe', 'part', together, 'maybe'],
    ['maybe', 'part', one, 'maybe'],
    ['maybe', 'part', several, 'maybe'],
    ['maybe', 'maybe', one, 'maybe'],
  ])('after "%s" and an attempt "%s" of %o is "%s"', (before, attempt, call, after) => {
    expect(doubtAfter(before, attempt, call)).toBe(after);
  });

  test('never ends once an attempt may have been applied', () => {
    const attempt = fc.record({
      applied: fc.constantFrom<Applied>('no', 'part', 'maybe'),
      accounts: fc.integer({ min: 1, max: 5 }),
      alone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(attempt), (attempts) => {
        const doubt = attempts.reduce<Applied>(
          (doubt, { applied, ...call }) => doubtAfter(doubt, applied, call),
          'no',
        );
        const isOpen = attempts.some(({ applied }) => applied === 'maybe');
        expect(doubt === 'maybe').toBe(isOpen);
        if (attempts.every(({ applied }) => applied === 'no')) expect(doubt).toBe('no');
      }),
    );
  });

  test('is told unless there is none', () => {
    expect((['no', 'part', 'maybe'] as const).map(effectOf)).toEqual([
      'NOT_APPLIED',
      'UNKNOWN',
      'UNKNOWN',
    ]);
  });
});
