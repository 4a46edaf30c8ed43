import type {
  CommonErrorCategory,
  CommonRefusal,
  OwnRefusal,
  OwnRefusalKind,
  Unavailable,
  UnavailableReason,
  UnknownRefusal,
} from '../src/domain/outcome.ts';
import { builder } from './builder.ts';
import { ChangeOutcome, ErrorInterface, UpstreamErrorInterface } from './error-interfaces.ts';

const ownRefusal = (kind: OwnRefusalKind, description: string) =>
  builder
    .objectRef<OwnRefusal>(kind)
    .implement({ description, interfaces: [ErrorInterface, UpstreamErrorInterface] });

/** The vendor's documented private codes of this endpoint, one type each. */
const ownRefusals = {
  AppAdminNotLoggedInError: ownRefusal(
    'AppAdminNotLoggedInError',
    `Code 10001: the app administrator account that this service calls as is not logged in; its identifier or
UserSig is wrong. Nothing a front end can mend: tell the operator.`,
  ),
  SystemError: ownRefusal(
    'SystemError',
    `Code 10002: a system error at the vendor. The change may have been applied all the same. Read the group,
and try again later.`,
  ),
  InvalidRequestCommandError: ownRefusal(
    'InvalidRequestCommandError',
    'Code 10003: the vendor did not accept the command. Not applied; try again later, and tell the operator if it stays.',
  ),
  InvalidParametersError: ownRefusal(
    'InvalidParametersError',
    `Code 10004: the vendor finds a parameter missing or not valid, and errorInfo says which. A sixth
administrator may be refused so. Check the accounts, and how many places are left (\`remaining\`).`,
  ),
  InsufficientPermissionsError: ownRefusal(
    'InsufficientPermissionsError',
    `Code 10007: not permitted. Mostly the group is of another type: only live groups (AVChatRoom) have
administrators of this kind.`,
  ),
  GroupNotFoundError: ownRefusal(
    'GroupNotFoundError',
    'Code 10010: there is no such group, or it was dissolved. Ids are case-sensitive.',
  ),
  InvalidGroupIdError: ownRefusal(
    'InvalidGroupIdError',
    'Code 10015: the vendor does not accept this group id. Check that it was copied whole.',
  ),
} satisfies Record<OwnRefusalKind, unknown>;

const CommonApiErrorCategory = builder.enumType('CommonApiErrorCategory', {
  description: "What kind of thing a common error of the vendor's REST APIs speaks of.",
  values: {
    AUTHENTICATION: {
      description: "This service's signature or account was not accepted: tell the operator.",
    },
    PERMISSION: {
      description:
        "The app's setup forbids it (administrator, webhook, IP allow-list, disabled command).",
    },
    RATE_LIMIT: { description: 'Too many requests: try again later where `retryable` is true.' },
    TIMEOUT: { description: 'The vendor ran into a timeout: the change may have been applied.' },
    BAD_REQUEST: { description: 'The vendor did not accept the form of the request.' },
    ACCOUNT: { description: 'An account or the SDKAppID does not exist, or is blocked.' },
    PLAN: { description: "The app's plan does not include this, has expired, or is used up." },
    INTERNAL: { description: 'An internal error at the vendor: the change may have been applied.' },
  } satisfies Record<CommonErrorCategory, object>,
});

const CommonApiError = builder.objectRef<CommonRefusal>('CommonApiError').implement({
  description: `A documented code that the vendor's REST APIs have in common. Tell them apart by category; by errorCode
only where you must.`,
  interfaces: [ErrorInterface, UpstreamErrorInterface],
  fields: (t) => ({
    category: t.field({
      type: CommonApiErrorCategory,
      description: 'What kind of thing went wrong.',
      resolve: (refusal) => refusal.category,
    }),
  }),
});

const UnknownApiError = builder.objectRef<UnknownRefusal>('UnknownApiError').implement({
  description: `A code that is not documented for this endpoint. The change may have been applied: read the group again.`,
  interfaces: [ErrorInterface, UpstreamErrorInterface],
});

const UpstreamUnavailableReason = builder.enumType('UpstreamUnavailableReason', {
  description: 'Why the vendor gave no usable answer.',
  values: {
    CONNECTION: { description: 'It could not be reached, or the connection broke.' },
    TIMEOUT: { description: 'No answer came in time.' },
    HTTP_STATUS: { description: 'It answered with an HTTP status other than 200.' },
    INVALID_RESPONSE: {
      description: 'Its answer was empty, broken off, too long, or not of the documented form.',
    },
    CIRCUIT_OPEN: {
      description:
        'It has failed so often of late that nothing was sent. Try again in some seconds.',
    },
  } satisfies Record<UnavailableReason, object>,
});

const UpstreamUnavailableError = builder
  .objectRef<Unavailable>('UpstreamUnavailableError')
  .implement({
    description:
      'The vendor gave no usable answer. Look at outcome before you tell a person that it failed.',
    interfaces: [ErrorInterface],
    fields: (t) => ({
      reason: t.field({
        type: UpstreamUnavailableReason,
        description: 'Why there is no answer.',
        resolve: (unavailable) => unavailable.reason,
      }),
      outcome: t.field({
        type: ChangeOutcome,
        description: 'Whether the change may have taken effect all the same.',
        resolve: (unavailable) => unavailable.outcome,
      }),
    }),
  });

/** Errors that only a call to the vendor can bring. */
export const upstreamErrors = {
  ...ownRefusals,
  CommonApiError,
  UnknownApiError,
  UpstreamUnavailableError,
};
