import { describe, expect, test } from 'vitest';
import type { ChangeOutcome } from '../../src/domain/outcome.ts';
import { code, inTurn, reset, rig, summary, unreachable } from './scripted-vendor.ts';

const retryAfter = (outcome: ChangeOutcome | undefined) =>
  outcome?.kind === 'RateLimitedError' ? outcome.retryAfterMs : Number.NaN;

test.each([300, 900, 1_500])(
  'where no connection comes up for %i ms, no more leave afterwards than may in a second',
  async (blip) => {
    const { submit, settle, left, answers } = rig({
      script: ({ at }) => {
        const connectMs = Math.max(0, blip - at);
        return { connectMs, ms: connectMs + 50 };
      },
    });
    await settle(Array.from({ length: 600 }, (_, group) => submit(`SET g${group} a`)));
    expect(answers.filter((line) => line.endsWith('Changed'))).toHaveLength(600);
    const inSecondsFrom = left.map((from) => left.filter((at) => at >= from && at < from + 1_000));
    expect(Math.max(...inSecondsFrom.map(({ length }) => length))).toBeLessThanOrEqual(200);
  },
);

describe('a queue that is full', () => {
  test('refuses at once, sends nothing, and says when to come again', async () => {
    const { submit, turn, settle, texts, answers } = rig({ limits: { maxQueued: 2 } });
    const accepted = [submit('SET g a'), submit('SET h a', 'another')];
    const refused = submit('SET g b');
    await turn();
    expect(answers).toEqual(['0 SET g b: RateLimitedError']);
    expect(retryAfter(await refused)).toBeGreaterThanOrEqual(1);
    await settle(accepted);
    expect(texts()).toEqual(['SET g a', 'SET h a']);
  });

  test('of what is in flight says to come again when that may be answered', async () => {
    const { submit, pass, settle } = rig({ limits: { maxQueued: 2 }, script: () => ({ ms: 800 }) });
    const full = async () => {
      const accepted = [submit('SET g a'), submit('SET h a')];
      await pass(10);
      const ms = retryAfter(await submit('SET i a'));
      await settle(accepted);
      return ms;
    };
    // As long as nothing is known, as long as a call may take.
    expect(await full()).toBe(2_000);
    expect(await full()).toBe(800);
  });

  test('counts what is in flight, and takes more when that is answered', async () => {
    const { submit, pass, settle, answers } = rig({ limits: { maxQueued: 1 } });
    const first = submit('SET g a');
    await pass(40);
    await settle([submit('SET h a')]);
    await settle([first]);
    await settle([submit('SET h b')]);
    expect(answers).toEqual([
      '40 SET h a: RateLimitedError',
      '50 SET g a: Changed',
      '100 SET h b: Changed',
    ]);
  });

  test('may be full for one caller, and not for another', async () => {
    const { submit, turn, settle, answers } = rig({ limits: { maxQueuedPerCaller: 2 } });
    const accepted = [submit('SET g a', 'x'), submit('SET h a', 'x'), submit('SET i a', 'y')];
    submit('SET i b', 'x');
    await turn();
    expect(answers).toEqual(['0 SET i b: RateLimitedError']);
    await settle(accepted);
    await settle([submit('SET i b', 'x')]);
    expect(answers.filter((line) => line.endsWith('Changed'))).toHaveLength(4);
  });

  test('still counts a change as long as it is not answered, whatever it takes', async () => {
    const script = inTurn({ ms: 50, failure: code(10002) }, { ms: 50, failure: code(10019) });
    const { submit, pass, settle, answers } = rig({ script, limits: { maxQueued: 1 } });
    const first = submit('SET g a');
    await pass(100);
    submit('SET h a');
    await settle([first]);
    await settle([submit('SET h b')]);
    expect(answers).toEqual([
      '100 SET h a: RateLimitedError',
      '200 SET g a: 10019 UNKNOWN',
      '250 SET h b: Changed',
    ]);
  });
});

describe('a pace that leaves no room in time', () => {
  /** One call each 26.3 ms. A change has 200 ms until it must have left. */
  const slow = { maxCallsPerSecond: 40, limits: { timeoutMs: 2_000, deadlineMs: 2_200 } };
  /** One for each slot there is in time. */
  const eight = (submit: ReturnType<typeof rig>['submit']) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((nth) => submit(`SET h${nth} a`));

  test('refuses what would need another slot, at once, and the others all leave', async () => {
    const { submit, turn, settle, texts, answers } = rig(slow);
    const accepted = eight(submit);
    submit('SET g a');
    await turn();
    expect(answers).toEqual(['0 SET g a: RateLimitedError']);
    const outcomes = await settle(accepted);
    expect(outcomes.map(summary)).toEqual(outcomes.map(() => 'Changed'));
    expect(texts()).toHaveLength(8);
  });

  test('is not wasted on those who have given up', async () => {
    const { submit, pass, settle, calls, answers } = rig({
      ...slow,
      script: inTurn({ ms: 10, failure: code(60007) }),
    });
    const accepted = eight(submit);
    await pass(201);
    expect(answers.filter((line) => line.endsWith('RateLimitedError')).length).toBeGreaterThan(2);
    await settle([...accepted, submit('SET g a')]);
    // The pace is halved: slots are 53 ms apart, and the first after 201 ms is at 237 ms at the latest.
    expect(calls.at(-1)?.text).toBe('SET g a');
    expect(calls.at(-1)?.at).toBeLessThanOrEqual(237);
  });

  test('says when it would have fitted, and it does', async () => {
    const { submit, pass, settle } = rig(slow);
    const accepted = eight(submit);
    const refused = await submit('SET g a');
    // Its slot is the ninth, at 208.5 ms.
    expect(retryAfter(refused)).toBe(9);
    // Timers are not finer than a millisecond.
    await pass(retryAfter(refused) + 1);
    const outcomes = await settle([submit('SET g a'), ...accepted]);
    expect(outcomes.map(summary)).toEqual(outcomes.map(() => 'Changed'));
  });

  test('does not refuse what joins a call that waits for its slot', async () => {
    const { submit, pass, settle, texts, answers } = rig(slow);
    const accepted = eight(submit);
    const joining = [submit('SET h8 b'), submit('SET h8 c d e'), submit('SET h8 a e')];
    await pass(1);
    expect(answers).toEqual([]);
    await settle([...accepted, ...joining]);
    expect(texts().at(-1)).toBe('SET h8 a b c d e');
  });

  test.each([
    ['would be the sixth account', 'SET h8 b c d e f'],
    ['has the other action', 'REMOVE h8 a'],
  ])('refuses a change of the same group that %s', async (_name, text) => {
    const { submit, turn, answers } = rig(slow);
    eight(submit);
    submit(text);
    await turn();
    expect(answers).toEqual([`0 ${text}: RateLimitedError`]);
  });

  test('refuses a change whose group has its last call in flight', async () => {
    const { submit, pass, answers } = rig({ ...slow, script: () => ({ ms: 500 }) });
    eight(submit);
    await pass(1);
    submit('SET h1 b');
    await pass(1);
    expect(answers).toEqual(['1 SET h1 b: RateLimitedError']);
  });

  test('refuses a change that is held, and so will not join the call', async () => {
    const { submit, turn, answers } = rig(slow);
    eight(submit);
    submit('SET h8 b', 'caller', new Promise(() => {}));
    await turn();
    expect(answers).toEqual(['0 SET h8 b: RateLimitedError']);
  });

  test('refuses a change that cannot join those of its group that go one by one', async () => {
    const { submit, pass, turn, answers } = rig({
      ...slow,
      script: inTurn({ ms: 50, failure: code(10019) }),
    });
    submit('SET g a');
    submit('SET g bad');
    await pass(60);
    eight(submit);
    submit('SET g c');
    await turn();
    expect(answers).toContain('60 SET g c: RateLimitedError');
  });
});

describe('while no host takes calls', () => {
  const failed = Array.from({ length: 40 }, (_, nth) => `SET h${nth} a`);
  const options = {
    hostNames: ['first', 'second'],
    limits: { maxAttempts: 2 },
    random: () => 0,
  };

  test('a change is refused at once, before it waits for a slot', async () => {
    const { submit, settle, turn, calls, answers } = rig({
      ...options,
      script: () => ({ ms: 50, failure: unreachable }),
    });
    await settle(failed.map((text) => submit(text)));
    const sent = calls.length;
    answers.length = 0;
    submit('SET g a');
    submit('REMOVE g a');
    await turn();
    expect(answers).toEqual([
      expect.stringMatching(/ SET g a: CIRCUIT_OPEN NOT_APPLIED$/),
      expect.stringMatching(/ REMOVE g a: CIRCUIT_OPEN NOT_APPLIED$/),
    ]);
    expect(calls).toHaveLength(sent);
  });

  test('those that wait are answered, too, with what is true of them', async () => {
    const { submit, settle, calls, answers } = rig({
      ...options,
      // The pause of each repeat is longer than it takes the breakers to open.
      random: () => 0.99,
      limits: { maxAttempts: 9 },
      script: ({ text }) => ({ ms: 50, failure: text === 'SET h0 a' ? reset : unreachable }),
    });
    await settle([submit('SET h0 a'), ...failed.slice(1).map((text) => submit(text))]);
    expect(calls.length).toBeLessThan(failed.length * 2);
    expect(answers).toContainEqual(expect.stringMatching(/ SET h0 a: CIRCUIT_OPEN UNKNOWN$/));
    const others = answers.filter((line) => !line.includes('h0 '));
    expect(others).toHaveLength(39);
    for (const line of others) expect(line).toMatch(/CIRCUIT_OPEN NOT_APPLIED$/);
  });

  test('a change is refused at once although its group has a call in flight', async () => {
    const { submit, settle, pass, turn, answers } = rig({
      ...options,
      script: ({ text }) => (text === 'SET g a' ? { ms: 9_000 } : { ms: 50, failure: unreachable }),
    });
    submit('SET g a');
    await pass(1);
    await settle(failed.map((text) => submit(text)));
    submit('SET g b');
    await turn();
    expect(answers.at(-1)).toMatch(/SET g b: CIRCUIT_OPEN NOT_APPLIED$/);
  });

  test('a repeat does not wait for a slot to be refused', async () => {
    const { submit, settle, answers } = rig({
      limits: { maxAttempts: 2 },
      random: () => 0.99,
      script: () => ({ ms: 50, failure: unreachable }),
    });
    // The breaker opens at some 130 ms; half of them still wait for their slots at 248 ms.
    const many = Array.from({ length: 100 }, (_, nth) => submit(`SET h${nth} a`, `caller ${nth}`));
    await settle(many);
    expect(answers).toContain('248 SET h0 a: CIRCUIT_OPEN NOT_APPLIED');
  });

  test('one change in five seconds is sent as a probe, and then everything again', async () => {
    let isDown = true;
    const { submit, settle, pass, calls, answers } = rig({
      ...options,
      script: () => (isDown ? { ms: 50, failure: unreachable } : { ms: 50 }),
    });
    await settle(failed.map((text) => submit(text)));
    await pass(5_000);
    isDown = false;
    const sent = calls.length;
    answers.length = 0;
    const outcomes = [submit('SET g a')];
    await pass(10);
    outcomes.push(submit('SET h a'));
    await pass(10);
    outcomes.push(submit('SET i a'));
    await settle(outcomes);
    await settle([submit('SET j a')]);
    // One probe for each host.
    expect(calls.slice(sent).map(({ host, text }) => `${host} ${text}`)).toEqual([
      'first SET g a',
      'second SET h a',
      'first SET j a',
    ]);
    expect(answers.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'SET i a: CIRCUIT_OPEN NOT_APPLIED',
      'SET g a: Changed',
      'SET h a: Changed',
      'SET j a: Changed',
    ]);
  });
});

describe('a queue that is abandoned', () => {
  test('answers each change once, with its true outcome', async () => {
    const { changes, submit, pass, turn, answers, changed } = rig({
      script: ({ text }) => {
        if (text.startsWith('SET h')) return { ms: 50, failure: code(10002) };
        if (text.startsWith('SET i')) return { ms: 50, failure: unreachable };
        return { ms: text.startsWith('SET done') ? 10 : 5_000 };
      },
    });
    submit('SET done a');
    submit('SET g a');
    submit('SET g b');
    submit('REMOVE g a');
    submit('SET h a');
    submit('SET i a');
    submit('SET j a', 'caller', new Promise(() => {}));
    await pass(60);
    const abandoned = changes.abandon();
    await turn();
    expect(answers).toEqual([
      '10 SET done a: Changed',
      '60 SET g a: TIMEOUT UNKNOWN',
      '60 SET g b: TIMEOUT UNKNOWN',
      '60 REMOVE g a: TIMEOUT NOT_APPLIED',
      '60 SET h a: 10002 UNKNOWN',
      '60 SET i a: CONNECTION NOT_APPLIED',
      '60 SET j a: TIMEOUT NOT_APPLIED',
    ]);
    expect(abandoned).toHaveLength(6);
    await changes.whenEmpty();
    await pass(20_000);
    expect(changed).toHaveLength(7);
    expect(changes.abandon()).toEqual([]);
  });

  test('does not tell of changes whose time had ended', async () => {
    const { changes, submit, settle, answers } = rig({ script: inTurn({ ms: 20_000 }) });
    await settle([submit('SET g a')]);
    expect(answers).toEqual(['10000 SET g a: TIMEOUT UNKNOWN']);
    expect(changes.abandon()).toEqual([]);
  });

  test('sends nothing more, and takes nothing more', async () => {
    const { changes, submit, pass, texts, answers } = rig();
    submit('SET g a');
    submit('REMOVE g a');
    changes.abandon();
    submit('SET g b');
    await pass(5_000);
    expect(texts()).toEqual([]);
    expect(answers.map((line) => line.split(': ')[1])).toEqual([
      'TIMEOUT NOT_APPLIED',
      'TIMEOUT NOT_APPLIED',
      'TIMEOUT NOT_APPLIED',
    ]);
  });
});
