import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, inTurn, reset, rig, summary, unreachable } from './scripted-vendor.ts';

// One call has 2 s, one change 10 s: a first attempt starts within 8 s.

describe('a change that could not be sent in time', () => {
  test('because its group was busy is answered when a call could not end in time any more', async () => {
    const { submit, settle, pass, texts, answers } = rig({ script: inTurn({ ms: 9_500 }) });
    await settle([submit('SET g a'), submit('REMOVE g a')]);
    await pass(5_000);
    expect(answers).toEqual(['8000 REMOVE g a: TIMEOUT NOT_APPLIED', '9500 SET g a: Changed']);
    expect(texts()).toEqual(['SET g a']);
  });

  test('because it was held is answered so, too', async () => {
    const { submit, settle, texts, answers } = rig();
    const never = new Promise<void>(() => {});
    const held = submit('SET g a', 'caller', never);
    await settle([held, submit('SET g b')].slice(0, 1));
    expect(answers[0]).toBe('8000 SET g a: TIMEOUT NOT_APPLIED');
    expect(texts()).toEqual([]);
  });

  test('because there was no slot is told when to come again', async () => {
    const { submit, pass, settle, texts } = rig({
      maxCallsPerSecond: 1,
      script: (_call, index) => (index < 3 ? { ms: 50, failure: code(60007) } : { ms: 50 }),
    });
    const others = [0, 1, 2, 3, 4, 5].map((nth) => submit(`SET h${nth} a`));
    const last = submit('SET g a');
    await pass(1);
    const [outcome] = await settle([last, ...others]);
    expect(outcome).toMatchObject({ kind: 'RateLimitedError', retryable: true });
    expect(outcome).toHaveProperty('retryAfterMs');
    expect((outcome as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(1);
    expect(texts()).not.toContain('SET g a');
  });

  test('makes way for what is behind it', async () => {
    const { submit, pass, settle, texts } = rig({ script: inTurn({ ms: 9_500 }) });
    const early = [submit('SET g a'), submit('REMOVE g a')];
    await pass(5_000);
    await settle([...early, submit('SET g b')]);
    expect(texts()).toEqual(['SET g a', 'SET g b']);
  });

  test('is not sent by a process that was stalled', async () => {
    let lagMs = 0;
    const { submit, turn, texts, answers } = rig({
      clockOf: (clock) => ({ ...clock, now: () => clock.now() + lagMs }),
    });
    submit('SET g a');
    lagMs = 8_500;
    await turn();
    expect(texts()).toEqual([]);
    expect(answers).toEqual(['8500 SET g a: RateLimitedError']);
  });
});

test('what comes next after a stall still waits for what was never answered', async () => {
  let lagMs = 0;
  const { submit, pass, settle, calls, answers } = rig({
    limits: { maxAttempts: 2 },
    script: inTurn({ ms: 7_800, failure: code(10002) }, { ms: 50, failure: reset }),
    clockOf: (clock) => ({ ...clock, now: () => clock.now() + lagMs }),
  });
  const first = submit('SET g a b c d e').then((outcome) => {
    // The next one has its slot when its time is up already.
    lagMs = 100;
    return outcome;
  });
  const late = submit('SET g f');
  await pass(5_000);
  await settle([first, late, submit('REMOVE g a')]);
  expect(answers).toContain('8050 SET g f: RateLimitedError');
  expect(calls.map(({ text }) => text)).toEqual([
    'SET g a b c d e',
    'SET g a b c d e',
    'REMOVE g a',
  ]);
  expect(calls.at(-1)?.at).toBeGreaterThanOrEqual(7_900 + 3_000);
});

test('a change that can just be sent in time is sent', async () => {
  const { submit, settle, calls, answers } = rig({ script: inTurn({ ms: 7_999 }, { ms: 2_000 }) });
  await settle([submit('SET g a'), submit('REMOVE g a')]);
  expect(calls[1]?.at).toBe(7_999);
  expect(answers[1]).toBe('9999 REMOVE g a: Changed');
});

describe('a change whose time ends while its call is out', () => {
  test('is answered, and the call goes on for the others', async () => {
    const { submit, pass, settle, texts, answers, changed } = rig({
      script: inTurn({ ms: 7_000 }, { ms: 4_500 }),
    });
    const early = [submit('SET g a'), submit('REMOVE g a')];
    await pass(4_000);
    await settle([...early, submit('REMOVE g b'), submit('SET g c')]);
    expect(texts()).toEqual(['SET g a', 'REMOVE g a b', 'SET g c']);
    expect(answers).toEqual([
      '7000 SET g a: Changed',
      '10000 REMOVE g a: TIMEOUT UNKNOWN',
      '11500 REMOVE g b: Changed',
      '11550 SET g c: Changed',
    ]);
    expect(changed).toHaveLength(4);
  });

  test('does not go again when the call fails', async () => {
    const { submit, pass, settle, texts, answers } = rig({
      script: inTurn({ ms: 7_000 }, { ms: 5_000, failure: code(10002) }),
    });
    const early = [submit('SET g a'), submit('REMOVE g a')];
    await pass(4_000);
    await settle([...early, submit('REMOVE g b')]);
    expect(texts()).toEqual(['SET g a', 'REMOVE g a b', 'REMOVE g b']);
    expect(answers[1]).toBe('10000 REMOVE g a: TIMEOUT UNKNOWN');
  });

  test('is of the call still: the other one shared it', async () => {
    const { submit, pass, settle, texts, answers } = rig({
      script: inTurn({ ms: 7_000 }, { ms: 5_000, failure: code(10019) }),
    });
    const early = [submit('SET g a'), submit('REMOVE g a')];
    await pass(4_000);
    await settle([...early, submit('REMOVE g b')]);
    expect(texts()).toEqual(['SET g a', 'REMOVE g a b', 'REMOVE g b']);
    expect(answers.at(-1)).toBe('12050 REMOVE g b: Changed');
  });
});

describe('a change that has been tried', () => {
  test('is not kept waiting for a repeat that would come too late', async () => {
    const script = inTurn({ ms: 9_950, failure: code(10002) });
    const { submit, settle, answers } = rig({ script });
    await settle([submit('SET g a')]);
    expect(answers).toEqual(['9950 SET g a: 10002 UNKNOWN']);
  });

  test('may be repeated up to its deadline', async () => {
    const script = inTurn({ ms: 9_000, failure: code(10002) }, { ms: 500 });
    const { submit, settle, answers } = rig({ script });
    await settle([submit('SET g a')]);
    expect(answers).toEqual(['9600 SET g a: Changed']);
  });

  test.each([
    ['CONNECTION UNKNOWN', reset],
    ['CONNECTION NOT_APPLIED', unreachable],
    ['60007 NOT_APPLIED', code(60007)],
  ])('is told what it came to where its time ends as it waits: %s', async (told, failure) => {
    const { submit, settle, answers, texts } = rig({
      // The next slot is 20 s away.
      maxCallsPerSecond: 0.05,
      script: inTurn({ ms: 50, failure }),
    });
    await settle([submit('SET g a')]);
    expect(texts()).toHaveLength(1);
    expect(answers).toEqual([`10000 SET g a: ${told}`]);
  });
});

test('whatever the group is busy with, no first attempt is late, and no answer', () => {
  const submission = fc.record({
    afterMs: fc.nat(3_000),
    action: fc.constantFrom('SET', 'REMOVE'),
    group: fc.constantFrom('g', 'h'),
  });
  const reply = fc.record({
    ms: fc.nat(2_000),
    failed: fc.constantFrom(undefined, undefined, reset, unreachable, code(10002), code(60007)),
  });
  return fc.assert(
    fc.asyncProperty(
      fc.array(submission, { minLength: 1, maxLength: 20 }),
      fc.array(reply, { minLength: 1, maxLength: 12 }),
      async (submissions, replies) => {
        const { submit, pass, settle, calls, clock } = rig({
          maxCallsPerSecond: 4,
          script: (_call, index) => {
            const { ms, failed } = replies[index % replies.length] ?? { ms: 0, failed: undefined };
            return failed ? { ms, failure: failed } : { ms };
          },
        });
        const start = clock.now();
        const outcomes = [];
        for (const [index, { afterMs, action, group }] of submissions.entries()) {
          await pass(afterMs);
          const submittedAt = clock.now() - start;
          const user = `u${index}`;
          outcomes.push(
            submit(`${action} ${group} ${user}`).then((outcome) => ({
              submittedAt,
              answeredAt: clock.now() - start,
              user,
              told: summary(outcome),
            })),
          );
        }
        for (const { submittedAt, answeredAt, user, told } of await settle(outcomes)) {
          const first = calls.find(({ text }) => text.split(' ').includes(user));
          if (first) expect(first.at - submittedAt).toBeLessThanOrEqual(8_000);
          expect(answeredAt - submittedAt).toBeLessThanOrEqual(10_000);
          if (!first) expect(told).toMatch(/RateLimitedError|TIMEOUT NOT_APPLIED/);
          else expect(told).not.toBe('RateLimitedError');
        }
      },
    ),
  );
});
