import { type AdminsChange, MAX_ADMINS, type UserId } from '../domain/admins-change.ts';
import type { Applied } from '../domain/call.ts';
import type { Effect } from '../domain/outcome.ts';

/** A change as it waits in the lane of its group. */
export interface Waiting {
  readonly change: AdminsChange;
  /** It has to go by itself, since a call it shared failed and a neighbour may be the cause. */
  readonly alone: boolean;
  /** It has to wait for a read that an earlier field of its operation asked for. */
  readonly held: boolean;
}

/**
 * The longest run from the front of the lane that one call can carry: one action, {@link MAX_ADMINS} distinct
 * accounts. The order is kept, and no change is split. One that goes by itself takes with it those that would
 * make the same call.
 */
export function takeRun<Member extends Waiting>(lane: readonly Member[]): Member[] {
  const [front] = lane;
  if (front === undefined || front.held) return [];
  const accounts = new Set<UserId>();
  const end = lane.findIndex(({ change, alone, held }) => {
    if (alone !== front.alone || held || change.action !== front.change.action) return true;
    if (alone) return !haveSameAccounts(change, front.change);
    for (const userId of change.userIds) accounts.add(userId);
    return accounts.size > MAX_ADMINS;
  });
  return end === -1 ? [...lane] : lane.slice(0, end);
}

/** In the same order, since which of several accounts a refusal speaks of may depend on that. */
export const haveSameAccounts = (one: AdminsChange, other: AdminsChange): boolean =>
  one.userIds.length === other.userIds.length &&
  one.userIds.every((userId, index) => userId === other.userIds[index]);

/** What the call of a run carries: each account once, in the order of the changes. */
export function merged(run: readonly [Waiting, ...Waiting[]]): AdminsChange {
  const { action, groupId } = run[0].change;
  return { action, groupId, userIds: [...new Set(run.flatMap(({ change }) => change.userIds))] };
}

/**
 * What the failed attempts of a change leave open: nothing; that it may have been applied as part of a call
 * that failed; that the vendor broke off, or never answered.
 */
export type Doubt = Applied;

/**
 * The doubt after one more failed attempt.
 * @param accounts how many the call carried
 * @param alone whether it is the call that this change would have made by itself
 */
export function doubtAfter(
  doubt: Doubt,
  applied: Applied,
  { accounts, alone }: { accounts: number; alone: boolean },
): Doubt {
  if (doubt === 'maybe' || applied === 'maybe') return 'maybe';
  if (applied === 'no') return doubt;
  // The vendor has now judged this very change, and set and remove are idempotent: had a call that it shared
  // applied it, it would not be refused by itself.
  if (alone) return accounts > 1 ? 'part' : 'no';
  return 'part';
}

export const effectOf = (doubt: Doubt): Effect => (doubt === 'no' ? 'NOT_APPLIED' : 'UNKNOWN');
