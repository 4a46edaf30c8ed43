import type { Administrator, AdminsChange } from './admins-change.ts';

/** Whether a change that failed may have taken effect all the same. A read never changes anything. */
export type Effect = 'NOT_APPLIED' | 'UNKNOWN';

/** The vendor's refusals that have a type of their own; every other code is a common or an unknown one. */
export type OwnRefusalKind =
  | 'AppAdminNotLoggedInError'
  | 'SystemError'
  | 'InvalidRequestCommandError'
  | 'InvalidParametersError'
  | 'InsufficientPermissionsError'
  | 'GroupNotFoundError'
  | 'InvalidGroupIdError';

export type CommonErrorCategory =
  | 'AUTHENTICATION'
  | 'PERMISSION'
  | 'RATE_LIMIT'
  | 'TIMEOUT'
  | 'BAD_REQUEST'
  | 'ACCOUNT'
  | 'PLAN'
  | 'INTERNAL';

export type UnavailableReason =
  | 'CONNECTION'
  | 'TIMEOUT'
  | 'HTTP_STATUS'
  | 'INVALID_RESPONSE'
  | 'CIRCUIT_OPEN';

/** Why a change or a read was refused for want of room. */
export type ShedReason = 'QUEUE_FULL' | 'CALLER_QUEUE_FULL' | 'NO_SLOT_IN_TIME';

interface FailureBase {
  /** For a person: what happened. */
  readonly message: string;
  /** True where the same request, sent again later with nothing else altered, can succeed. */
  readonly retryable: boolean;
}

interface RefusalBase extends FailureBase {
  readonly errorCode: number;
  /** The vendor's own text, credentials replaced. */
  readonly errorInfo: string;
  readonly outcome: Effect;
}

export interface OwnRefusal extends RefusalBase {
  readonly kind: OwnRefusalKind;
}

export interface CommonRefusal extends RefusalBase {
  readonly kind: 'CommonApiError';
  readonly category: CommonErrorCategory;
}

export interface UnknownRefusal extends RefusalBase {
  readonly kind: 'UnknownApiError';
}

/** The vendor answered with a code other than 0. */
export type Refusal = OwnRefusal | CommonRefusal | UnknownRefusal;

/** The vendor gave no answer that can be used. */
export interface Unavailable extends FailureBase {
  readonly kind: 'UpstreamUnavailableError';
  readonly reason: UnavailableReason;
  readonly outcome: Effect;
}

/** One thing wrong with the input: where, counted from the field's arguments, and what. */
export interface InputIssue {
  readonly path: readonly string[];
  readonly message: string;
}

export interface InvalidInput extends FailureBase {
  readonly kind: 'InvalidInputError';
  readonly issues: readonly InputIssue[];
}

export interface Forbidden extends FailureBase {
  readonly kind: 'ForbiddenError';
}

export interface RateLimited extends FailureBase {
  readonly kind: 'RateLimitedError';
  readonly reason: ShedReason;
  readonly retryAfterMs: number;
}

/** A failure that only a call to the vendor can bring. */
export type UpstreamFailure = Refusal | Unavailable;

/** Every expected way to fail. Anything else is a bug, and is thrown. */
export type Failure = UpstreamFailure | InvalidInput | Forbidden | RateLimited;

export interface Changed {
  readonly kind: 'Changed';
  readonly change: AdminsChange;
}

export interface Admins {
  readonly kind: 'Admins';
  readonly admins: readonly Administrator[];
}

export type ChangeOutcome = Changed | Failure;
export type AdminsOutcome = Admins | Failure;
