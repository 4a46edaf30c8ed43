import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterFailure, type Next, noTries, type Tries } from '../../src/batching/after-failure.ts';
import type { CallFailure } from '../../src/domain/call.ts';
import { badStatus, refusal, silence, unreadable } from '../../src/tencent/classify.ts';
import { errorCodes } from '../../src/tencent/error-codes.ts';

const code = (code: number) => refusal({ code, info: '' });
const byItself = { shared: false, maxAttempts: 3 };
const shared = { shared: true, maxAttempts: 3 };

const frequency = [10006, 60007, 60011, 60018, 60019, 70114];
const passing = [10002, 10003, 60008, 60013, 60014, 70169, 70202, 70500];
const credential = [10001, 10008, 60004, 60005, 70001, 70002, 70003, 70005, 70013, 70014, 70052];
const ofOneMember = [10004, 10005, 10007, 10016, 10019, 70051, 70107, 70206, 70402];
const final = [
  10010, 10011, 10012, 10015, 10026, 10059, 60002, 60003, 60006, 60009, 60010, 60012, 60015, 60016,
  60017, 60020, 60021, 70009, 70016, 70020, 70050, 70398, 70403,
];

type Row = readonly [name: string, failed: CallFailure];
const codes = (numbers: readonly number[]) =>
  numbers.map((number): Row => [`code ${number}`, code(number)]);

const countedRows: Row[] = [
  ...codes(passing),
  ...(['CONNECTION', 'TIMEOUT', 'INVALID_RESPONSE'] as const).flatMap((reason) =>
    [true, false].map(
      (sent): Row => [
        `no answer, ${reason}, ${sent ? '' : 'not '}sent`,
        silence({ kind: 'no-answer', reason, sent }),
      ],
    ),
  ),
  ...[429, 500, 502, 503, 504, 599].map((status): Row => [`status ${status}`, badStatus(status)]),
  ['an answer that cannot be read', unreadable()],
];

const finalRows: Row[] = [
  ...codes(final),
  ...[201, 204, 301, 302, 400, 401, 403, 404, 413, 451].map(
    (status): Row => [`status ${status}`, badStatus(status)],
  ),
];

const everyRow: Row[] = [
  ...countedRows,
  ...finalRows,
  ...codes([...frequency, ...credential, ...ofOneMember, 99_999, -1]),
];

test('every code of the table is tried here', () => {
  const tried = [...frequency, ...passing, ...credential, ...ofOneMember, ...final];
  expect(tried.sort((a, b) => a - b)).toEqual(
    errorCodes.map(({ code }) => code).sort((a, b) => a - b),
  );
});

describe.each([
  ['by itself', byItself],
  ['with others', shared],
])('a change that travels %s', (_name, call) => {
  test.each(countedRows)('is repeated after a pause, and that counts, after %s', (_row, failed) => {
    const first = afterFailure(noTries, failed, call);
    const repeat = { kind: 'repeat', alone: false, pause: true };
    expect(first).toEqual({ ...repeat, tries: { attempts: 1, failures: 1, renewed: false } });
    const twice = { attempts: 1, failures: 1, renewed: false };
    expect(afterFailure(twice, failed, call)).toMatchObject({ ...repeat, tries: { attempts: 2 } });
    const thrice = { attempts: 2, failures: 2, renewed: false };
    expect(afterFailure(thrice, failed, call)).toEqual({ kind: 'answer' });
    expect(afterFailure(noTries, failed, { ...call, maxAttempts: 1 })).toEqual({ kind: 'answer' });
  });

  test.each(codes(frequency))('is repeated after a pause, uncounted, after %s', (_row, failed) => {
    const tries = { attempts: 2, failures: 70, renewed: true };
    expect(afterFailure(tries, failed, call)).toEqual({
      kind: 'repeat',
      alone: false,
      pause: true,
      tries: { ...tries, failures: 71 },
    });
  });

  test.each(codes(credential))('is repeated at once, and once, after %s', (_row, failed) => {
    const tries = { attempts: 2, failures: 2, renewed: false };
    const renewed = { attempts: 2, failures: 3, renewed: true };
    expect(afterFailure(tries, failed, call)).toEqual({
      kind: 'repeat',
      alone: false,
      pause: false,
      tries: renewed,
    });
    expect(afterFailure(renewed, failed, call)).toEqual({ kind: 'answer' });
  });

  test.each(codes(credential))(
    'is answered where no other credential is to be had, after %s',
    (_row, failed) => {
      expect(afterFailure(noTries, { ...failed, repeat: 'no' }, call)).toEqual({ kind: 'answer' });
    },
  );

  test.each(finalRows)('is answered after %s', (_row, failed) => {
    expect(afterFailure(noTries, failed, call)).toEqual({ kind: 'answer' });
  });
});

describe('after a failure that another change of the call may have caused, a change', () => {
  test.each(codes([...ofOneMember, 99_999, -1]))(
    'goes again by itself, uncounted: %s',
    (_row, failed) => {
      const tries = { attempts: 2, failures: 5, renewed: true };
      expect(afterFailure(tries, failed, shared)).toEqual({
        kind: 'repeat',
        alone: true,
        pause: false,
        tries,
      });
    },
  );

  test.each(codes([...ofOneMember, 99_999, -1]))(
    'is answered if it went by itself: %s',
    (_row, failed) => {
      expect(afterFailure(noTries, failed, byItself)).toEqual({ kind: 'answer' });
    },
  );
});

test('whatever comes but refusals for frequency, a change has at most its attempts, and one for the credential', () => {
  const failures = fc.constantFrom(
    ...everyRow.filter(([, { failure }]) => {
      return !(failure.kind === 'CommonApiError' && frequency.includes(failure.errorCode));
    }),
  );
  fc.assert(
    fc.property(fc.array(failures), fc.integer({ min: 1, max: 5 }), (rows, maxAttempts) => {
      let tries: Tries = noTries;
      let calls = 0;
      for (const [, failed] of rows) {
        const next: Next = afterFailure(tries, failed, { shared: false, maxAttempts });
        calls += 1;
        if (next.kind === 'answer') break;
        tries = next.tries;
      }
      expect(calls).toBeLessThanOrEqual(maxAttempts + 1);
      expect(tries.attempts).toBeLessThan(maxAttempts);
    }),
  );
});
