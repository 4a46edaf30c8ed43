import { expect, test } from 'vitest';
import { unanswered } from '../../src/batching/unanswered.ts';

test('a call that was never answered keeps the opposite action back for 3 s, and no other', () => {
  const calls = unanswered();
  calls.add('SET', 10_000);
  expect(calls.clearFor('REMOVE')).toBe(13_000);
  expect(calls.clearFor('SET')).toBeLessThanOrEqual(0);
  calls.add('SET', 11_000);
  expect(calls.clearFor('REMOVE')).toBe(14_000);
});

test('calls are remembered until none keeps anything back', () => {
  const calls = unanswered();
  expect(calls.clear()).toBeLessThanOrEqual(0);
  calls.add('REMOVE', 12_000);
  calls.add('SET', 11_000);
  expect(calls.clear()).toBe(15_000);
});
