import { describe, expect, test } from 'vitest';
import type { CallFailure } from '../../src/domain/call.ts';
import type { Clock } from '../../src/policy/clock.ts';
import { unreadable } from '../../src/tencent/classify.ts';
import {
  code,
  inTurn,
  type Reply,
  reset,
  rig,
  status,
  timedOut,
  unreachable,
} from './scripted-vendor.ts';

const failing = (...failures: CallFailure[]): Reply[] =>
  failures.map((failure) => ({ ms: 50, failure }));

/** What was sent when. */
const log = (calls: readonly { at: number; text: string }[]) =>
  calls.map(({ at, text }) => `${at} ${text}`);

describe('a change that fails', () => {
  test('is repeated after pauses that may grow, up to its attempts', async () => {
    const script = inTurn(...failing(code(10002), code(10002), code(10002)));
    const { submit, settle, calls, answers } = rig({ script });
    await settle([submit('SET g a')]);
    expect(calls.map(({ at }) => at)).toEqual([0, 50 + 100, 200 + 200]);
    expect(answers).toEqual(['450 SET g a: 10002 UNKNOWN']);
  });

  test('is repeated at once where chance has it', async () => {
    const script = inTurn(...failing(code(10002), code(10002)));
    const { submit, settle, calls, answers } = rig({ script, random: () => 0 });
    await settle([submit('SET g a')]);
    expect(calls.map(({ at }) => at)).toEqual([0, 50, 100]);
    expect(answers).toEqual(['150 SET g a: Changed']);
  });

  test('pauses no longer for the company it had', async () => {
    let drawn = 0;
    const random = () => (drawn++ === 0 ? 0 : 0.99);
    const { submit, settle, calls } = rig({ script: inTurn(...failing(code(60007))), random });
    await settle([submit('SET g a'), submit('SET g b'), submit('SET g c')]);
    expect(log(calls)).toEqual(['0 SET g a b c', '50 SET g a b c']);
  });

  test('leaves no more than one timer behind, however many of its group fail', async () => {
    let pending = 0;
    const clockOf = (clock: Clock): Clock => ({
      ...clock,
      after(ms, task) {
        let isPending = true;
        pending += 1;
        const end = () => {
          pending -= isPending ? 1 : 0;
          isPending = false;
        };
        const cancel = clock.after(ms, () => {
          end();
          task();
        });
        return () => {
          end();
          cancel();
        };
      },
    });
    const script = () => ({ ms: 10, failure: status(502) });
    const { submit, settle } = rig({ script, limits: { maxAttempts: 1 }, clockOf });
    for (let time = 0; time < 20; time += 1) await settle([submit('SET g a')]);
    expect(pending).toBe(1);
  });

  test('is answered at once where a repeat is no use', async () => {
    const { submit, settle, answers } = rig({ script: inTurn(...failing(code(10010))) });
    await settle([submit('SET g a')]);
    expect(answers).toEqual(['50 SET g a: 10010 NOT_APPLIED']);
  });

  test.each<[CallFailure[], string]>([
    [[timedOut, code(10019)], '10019 UNKNOWN'],
    [[reset, unreachable, unreachable], 'CONNECTION UNKNOWN'],
    [[code(10002), code(10010)], '10010 UNKNOWN'],
    [[status(502), status(404)], 'HTTP_STATUS UNKNOWN'],
    [[unreadable(), code(60007), code(10015)], '10015 UNKNOWN'],
    [[unreachable, code(10019)], '10019 NOT_APPLIED'],
    [[unreachable, status(429), code(10003)], '10003 NOT_APPLIED'],
    [[code(60007), code(70001), status(400)], 'HTTP_STATUS NOT_APPLIED'],
  ])('is not certain to be undone if any of its attempts is not (%#)', async (failures, told) => {
    const { submit, settle, answers } = rig({ script: inTurn(...failing(...failures)) });
    await settle([submit('SET g a')]);
    expect(answers).toEqual([expect.stringMatching(new RegExp(`SET g a: ${told}$`))]);
  });

  test('keeps its place before what came later', async () => {
    const script = inTurn(...failing(code(10002)));
    const { submit, pass, settle, texts } = rig({ script });
    const first = submit('SET g a');
    await pass(60);
    await settle([first, submit('REMOVE g a')]);
    expect(texts()).toEqual(['SET g a', 'SET g a', 'REMOVE g a']);
  });

  test('takes a slot for each attempt', async () => {
    const script = inTurn(...failing(code(10002), code(10002)));
    const { submit, settle, calls } = rig({ script, maxCallsPerSecond: 2, random: () => 0 });
    await settle([submit('SET g a')]);
    const [first = 0, second = 0, third = 0] = calls.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(524);
    expect(third - second).toBeGreaterThanOrEqual(524);
  });
});

test('a change that joins a repeat has its own count of attempts', async () => {
  const script = inTurn(...failing(code(10002), code(10002), code(10002)));
  const { submit, pass, settle, texts, answers } = rig({ script, limits: { maxAttempts: 2 } });
  const first = submit('SET g a');
  await pass(60);
  await settle([first, submit('SET g b')]);
  expect(texts()).toEqual(['SET g a', 'SET g a b', 'SET g b']);
  expect(answers.map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'SET g a: 10002 UNKNOWN',
    'SET g b: 10002 UNKNOWN',
  ]);
});

describe('a refusal for frequency', () => {
  test('uses up the deadline, not the attempts', async () => {
    const { submit, settle, calls, answers } = rig({
      limits: { maxAttempts: 1 },
      script: () => ({ ms: 50, failure: code(60007) }),
    });
    await settle([submit('SET g a')]);
    // Seven pauses that grow from 100 ms to 2.5 s, and another one would end too late.
    expect(calls).toHaveLength(8);
    expect(answers).toEqual(['8500 SET g a: 60007 NOT_APPLIED']);
  });

  test('leaves the attempts for what follows', async () => {
    const frequency = Array.from({ length: 4 }, () => code(60011));
    const script = inTurn(...failing(...frequency, code(10002), code(10002)));
    const { submit, settle, texts, answers } = rig({ script });
    await settle([submit('SET g a')]);
    expect(texts()).toHaveLength(7);
    expect(answers).toEqual([expect.stringMatching(/SET g a: Changed$/)]);
  });

  test('slows the pace of everybody', async () => {
    /** When the last of 30 changes of as many groups left. */
    async function lastLeft(replies: readonly Reply[]) {
      const { submit, settle, calls } = rig({ script: inTurn(...replies), maxCallsPerSecond: 40 });
      await settle([submit('SET g a')]);
      const from = calls.at(-1)?.at ?? 0;
      await settle(Array.from({ length: 30 }, (_, nth) => submit(`SET h${nth} a`)));
      return (calls.at(-1)?.at ?? 0) - from;
    }
    expect(await lastLeft(failing(code(60007)))).toBeGreaterThan(1.7 * (await lastLeft([])));
    expect(await lastLeft(failing(code(10002)))).toBeLessThan(1.1 * (await lastLeft([])));
  });
});

describe('a UserSig that was refused', () => {
  test('brings one repeat at once', async () => {
    const script = inTurn(...failing(code(70001)));
    const { submit, settle, calls, answers } = rig({ script, limits: { maxAttempts: 1 } });
    await settle([submit('SET g a')]);
    expect(calls.map(({ at }) => at)).toEqual([0, 50]);
    expect(answers).toEqual(['100 SET g a: Changed']);
  });

  test('brings no other one', async () => {
    const script = inTurn(...failing(code(70001), code(70013)));
    const { submit, settle, calls, answers } = rig({ script });
    await settle([submit('SET g a')]);
    expect(calls).toHaveLength(2);
    expect(answers).toEqual(['100 SET g a: 70013 NOT_APPLIED']);
  });
});

describe('of two hosts', () => {
  const hostNames = ['first', 'second'];
  const hostsUsed = (calls: readonly { host: string }[]) => calls.map(({ host }) => host);

  test.each<[string, CallFailure]>([
    ['could not be reached', unreachable],
    ['broke the connection', reset],
    ['answered 500', status(500)],
    ['answered 503', status(503)],
  ])('the other one gets the repeat where the first %s', async (_name, failure) => {
    const { submit, settle, calls } = rig({ script: inTurn(...failing(failure)), hostNames });
    await settle([submit('SET g a')]);
    await settle([submit('SET g b')]);
    expect(hostsUsed(calls)).toEqual(['first', 'second', 'first']);
  });

  test.each<[string, CallFailure]>([
    ['a timeout', timedOut],
    ['status 429', status(429)],
    ['a code', code(10002)],
    ['an unreadable answer', unreadable()],
  ])('the first gets also the repeat after %s', async (_name, failure) => {
    const { submit, settle, calls } = rig({ script: inTurn(...failing(failure)), hostNames });
    await settle([submit('SET g a')]);
    expect(hostsUsed(calls)).toEqual(['first', 'first']);
  });

  test('each gets its turn while both fail', async () => {
    const script = inTurn(...failing(unreachable, unreachable, unreachable));
    const { submit, settle, calls } = rig({ script, hostNames });
    await settle([submit('SET g a')]);
    expect(hostsUsed(calls)).toEqual(['first', 'second', 'first']);
  });

  test('both share one pace', async () => {
    const script = inTurn(...failing(unreachable));
    const { submit, settle, calls } = rig({
      script,
      hostNames,
      maxCallsPerSecond: 2,
      random: () => 0,
    });
    await settle([submit('SET g a')]);
    expect(calls.at(-1)?.at).toBeGreaterThanOrEqual(524);
  });
});

describe('after a call that was never answered', () => {
  const once = { maxAttempts: 1 };

  test.each<[string, CallFailure]>([
    ['a reset', reset],
    ['a timeout', timedOut],
    ['status 502', status(502)],
    ['an unreadable answer', unreadable()],
  ])('(%s) the opposite action waits until 3 s after it was sent', async (_name, failure) => {
    const { submit, pass, settle, calls } = rig({
      script: inTurn(...failing(failure)),
      limits: once,
    });
    await pass(1_000);
    await settle([submit('SET g a'), submit('REMOVE g a')]);
    expect(log(calls)).toEqual(['1000 SET g a', '4000 REMOVE g a']);
  });

  test.each<[string, CallFailure]>([
    ['it was not sent', unreachable],
    ['it was answered with a code', code(10002)],
    ['it was answered with status 429', status(429)],
  ])('the opposite action does not wait where %s', async (_name, failure) => {
    const { submit, settle, calls } = rig({ script: inTurn(...failing(failure)), limits: once });
    await settle([submit('REMOVE g a'), submit('SET g a')]);
    expect(log(calls)).toEqual(['0 REMOVE g a', '50 SET g a']);
  });

  test('the same action does not wait, nor does another group', async () => {
    const { submit, pass, settle, calls } = rig({
      script: inTurn(...failing(reset)),
      limits: once,
    });
    const first = submit('SET g a');
    await pass(60);
    await settle([first, submit('SET g b'), submit('REMOVE h a')]);
    expect(log(calls)).toEqual(['0 SET g a', '60 SET g b', '60 REMOVE h a']);
  });

  test('the 3 s begin when it was written, however long it took to connect', async () => {
    const { submit, settle, calls } = rig({
      script: inTurn({ ms: 2_000, connectMs: 1_500, failure: timedOut }),
      limits: once,
    });
    await settle([submit('SET g a'), submit('REMOVE g a')]);
    expect(log(calls)).toEqual(['0 SET g a', '4500 REMOVE g a']);
  });

  test('the opposite action waits also where a repeat of it succeeded', async () => {
    const { submit, settle, calls } = rig({ script: inTurn(...failing(reset)) });
    await settle([submit('REMOVE g a'), submit('SET g a')]);
    expect(log(calls)).toEqual(['0 REMOVE g a', '150 REMOVE g a', '3000 SET g a']);
  });

  test('the last such attempt counts', async () => {
    const script = inTurn(...failing(reset, reset, code(10010)));
    const { submit, settle, calls } = rig({ script });
    await settle([submit('SET g a'), submit('REMOVE g a')]);
    expect(log(calls)).toEqual(['0 SET g a', '150 SET g a', '400 SET g a', '3150 REMOVE g a']);
  });

  test('the opposite action waits although nothing of the group was queued meanwhile', async () => {
    const { submit, pass, settle, calls } = rig({
      script: inTurn(...failing(reset)),
      limits: once,
    });
    await settle([submit('SET g a')]);
    await pass(1_950);
    await settle([submit('REMOVE g a')]);
    await settle([submit('SET g a')]);
    await pass(1_000);
    await settle([submit('REMOVE g a')]);
    expect(log(calls)).toEqual(['0 SET g a', '3000 REMOVE g a', '3050 SET g a', '4100 REMOVE g a']);
  });

  test('what comes behind the opposite action waits, too', async () => {
    const { submit, settle, calls } = rig({ script: inTurn(...failing(reset)), limits: once });
    await settle([submit('SET g a'), submit('REMOVE g a'), submit('SET g b')]);
    expect(log(calls)).toEqual(['0 SET g a', '3000 REMOVE g a', '3050 SET g b']);
  });
});
