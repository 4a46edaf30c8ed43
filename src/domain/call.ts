import type { Administrator, AdminsChange, GroupId } from './admins-change.ts';
import type { Effect, UpstreamFailure } from './outcome.ts';

/** Whether another attempt of the same call can help: never, after a while, or once with a new credential. */
export type Repeat = 'no' | 'delay' | 'new-usersig';

/** Whom a failure speaks of: one account or change of the call, the group, or everybody. */
export type Scope = 'member' | 'group' | 'vendor';

/**
 * Whether the call may have taken effect although it failed: no; perhaps; or
 * only where it carried more than one account (all-or-nothing is not documented).
 */
export type Applied = 'no' | 'maybe' | 'part';

type WithoutOutcome<Kind> = Kind extends unknown ? Omit<Kind, 'outcome'> : never;

/** Why one call failed, and what the caller's side may conclude from it. */
export interface CallFailure {
  readonly failure: WithoutOutcome<UpstreamFailure>;
  readonly repeat: Repeat;
  readonly scope: Scope;
  readonly applied: Applied;
}

/** What one call to the vendor came to. Never rejects but for a bug. */
export type CallResult<Value> = { readonly ok: true; readonly value: Value } | FailedCall;
export type FailedCall = { readonly ok: false } & CallFailure;

/** The vendor, one call at a time: no queueing, no repeating. */
export interface Vendor {
  modifyAdmins(change: AdminsChange): Promise<CallResult<null>>;
  listAdmins(groupId: GroupId): Promise<CallResult<readonly Administrator[]>>;
}

/** What may be said of the effect of one failed call that carried `accounts` accounts. */
export function effectOf(applied: Applied, accounts: number): Effect {
  if (applied === 'part') return accounts > 1 ? 'UNKNOWN' : 'NOT_APPLIED';
  return applied === 'maybe' ? 'UNKNOWN' : 'NOT_APPLIED';
}

/** The failure as its caller sees it. */
export const withEffect = (failed: CallFailure, outcome: Effect): UpstreamFailure =>
  ({ ...failed.failure, outcome }) as UpstreamFailure;
