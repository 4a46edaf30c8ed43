import { describe, expect, test } from 'vitest';
import type { GroupId } from '../../src/domain/admins-change.ts';
import type { CallFailure } from '../../src/domain/call.ts';
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

const group = (id: string) => id as GroupId;

describe('a read', () => {
  test('leaves in the turn of the event loop it came in, with no timer involved', async () => {
    const { read, texts } = rig();
    read('g');
    await new Promise(setImmediate);
    expect(texts()).toEqual(['READ g']);
  });

  test('joins one of its group that waits or is in flight, whoever asked', async () => {
    const { read, pass, settle, texts, answers } = rig();
    const early = [read('g', 'x'), read('g', 'y')];
    await pass(40);
    await settle([...early, read('g', 'z'), read('h')]);
    expect(texts()).toEqual(['READ g', 'READ h']);
    expect(answers).toEqual([
      '50 READ g: Admins a',
      '50 READ g: Admins a',
      '50 READ g: Admins a',
      '90 READ h: Admins a',
    ]);
  });

  test('does not join one that is answered', async () => {
    const { read, settle, texts } = rig();
    await settle([read('g')]);
    await settle([read('g')]);
    expect(texts()).toEqual(['READ g', 'READ g']);
  });

  test('does not join one that left before a change of the group was answered', async () => {
    const { reads, read, pass, settle, calls, answers } = rig();
    const early = read('g');
    await pass(20);
    reads.changed(group('g'));
    const late = [read('g'), read('g')];
    await settle([early, ...late]);
    expect(calls.map(({ at, text }) => `${at} ${text}`)).toEqual(['0 READ g', '20 READ g']);
    expect(answers).toEqual(['50 READ g: Admins a', '70 READ g: Admins a', '70 READ g: Admins a']);
  });

  test('can still be joined after one that was outdated is answered', async () => {
    const { reads, read, pass, settle, texts } = rig();
    const early = read('g');
    await pass(20);
    reads.changed(group('g'));
    const late = read('g');
    await settle([early]);
    await settle([late, read('g')]);
    expect(texts()).toEqual(['READ g', 'READ g']);
  });

  test('joins one that has not left, changes or not', async () => {
    const { reads, read, settle, texts } = rig();
    const early = read('g');
    reads.changed(group('g'));
    await settle([early, read('g')]);
    expect(texts()).toEqual(['READ g']);
  });

  test('joins one in flight where the change was of another group', async () => {
    const { reads, read, pass, settle, texts } = rig();
    const early = read('g');
    await pass(20);
    reads.changed(group('h'));
    await settle([early, read('g')]);
    expect(texts()).toEqual(['READ g']);
  });

  test('does not join one that is paused between attempts, where the first left before a change', async () => {
    const { reads, read, pass, settle, texts } = rig({ script: inTurn(...failing(code(10002))) });
    const early = read('g');
    await pass(60);
    reads.changed(group('g'));
    await settle([early, read('g')]);
    expect(texts()).toEqual(['READ g', 'READ g', 'READ g']);
  });
});

describe('a read that fails', () => {
  test('is repeated after pauses, up to its attempts', async () => {
    const { read, settle, calls, answers } = rig({
      script: inTurn(...failing(code(10002), reset, timedOut)),
    });
    await settle([read('g')]);
    expect(calls.map(({ at }) => at)).toEqual([0, 50 + 100, 200 + 200]);
    expect(answers).toEqual(['450 READ g: TIMEOUT NOT_APPLIED']);
  });

  test('is answered at once where a repeat is no use', async () => {
    const { read, settle, answers } = rig({ script: inTurn(...failing(code(10019))) });
    await settle([read('g')]);
    expect(answers).toEqual(['50 READ g: 10019 NOT_APPLIED']);
  });

  test('has changed nothing, whatever happened', async () => {
    const { read, settle, answers } = rig({
      script: inTurn(...failing(code(60008), code(10002), status(502))),
    });
    await settle([read('g')]);
    expect(answers).toEqual(['450 READ g: HTTP_STATUS NOT_APPLIED']);
  });

  test('is repeated for frequency until its deadline', async () => {
    const { read, settle, calls, answers } = rig({
      limits: { maxAttempts: 1 },
      script: () => ({ ms: 50, failure: code(60007) }),
    });
    await settle([read('g')]);
    expect(calls).toHaveLength(8);
    expect(answers).toEqual(['8500 READ g: 60007 NOT_APPLIED']);
  });

  test('is repeated at once, and once, for the sake of a new UserSig', async () => {
    const { read, settle, calls, answers } = rig({
      script: inTurn(...failing(code(70001), code(70001))),
    });
    await settle([read('g')]);
    expect(calls.map(({ at }) => at)).toEqual([0, 50]);
    expect(answers).toEqual(['100 READ g: 70001 NOT_APPLIED']);
  });

  test.each<[string, CallFailure, string]>([
    ['the other host where the first cannot be reached', unreachable, 'second'],
    ['the other host where the first breaks the connection', reset, 'second'],
    ['the other host where the first answers 502', status(502), 'second'],
    ['the same host after a timeout', timedOut, 'first'],
    ['the same host after a code', code(10002), 'first'],
  ])('goes to %s', async (_name, failure, host) => {
    const { read, settle, calls } = rig({
      script: inTurn(...failing(failure)),
      hostNames: ['first', 'second'],
    });
    await settle([read('g')]);
    expect(calls.map((call) => call.host)).toEqual(['first', host]);
  });
});

// One call has 2 s, one read 10 s: a first attempt starts within 8 s.
describe('a read whose time is up', () => {
  test('while its call is out is answered then', async () => {
    const { read, settle, answers } = rig({ script: inTurn({ ms: 20_000 }) });
    await settle([read('g')]);
    expect(answers).toEqual(['10000 READ g: TIMEOUT NOT_APPLIED']);
  });

  test('while it waits for its first slot is told when to come again', async () => {
    const { read, pass, settle, answers, texts } = rig({
      maxCallsPerSecond: 1,
      script: (_call, index) => (index < 3 ? { ms: 50, failure: code(60007) } : { ms: 50 }),
    });
    const others = [0, 1, 2, 3, 4, 5].map((nth) => read(`h${nth}`));
    const last = read('g');
    await pass(1);
    const [outcome] = await settle([last, ...others]);
    expect(outcome).toMatchObject({ kind: 'RateLimitedError', retryAfterMs: expect.any(Number) });
    expect(answers).toContain('8000 READ g: RateLimitedError');
    expect(texts()).not.toContain('READ g');
  });

  test('while it waits for another slot is told what it came to', async () => {
    const { read, settle, answers } = rig({
      maxCallsPerSecond: 0.05,
      script: inTurn(...failing(code(10002))),
    });
    await settle([read('g')]);
    expect(answers).toEqual(['10000 READ g: 10002 NOT_APPLIED']);
  });

  test('is not kept waiting for a repeat that would come too late', async () => {
    const { read, settle, answers } = rig({
      script: inTurn({ ms: 9_950, failure: code(10002) }),
    });
    await settle([read('g')]);
    expect(answers).toEqual(['9950 READ g: 10002 NOT_APPLIED']);
  });

  test('leaves those who joined it the time that they have of their own', async () => {
    const { read, pass, settle, answers, texts } = rig({
      script: inTurn({ ms: 20_000 }, { ms: 50 }),
    });
    const first = read('g');
    await pass(5_000);
    const joined = [read('g'), read('g')];
    await settle([first, ...joined]);
    expect(answers).toEqual([
      '10000 READ g: TIMEOUT NOT_APPLIED',
      '10050 READ g: Admins a',
      '10050 READ g: Admins a',
    ]);
    expect(texts()).toEqual(['READ g', 'READ g']);
  });

  test('answers for those who joined it too late for an attempt of their own', async () => {
    const { read, pass, settle, answers } = rig({ script: inTurn({ ms: 20_000 }) });
    const first = read('g');
    await pass(1_000);
    await settle([first, read('g')]);
    expect(answers).toEqual([
      '10000 READ g: TIMEOUT NOT_APPLIED',
      '10000 READ g: TIMEOUT NOT_APPLIED',
    ]);
  });

  test('is not sent by a process that was stalled', async () => {
    let lagMs = 0;
    const { read, turn, texts, answers } = rig({
      clockOf: (clock) => ({ ...clock, now: () => clock.now() + lagMs }),
    });
    read('g');
    lagMs = 8_500;
    await turn();
    expect(texts()).toEqual([]);
    expect(answers).toEqual(['8500 READ g: RateLimitedError']);
  });
});

describe('reads are bounded:', () => {
  test('beyond what may be queued they are refused at once', async () => {
    const { read, turn, settle, texts, answers } = rig({ limits: { maxQueued: 2 } });
    const accepted = [read('g'), read('h')];
    const refused = read('i');
    await turn();
    expect(answers).toEqual(['0 READ i: RateLimitedError']);
    expect(await refused).toMatchObject({ retryAfterMs: 1 });
    await settle(accepted);
    await settle([read('i')]);
    expect(texts()).toEqual(['READ g', 'READ h', 'READ i']);
  });

  test('and so are those of one caller, but not of others', async () => {
    const { read, turn, settle, answers } = rig({ limits: { maxQueuedPerCaller: 1 } });
    const accepted = [read('g', 'x'), read('h', 'y')];
    read('i', 'x');
    await turn();
    expect(answers).toEqual(['0 READ i: RateLimitedError']);
    await settle(accepted);
  });

  test('one that joins another needs no room', async () => {
    const { read, settle, answers } = rig({ limits: { maxQueued: 1 } });
    await settle([read('g'), read('g')]);
    expect(answers).toEqual(['50 READ g: Admins a', '50 READ g: Admins a']);
  });

  test('one that finds no slot in time is refused at once', async () => {
    const { read, turn, answers } = rig({
      maxCallsPerSecond: 40,
      limits: { timeoutMs: 2_000, deadlineMs: 2_200 },
    });
    for (let nth = 0; nth < 9; nth += 1) read(`g${nth}`);
    read('g3');
    await turn();
    expect(answers).toEqual(['0 READ g8: RateLimitedError']);
  });
});

describe('reads and changes', () => {
  test('have a pace of their own each', async () => {
    const { read, submit, pass, settle, calls } = rig({ maxCallsPerSecond: 2 });
    const changes = [1, 2, 3].map((nth) => submit(`SET g${nth} a`));
    await pass(0);
    await settle<unknown>([read('g1'), ...changes]);
    expect(calls.find(({ text }) => text === 'READ g1')?.at).toBe(0);
  });

  test('have bounds of their own each', async () => {
    const { read, submit, settle, answers } = rig({
      limits: { maxQueued: 1, maxQueuedPerCaller: 1 },
    });
    await settle<unknown>([submit('SET g a'), read('g')]);
    expect(answers).toEqual(['50 SET g a: Changed', '50 READ g: Admins a']);
  });

  test('share the breakers of the hosts', async () => {
    const { read, submit, settle, turn, calls, answers } = rig({
      limits: { maxAttempts: 1 },
      script: () => ({ ms: 50, failure: unreachable }),
    });
    await settle(Array.from({ length: 20 }, (_, nth) => submit(`SET h${nth} a`)));
    read('g');
    await turn();
    expect(answers.at(-1)).toMatch(/READ g: CIRCUIT_OPEN NOT_APPLIED$/);
    expect(calls).toHaveLength(20);
  });
});

describe('the reads that are left', () => {
  test('can be waited for', async () => {
    const { reads, read, pass, settle } = rig();
    await reads.whenEmpty();
    let isEmpty = false;
    const outcome = read('g');
    const empty = reads.whenEmpty().then(() => {
      isEmpty = true;
    });
    await pass(20);
    expect(isEmpty).toBe(false);
    await settle([outcome]);
    await empty;
  });

  test('can be abandoned: each is answered once, and no other is taken', async () => {
    const { reads, read, pass, turn, answers } = rig({ maxCallsPerSecond: 20 });
    read('g');
    read('g');
    read('h');
    await pass(20);
    expect(reads.abandon()).toBe(2);
    await turn();
    read('i');
    await turn();
    await pass(5_000);
    expect(answers).toEqual([
      '20 READ g: TIMEOUT NOT_APPLIED',
      '20 READ g: TIMEOUT NOT_APPLIED',
      '20 READ h: TIMEOUT NOT_APPLIED',
      '20 READ i: TIMEOUT NOT_APPLIED',
    ]);
    expect(reads.abandon()).toBe(0);
  });

  test('are not sent once they are abandoned, though their slot comes', async () => {
    const { reads, read, pass, texts } = rig({ maxCallsPerSecond: 1 });
    read('g');
    read('h');
    await pass(20);
    reads.abandon();
    await pass(5_000);
    expect(texts()).toEqual(['READ g']);
  });
});

test('a bug in a call is thrown at those who asked, and later reads are not affected', async () => {
  const { read, settle, texts } = rig({
    script: (_call, index) => {
      if (index === 0) throw new Error('a bug');
      return { ms: 50 };
    },
  });
  await expect(read('g')).rejects.toThrow('a bug');
  await settle([read('g')]);
  expect(texts()).toEqual(['READ g', 'READ g']);
});
