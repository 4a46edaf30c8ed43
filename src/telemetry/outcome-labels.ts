import { successTypes } from '../../schema/root-changes.ts';
import type { Action } from '../domain/admins-change.ts';
import type { CallResult, Scope } from '../domain/call.ts';
import type { Deed } from '../domain/journey.ts';
import type {
  AdminsOutcome,
  ChangeOutcome,
  CommonErrorCategory,
  Failure,
  ShedReason,
  UnavailableReason,
} from '../domain/outcome.ts';

/** An outcome in two words, both from lists that the code knows: the type of the schema, and what else tells it. */
export interface OutcomeLabels {
  readonly outcome: string;
  /** The category of a common error, or the reason; mostly empty. */
  readonly detail: string;
}

export interface CallLabels extends OutcomeLabels {
  /** Whom a failure speaks of; empty where there is none. */
  readonly scope: Scope | '';
}

type WithoutEffect<Kind> = Kind extends unknown ? Omit<Kind, 'outcome'> : never;

/** @param outcome undefined where a bug broke it */
export function answerLabels(
  { action }: Deed,
  outcome: ChangeOutcome | AdminsOutcome | undefined,
): OutcomeLabels {
  if (outcome === undefined) return { outcome: BUG, detail: '' };
  switch (outcome.kind) {
    case 'Changed':
    case 'Admins':
      return { outcome: successOf[action], detail: '' };
    default:
      return failureLabels(outcome);
  }
}

export const callLabels = (result: CallResult<unknown>): CallLabels =>
  result.ok ? done : { ...failureLabels(result.failure), scope: result.scope };

function failureLabels(failure: WithoutEffect<Failure>): OutcomeLabels {
  switch (failure.kind) {
    case 'CommonApiError':
      return { outcome: failure.kind, detail: failure.category };
    case 'UpstreamUnavailableError':
    case 'RateLimitedError':
      return { outcome: failure.kind, detail: failure.reason };
    default:
      return { outcome: failure.kind, detail: '' };
  }
}

const done: CallLabels = { outcome: 'ok', detail: '', scope: '' };
const BUG = 'bug';

const successOf = {
  ...successTypes,
  READ: 'LiveGroupAdmins',
} as const satisfies Record<Action | 'READ', string>;

const categories = {
  AUTHENTICATION: true,
  PERMISSION: true,
  RATE_LIMIT: true,
  TIMEOUT: true,
  BAD_REQUEST: true,
  ACCOUNT: true,
  PLAN: true,
  INTERNAL: true,
} as const satisfies Record<CommonErrorCategory, true>;

const unavailableReasons = {
  CONNECTION: true,
  TIMEOUT: true,
  HTTP_STATUS: true,
  INVALID_RESPONSE: true,
  CIRCUIT_OPEN: true,
} as const satisfies Record<UnavailableReason, true>;

const shedReasons = {
  QUEUE_FULL: true,
  CALLER_QUEUE_FULL: true,
  NO_SLOT_IN_TIME: true,
} as const satisfies Record<ShedReason, true>;

/** The details there are of each kind of failure. */
const failureDetails = {
  AppAdminNotLoggedInError: [''],
  SystemError: [''],
  InvalidRequestCommandError: [''],
  InvalidParametersError: [''],
  InsufficientPermissionsError: [''],
  GroupNotFoundError: [''],
  InvalidGroupIdError: [''],
  UnknownApiError: [''],
  CommonApiError: Object.keys(categories),
  UpstreamUnavailableError: Object.keys(unavailableReasons),
  InvalidInputError: [''],
  ForbiddenError: [''],
  RateLimitedError: Object.keys(shedReasons),
} as const satisfies Record<Failure['kind'], readonly string[]>;

const allFailures: readonly OutcomeLabels[] = Object.entries(failureDetails).flatMap(
  ([outcome, details]) => details.map((detail) => ({ outcome, detail })),
);

/** Whom each kind of failure of a call can speak of. The other kinds arise here. */
const scopesOfCalls: Readonly<Partial<Record<string, readonly Scope[]>>> = {
  AppAdminNotLoggedInError: ['vendor'],
  SystemError: ['vendor'],
  InvalidRequestCommandError: ['vendor'],
  InvalidParametersError: ['member'],
  InsufficientPermissionsError: ['member'],
  GroupNotFoundError: ['group'],
  InvalidGroupIdError: ['group'],
  UnknownApiError: ['member'],
  CommonApiError: ['vendor', 'member'],
  UpstreamUnavailableError: ['vendor'],
} satisfies Partial<Record<Failure['kind'], readonly Scope[]>>;

/** Everything that {@link callLabels} can say. */
export const allCallLabels: readonly CallLabels[] = [
  done,
  ...allFailures
    .filter(({ detail }) => detail !== 'CIRCUIT_OPEN')
    .flatMap((labels) =>
      (scopesOfCalls[labels.outcome] ?? []).map((scope) => ({ ...labels, scope })),
    ),
];

/** Everything that {@link answerLabels} can say of one action. */
export const allAnswerLabels = (action: Deed['action']): readonly OutcomeLabels[] => [
  { outcome: successOf[action], detail: '' },
  ...allFailures,
  { outcome: BUG, detail: '' },
];
