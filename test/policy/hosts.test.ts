import { describe, expect, test } from 'vitest';
import type { CallFailure, CallResult } from '../../src/domain/call.ts';
import { type Host, hosts } from '../../src/policy/hosts.ts';
import { badStatus, refusal, silence, unreadable } from '../../src/tencent/classify.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const reset = silence({ kind: 'no-answer', reason: 'CONNECTION', sent: true });
const code = (code: number) => refusal({ code, info: '' });

/** Two hosts. Groups whose name begins with `special` are not telling. */
function pair() {
  const clock = virtualClock(0);
  const isTelling = (group: string) => !group.startsWith('special');
  const both = hosts(
    ['first', 'second'].map((name) => ({ name, client: name })),
    { clock, isTelling },
  );
  /** @returns which host it was */
  async function call(host: Host<string> | undefined, group: string, failure?: CallFailure) {
    let used = 'none';
    await host?.call(group, async (client) => {
      used = client;
      return failure ? { ok: false, ...failure } : { ok: true, value: null };
    });
    return used;
  }
  /** Enough calls of enough groups to open a breaker. */
  async function failAll(host: Host<string> | undefined, failure = reset, group = 'g') {
    for (let nth = 0; nth < 20; nth += 1) await call(host, `${group}${nth}`, failure);
  }
  return { clock, both, call, failAll, first: both.choose(), second: both.choose(both.choose()) };
}

describe('of two hosts', () => {
  test('the first is preferred', async () => {
    const { both, call } = pair();
    expect(await call(both.choose(), 'g')).toBe('first');
    expect(await call(both.choose(), 'g', reset)).toBe('first');
    expect(await call(both.choose(), 'g')).toBe('first');
  });

  test('the one that just failed is avoided', async () => {
    const { both, call, first, second } = pair();
    expect(await call(both.choose(first), 'g')).toBe('second');
    expect(await call(both.choose(second), 'g')).toBe('first');
  });

  test('the other takes the calls while the breaker of one is open', async () => {
    const { both, call, failAll, first, second } = pair();
    await failAll(first);
    expect(both.isAvailable()).toBe(true);
    expect(await call(both.choose(), 'g')).toBe('second');
    expect(await call(both.choose(first), 'g')).toBe('second');
    expect(await call(both.choose(second), 'g')).toBe('second');
  });

  test('the first is tried again after five seconds, by one call', async () => {
    const { clock, both, call, failAll, first } = pair();
    await failAll(first);
    clock.advance(4_999);
    expect(await call(both.choose(), 'g')).toBe('second');
    clock.advance(1);
    let answer: () => void = () => {};
    const out = new Promise<CallResult<null>>((resolve) => {
      answer = () => resolve({ ok: true, value: null });
    });
    const probe = both.choose()?.call('g', () => out);
    expect(await call(both.choose(), 'g')).toBe('second');
    answer();
    await probe;
    expect(await call(both.choose(), 'g')).toBe('first');
  });

  test('none is available while both breakers are open', async () => {
    const { clock, both, failAll, first, second } = pair();
    await failAll(first);
    await failAll(second);
    expect(both.isAvailable()).toBe(false);
    expect(both.choose()).toBeUndefined();
    expect(both.choose(first)).toBeUndefined();
    clock.advance(5_000);
    expect(both.isAvailable()).toBe(true);
  });
});

test('a host that stands alone is chosen again although it just failed', () => {
  const one = hosts([{ name: 'only', client: 'only' }], {
    clock: virtualClock(0),
    isTelling: () => true,
  });
  const host = one.choose();
  expect(host).toBeDefined();
  expect(one.choose(host)).toBe(host);
});

test('what a call came to is handed on', async () => {
  const { first } = pair();
  const failed = { ok: false, ...reset } as const;
  expect(await first?.call('g', async () => failed)).toBe(failed);
  expect(await first?.call('g', async () => ({ ok: true, value: 7 }))).toEqual({
    ok: true,
    value: 7,
  });
});

describe('a group that is not telling', () => {
  test('opens no breaker', async () => {
    const { both, call, failAll, first } = pair();
    await failAll(first, reset, 'special');
    expect(await call(both.choose(), 'g')).toBe('first');
  });

  test('does not count as one of the calls of others', async () => {
    const { both, call, failAll, first } = pair();
    for (let nth = 0; nth < 19; nth += 1) await call(first, `g${nth}`, reset);
    await failAll(first, reset, 'special');
    for (let nth = 0; nth < 30; nth += 1) await call(first, 'special');
    expect(await call(both.choose(), 'g', reset)).toBe('first');
    expect(await call(both.choose(), 'g')).toBe('second');
  });

  test('is no probe', async () => {
    const { clock, both, call, failAll, first } = pair();
    await failAll(first);
    clock.advance(5_000);
    expect(await call(both.choose(), 'special')).toBe('first');
    expect(await call(both.choose(), 'special', reset)).toBe('first');
    expect(await call(both.choose(), 'g')).toBe('first');
    expect(await call(both.choose(), 'g')).toBe('first');
  });
});

describe('a breaker opens for', () => {
  const timedOut = silence({ kind: 'no-answer', reason: 'TIMEOUT', sent: true });
  const unreachable = silence({ kind: 'no-answer', reason: 'CONNECTION', sent: false });

  test.each<readonly [string, CallFailure]>([
    ['broken connections', reset],
    ['hosts out of reach', unreachable],
    ['timeouts', timedOut],
    ['unreadable answers', unreadable()],
    ...[500, 502, 503].map((status) => [`status ${status}`, badStatus(status)] as const),
    ...[10002, 60008, 60013, 60014, 70169, 70202, 70500].map(
      (number) => [`code ${number}`, code(number)] as const,
    ),
  ])('%s', async (_name, failure) => {
    const { both, call, failAll, first } = pair();
    await failAll(first, failure);
    expect(await call(both.choose(), 'g')).toBe('second');
  });
});

describe('no breaker opens for', () => {
  test.each<readonly [string, CallFailure]>([
    ...[302, 400, 404, 429].map((status) => [`status ${status}`, badStatus(status)] as const),
    // Of every other category one, what has a type of its own, and what nobody knows.
    ...[
      10001, 10003, 10004, 10006, 10007, 10010, 10015, 10019, 10026, 10059, 60007, 70003, 70402,
      99999,
    ].map((number) => [`code ${number}`, code(number)] as const),
  ])('%s', async (_name, failure) => {
    const { both, call, failAll, first } = pair();
    await failAll(first, failure);
    expect(await call(both.choose(), 'g')).toBe('first');
  });
});
