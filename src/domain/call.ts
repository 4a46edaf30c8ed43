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

/** When a call may be written. That can be long after it was made, where a connection has to be made first. */
export interface Departure {
  /** Asked when nothing else is left to do. @returns false where it must not be written now */
  leave(): boolean;
  /** Waits for another moment at which it may leave. @returns false where there is none within `ms` */
  another(ms: number): Promise<boolean>;
}

/** The vendor, one call at a time: no queueing, no repeating. */
export interface Vendor {
  modifyAdmins(change: AdminsChange, departure: Departure): Promise<CallResult<null>>;
  listAdmins(groupId: GroupId, departure: Departure): Promise<CallResult<readonly Administrator[]>>;
}

/** The failure as its caller sees it. */
export const withEffect = (failed: CallFailure, outcome: Effect): UpstreamFailure =>
  ({ ...failed.failure, outcome }) as UpstreamFailure;

/** The vendor wants fewer calls, and has done nothing. */
export const isFrequencyRefusal = ({ failure, repeat }: CallFailure): boolean =>
  failure.kind === 'CommonApiError' && failure.category === 'RATE_LIMIT' && repeat === 'delay';

/** No answer with a code came, though the call may have arrived: it may take effect even later. */
export const isUnanswered = ({ failure, applied }: CallFailure): boolean =>
  failure.kind === 'UpstreamUnavailableError' && applied === 'maybe';

/** The host is in a bad way, as opposed to the caller, the credential, the app's setup or its plan. */
export function isHostTrouble({ failure, repeat, applied }: CallFailure): boolean {
  switch (failure.kind) {
    case 'SystemError':
      return true;
    case 'CommonApiError':
      return failure.category === 'INTERNAL' || failure.category === 'TIMEOUT';
    case 'UpstreamUnavailableError':
      return failure.reason !== 'HTTP_STATUS' || (repeat === 'delay' && applied === 'maybe');
    default:
      return false;
  }
}

/** The next attempt had better go to another host: this one could not be reached, or answered 5xx. */
export const suggestsOtherHost = (failed: CallFailure): boolean =>
  failed.failure.kind === 'UpstreamUnavailableError' &&
  (failed.failure.reason === 'CONNECTION' || failed.failure.reason === 'HTTP_STATUS') &&
  isHostTrouble(failed);
