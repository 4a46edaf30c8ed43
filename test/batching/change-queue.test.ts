import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, inTurn, rig, type Script, summary } from './scripted-vendor.ts';

describe('a lone change', () => {
  test('leaves in the turn of the event loop it came in, with no timer involved', async () => {
    const { submit, texts } = rig();
    submit('SET g a b');
    expect(texts()).toEqual([]);
    // The clock stands still.
    await new Promise(setImmediate);
    expect(texts()).toEqual(['SET g a b']);
  });

  test('is answered when its call is, and heard of before', async () => {
    const { submit, settle, answers, changed } = rig();
    const outcome = submit('SET g a b').then((outcome) => ({ outcome, changed: [...changed] }));
    expect(await settle([outcome])).toEqual([
      {
        outcome: { kind: 'Changed', change: { action: 'SET', groupId: 'g', userIds: ['a', 'b'] } },
        changed: ['SET g a b'],
      },
    ]);
    expect(answers).toEqual(['50 SET g a b: Changed']);
  });

  test('finds no trace of those before it', async () => {
    const { submit, settle, answers } = rig();
    await settle([submit('SET g a')]);
    await settle([submit('REMOVE g a')]);
    await settle([submit('SET g b')]);
    expect(answers).toEqual([
      '50 SET g a: Changed',
      '100 REMOVE g a: Changed',
      '150 SET g b: Changed',
    ]);
  });
});

describe('changes of one group', () => {
  test('leave together when they come in one turn of the event loop', async () => {
    const { submit, settle, answers, texts } = rig();
    await settle([submit('SET g a b'), submit('SET g b c', 'another'), submit('SET g d')]);
    expect(texts()).toEqual(['SET g a b c d']);
    expect(answers).toEqual([
      '50 SET g a b: Changed',
      '50 SET g b c: Changed',
      '50 SET g d: Changed',
    ]);
  });

  test('gather while a call is in flight', async () => {
    const { submit, pass, settle, texts } = rig();
    const first = submit('SET g a');
    await pass(10);
    const second = submit('SET g b');
    await pass(10);
    await settle([first, second, submit('SET g c')]);
    expect(texts()).toEqual(['SET g a', 'SET g b c']);
  });

  test('gather while they wait for a slot', async () => {
    const { submit, pass, settle, calls } = rig({ maxCallsPerSecond: 2 });
    const other = submit('SET other a');
    await pass(0);
    const first = submit('SET g a');
    await pass(300);
    await settle([other, first, submit('SET g b')]);
    expect(calls.map(({ text }) => text)).toEqual(['SET other a', 'SET g a b']);
  });

  test('gather while a repeat is paused', async () => {
    const script = inTurn({ ms: 50, failure: code(10002) });
    const { submit, pass, settle, texts } = rig({ script });
    const first = submit('SET g a');
    await pass(60);
    await settle([first, submit('SET g b')]);
    expect(texts()).toEqual(['SET g a', 'SET g a b']);
  });

  test('take effect in the order they came, whatever their actions', async () => {
    const { submit, settle, texts, answers } = rig();
    const outcomes = ['SET g a', 'REMOVE g a', 'REMOVE g b', 'SET g b', 'SET g a'].map((text) =>
      submit(text),
    );
    await settle(outcomes);
    expect(texts()).toEqual(['SET g a', 'REMOVE g a b', 'SET g b a']);
    expect(answers.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'SET g a: Changed',
      'REMOVE g a: Changed',
      'REMOVE g b: Changed',
      'SET g b: Changed',
      'SET g a: Changed',
    ]);
  });

  test('are 40 concurrent removals, and make at most 9 calls at 50 ms each', async () => {
    const { submit, pass, settle, calls, answers } = rig();
    const first = submit('REMOVE g u0');
    await pass(1);
    const others = Array.from({ length: 39 }, (_, index) => submit(`REMOVE g u${index + 1}`));
    await settle([first, ...others]);
    expect(answers).toHaveLength(40);
    expect(calls.length).toBeLessThanOrEqual(9);
  });

  test('are never on their way in two calls', () => {
    const submission = fc.record({
      afterMs: fc.nat(60),
      text: fc.tuple(
        fc.constantFrom('SET', 'REMOVE'),
        fc.constantFrom('g', 'h'),
        fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1, maxLength: 5 }),
      ),
    });
    return fc.assert(
      fc.asyncProperty(fc.array(submission, { maxLength: 30 }), async (submissions) => {
        const { submit, pass, settle, calls } = rig();
        const outcomes: ReturnType<typeof submit>[] = [];
        for (const { afterMs, text } of submissions) {
          await pass(afterMs);
          outcomes.push(submit(text.flat().join(' ')));
        }
        await settle(outcomes);
        for (const group of ['g', 'h']) {
          const own = calls.filter(({ text }) => text.split(' ')[1] === group);
          own.slice(1).forEach(({ at }, index) => {
            expect(at - (own[index]?.at ?? 0)).toBeGreaterThanOrEqual(50);
          });
        }
      }),
    );
  });
});

describe('changes of different groups', () => {
  test('do not wait for each other', async () => {
    const { submit, settle, calls } = rig();
    await settle(['SET g a', 'SET h a', 'REMOVE i a'].map((text) => submit(text)));
    expect(calls.map(({ at, text }) => `${at} ${text}`)).toEqual([
      '0 SET g a',
      '0 SET h a',
      '0 REMOVE i a',
    ]);
  });

  test('get their slots in turn for each caller', async () => {
    const { submit, settle, texts } = rig({ maxCallsPerSecond: 20 });
    const greedy = [1, 2, 3, 4].map((nth) => submit(`SET g${nth} a`, 'greedy'));
    await settle([...greedy, submit('SET h a', 'modest')]);
    expect(texts().indexOf('SET h a')).toBe(1);
  });
});

describe('where one caller has very many groups waiting, another one', () => {
  const flood = ({ submit }: Pick<ReturnType<typeof rig>, 'submit'>) =>
    Array.from({ length: 1_000 }, (_, group) => submit(`SET g${group} a`, 'flood'));

  test.each(['SET h a', 'SET g900 b', 'REMOVE g900 b'])(
    'waits for a few slots, be its group one of these or not: %s',
    async (text) => {
      const queue = rig();
      const flooding = flood(queue);
      await queue.pass(100);
      const before = queue.texts().length;
      await queue.settle([queue.submit(text, 'modest')]);
      expect(queue.texts().length - before).toBeLessThan(30);
      await queue.settle(flooding);
    },
  );

  test('may read one of these groups after a few slots, too', async () => {
    const { read, pass, settle, calls } = rig();
    const flooding = Array.from({ length: 1_000 }, (_, group) => read(`g${group}`, 'flood'));
    await pass(100);
    const before = calls.length;
    await settle([read('g900', 'modest')]);
    expect(calls.length - before).toBeLessThan(20);
    await settle(flooding);
  });
});

describe('when a merged call fails for one of its accounts', () => {
  /** Refuses every call that carries `bad`. */
  const script: Script = ({ text }) =>
    text.includes('bad') ? { ms: 50, failure: code(10019) } : { ms: 50 };

  test('its changes go again one by one, in order, before anything else of the group', async () => {
    const { submit, pass, settle, texts, answers } = rig({ script });
    const early = ['SET g a', 'SET g bad', 'SET g b'].map((text) => submit(text));
    await pass(10);
    await settle([...early, submit('SET g c'), submit('REMOVE g a')]);
    expect(texts()).toEqual([
      'SET g a bad b',
      'SET g a',
      'SET g bad',
      'SET g b',
      'SET g c',
      'REMOVE g a',
    ]);
    expect(answers.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'SET g a: Changed',
      'SET g bad: 10019 NOT_APPLIED',
      'SET g b: Changed',
      'SET g c: Changed',
      'REMOVE g a: Changed',
    ]);
  });

  test('they go before the changes of other groups, whoever waits', async () => {
    const { submit, pass, settle, texts } = rig({ script, maxCallsPerSecond: 20 });
    const merged = [submit('SET g a'), submit('SET g bad', 'another')];
    await pass(10);
    const others = [1, 2, 3, 4].map((nth) => submit(`SET h${nth} a`, `caller ${nth}`));
    await settle([...merged, ...others]);
    expect(texts()).toEqual([
      'SET g a bad',
      'SET g a',
      'SET g bad',
      'SET h1 a',
      'SET h2 a',
      'SET h3 a',
      'SET h4 a',
    ]);
  });

  test('those that would have made the very call share its verdict', async () => {
    const { submit, pass, settle, texts, answers } = rig({ script });
    const first = submit('SET g a');
    await pass(10);
    const same = Array.from({ length: 400 }, () => submit('SET g bad'));
    await settle([first, ...same]);
    expect(texts()).toEqual(['SET g a', 'SET g bad']);
    expect(answers.slice(1)).toEqual(same.map(() => '100 SET g bad: 10019 NOT_APPLIED'));
  });

  test('and so do those that make the same call by themselves, one directly after another', async () => {
    const { submit, settle, texts, answers } = rig({ script });
    await settle(['a', 'a', 'bad', 'bad', 'a'].map((userId) => submit(`SET g ${userId}`)));
    expect(texts()).toEqual(['SET g a bad', 'SET g a', 'SET g bad', 'SET g a']);
    expect(answers).toEqual([
      '100 SET g a: Changed',
      '100 SET g a: Changed',
      '150 SET g bad: 10019 NOT_APPLIED',
      '150 SET g bad: 10019 NOT_APPLIED',
      '200 SET g a: Changed',
    ]);
  });

  test('another caller waits for a few slots only, however many calls are taken apart', async () => {
    const { submit, pass, settle, texts } = rig({
      script: ({ text }) =>
        text.startsWith('SET bad') ? { ms: 50, failure: code(10007) } : { ms: 50 },
    });
    const pairs = [...'abcde'].flatMap((one) => [...'fghij'].map((other) => `${one} ${other}`));
    const flood = pairs.flatMap((accounts) =>
      Array.from({ length: 60 }, (_, group) => submit(`SET bad${group} ${accounts}`, 'flood')),
    );
    await pass(500);
    const before = texts().length;
    await settle([submit('SET modest a', 'modest')]);
    expect(texts().indexOf('SET modest a') - before).toBeLessThan(15);
    await settle(flood);
  });

  test('an attempt that they shared does not count', async () => {
    const failures = [code(10019), code(10002)];
    const { submit, settle, texts, answers } = rig({
      limits: { maxAttempts: 2 },
      script: (_call, index) => ({ ms: 50, ...(failures[index] && { failure: failures[index] }) }),
    });
    await settle(['SET g a', 'SET g bad'].map((text) => submit(text)));
    expect(texts()).toEqual(['SET g a bad', 'SET g a', 'SET g a', 'SET g bad']);
    expect(answers.every((line) => line.endsWith('Changed'))).toBe(true);
  });

  test('one that carries several accounts may have been applied in part', async () => {
    const { submit, settle } = rig({ script });
    const outcomes = await settle([submit('SET g a bad'), submit('SET g bad')]);
    expect(outcomes.map(summary)).toEqual(['10019 UNKNOWN', '10019 NOT_APPLIED']);
  });

  test('those whose time is up meanwhile are not told what another one did wrong', async () => {
    const { submit, settle, answers, texts } = rig({
      limits: { timeoutMs: 2_000, deadlineMs: 2_500 },
      script: ({ text }) =>
        text === 'SET g bad' ? { ms: 9_000 } : { ms: 50, failure: code(10019) },
    });
    await settle(['SET g bad', 'SET g a'].map((text) => submit(text)));
    expect(texts()).toEqual(['SET g bad a', 'SET g bad']);
    expect(answers).toEqual(['2500 SET g bad: TIMEOUT UNKNOWN', '2500 SET g a: TIMEOUT UNKNOWN']);
  });
});

describe('a change that is held', () => {
  test('waits, and so does what comes behind it in its group, but nobody else', async () => {
    const { submit, pass, settle, calls } = rig();
    let release: () => void = () => {};
    const read = new Promise<void>((resolve) => {
      release = resolve;
    });
    const outcomes = [
      submit('SET g a'),
      submit('SET g b', 'caller', read),
      submit('SET g c'),
      submit('SET h a'),
    ];
    await pass(500);
    release();
    await settle(outcomes);
    expect(calls.map(({ at, text }) => `${at} ${text}`)).toEqual([
      '0 SET g a',
      '0 SET h a',
      '500 SET g b c',
    ]);
  });

  test('goes on where what it waits for fails', async () => {
    const { submit, settle, texts } = rig();
    await settle([submit('SET g a', 'caller', Promise.reject(new Error('a bug')))]);
    expect(texts()).toEqual(['SET g a']);
  });
});

test('the queue is empty when every accepted change is answered', async () => {
  const { changes, submit, pass, settle } = rig();
  await changes.whenEmpty();
  let isEmpty = false;
  const outcomes = [submit('SET g a'), submit('REMOVE g a')];
  const empty = changes.whenEmpty().then(() => {
    isEmpty = true;
  });
  await pass(70);
  expect(isEmpty).toBe(false);
  await settle(outcomes);
  await empty;
});

describe('a bug in a call', () => {
  test('is thrown at its changes, and the lane goes on', async () => {
    const { submit, settle, texts } = rig({
      script: (_call, index) => {
        if (index === 0) throw new Error('a bug');
        return { ms: 50 };
      },
    });
    const [broken, ...others] = [submit('SET g a'), submit('REMOVE g a'), submit('SET g c')];
    await expect(broken).rejects.toThrow('a bug');
    await settle(others);
    expect(texts()).toEqual(['SET g a', 'REMOVE g a', 'SET g c']);
  });
});

test('calls that leave late, since they had to connect, make those wait that come next', async () => {
  const lastCallAt = async (connectMs: number) => {
    const { submit, settle, calls } = rig({
      maxCallsPerSecond: 20,
      script: (_call, index) => ({ ms: 500, connectMs: index < 3 ? connectMs : 0 }),
    });
    await settle(Array.from({ length: 20 }, (_, nth) => submit(`SET h${nth} a`)));
    return calls.at(-1)?.at ?? 0;
  };
  expect(await lastCallAt(300)).toBeGreaterThan((await lastCallAt(0)) + 100);
});
