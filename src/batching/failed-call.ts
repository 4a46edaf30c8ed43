import type { AdminsChange } from '../domain/admins-change.ts';
import type { FailedCall } from '../domain/call.ts';
import { backoffMs } from '../policy/backoff.ts';
import { afterFailure } from './after-failure.ts';
import type { Entry } from './entry.ts';
import { haveSameAccounts } from './merge.ts';

/** What is left to do after a call has failed. */
export interface Repeat {
  /** Those that go again, in order. */
  readonly again: Entry[];
  /** How long they wait before. */
  readonly pauseMs: number;
}

/**
 * Tells each change of a failed call what that means for it, and answers those for which it is the end.
 * @param carried what the call carried
 * @param random from 0 to 1
 */
export function sortOut(
  call: readonly Entry[],
  failed: FailedCall,
  {
    carried,
    maxAttempts,
    random,
  }: { carried: AdminsChange; maxAttempts: number; random: () => number },
): Repeat {
  const again: Entry[] = [];
  // One draw for all: the longest of several would hardly ever be short.
  const jitter = random();
  let pauseMs = 0;
  for (const entry of call.filter(({ isAnswered }) => !isAnswered)) {
    // Neighbours may have added nothing: then the verdict is its own.
    const alone = haveSameAccounts(entry.change, carried);
    entry.fail(failed, { accounts: carried.userIds.length, alone });
    const next = afterFailure(entry.tries, failed, { shared: !alone, maxAttempts });
    if (next.kind === 'answer') {
      entry.giveUp();
      continue;
    }
    entry.tries = next.tries;
    entry.alone ||= next.alone;
    if (next.pause) pauseMs = Math.max(pauseMs, backoffMs(next.tries.failures, jitter));
    again.push(entry);
  }
  return { again, pauseMs };
}
