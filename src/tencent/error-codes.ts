import type { Applied, Repeat, Scope } from '../domain/call.ts';
import type { CommonErrorCategory, OwnRefusalKind } from '../domain/outcome.ts';

interface CommonType {
  readonly kind: 'CommonApiError';
  readonly category: CommonErrorCategory;
}

/** What is known of one code the vendor answers with. */
export interface ErrorCode {
  readonly code: number;
  /** The error's type, and its category where it is a common one. */
  readonly type: { readonly kind: OwnRefusalKind } | CommonType;
  readonly repeat: Repeat;
  readonly scope: Scope;
  readonly applied: Applied;
  /** For a person: what happened, and what to do where something can be done. */
  readonly meaning: string;
}

/**
 * Every documented code of the endpoint, one line each; the one place to add one: code, type or category of
 * common errors, repeat, scope, applied, meaning. Code and meaning are the vendor's, put in our words; the
 * columns between are our reading of them.
 */
// biome-ignore format: one line each
const table = [
  [10001, 'AppAdminNotLoggedInError', 'new-usersig', 'vendor', 'no', 'The app administrator account is not logged in: check its identifier and UserSig.'],
  [10002, 'SystemError', 'delay', 'vendor', 'maybe', 'The vendor had a system error.'],
  [10003, 'InvalidRequestCommandError', 'delay', 'vendor', 'no', 'The vendor did not accept the request command.'],
  [10004, 'InvalidParametersError', 'no', 'member', 'part', 'A parameter is missing or not valid: errorInfo says which.'],
  [10005, 'BAD_REQUEST', 'no', 'member', 'part', 'The request carries too many accounts.'],
  [10006, 'RATE_LIMIT', 'delay', 'vendor', 'no', 'Operations come too often.'],
  [10007, 'InsufficientPermissionsError', 'no', 'member', 'part', 'Not permitted: the group is no AVChatRoom, or the administrator lacks the right.'],
  [10008, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The vendor holds the request illegal: its signature may be wrong.'],
  [10010, 'GroupNotFoundError', 'no', 'group', 'no', 'There is no such group, or it was dissolved.'],
  [10011, 'BAD_REQUEST', 'no', 'vendor', 'no', 'The vendor could not parse the JSON it got.'],
  [10012, 'ACCOUNT', 'no', 'vendor', 'no', "The operator's user ID is not valid: check the app administrator's identifier."],
  [10015, 'InvalidGroupIdError', 'no', 'group', 'no', 'The vendor does not accept this group ID.'],
  [10016, 'PERMISSION', 'no', 'member', 'part', "The app's own webhook refused the operation."],
  [10019, 'ACCOUNT', 'no', 'member', 'part', 'An account does not exist: import it first.'],
  [10026, 'PERMISSION', 'no', 'vendor', 'no', 'The command is disabled for this app.'],
  [10059, 'PLAN', 'no', 'vendor', 'no', "The app's plan does not include this feature."],
  [60002, 'BAD_REQUEST', 'no', 'vendor', 'no', 'The vendor could not parse the HTTP request.'],
  [60003, 'BAD_REQUEST', 'no', 'vendor', 'no', 'The vendor could not parse the JSON of the request.'],
  [60004, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The account or its signature is wrong.'],
  [60005, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The account or its signature did not verify.'],
  [60006, 'ACCOUNT', 'no', 'vendor', 'no', 'The SDKAppID is not valid.'],
  [60007, 'RATE_LIMIT', 'delay', 'vendor', 'no', 'The REST interface is called too often.'],
  [60008, 'TIMEOUT', 'delay', 'vendor', 'maybe', 'The vendor timed out, or took the HTTP request for malformed.'],
  [60009, 'BAD_REQUEST', 'no', 'vendor', 'no', 'The request asks for the wrong resource.'],
  [60010, 'PERMISSION', 'no', 'vendor', 'no', 'The identifier is not an app administrator: make it one, or use one.'],
  [60011, 'RATE_LIMIT', 'delay', 'vendor', 'no', 'This SDKAppID calls too often.'],
  [60012, 'BAD_REQUEST', 'no', 'vendor', 'no', 'The URL lacks the SDKAppID.'],
  [60013, 'INTERNAL', 'delay', 'vendor', 'maybe', 'The vendor could not parse an answer of its own.'],
  [60014, 'TIMEOUT', 'delay', 'vendor', 'maybe', 'The vendor timed out while it converted an account.'],
  [60015, 'BAD_REQUEST', 'no', 'vendor', 'no', 'An account in the body is not a string.'],
  [60016, 'PLAN', 'no', 'vendor', 'no', 'This SDKAppID is disabled.'],
  [60017, 'PERMISSION', 'no', 'vendor', 'no', 'The vendor has this request disabled.'],
  [60018, 'RATE_LIMIT', 'delay', 'vendor', 'no', 'Requests come too often.'],
  [60019, 'RATE_LIMIT', 'delay', 'vendor', 'no', 'Requests come too frequently.'],
  [60020, 'PLAN', 'no', 'vendor', 'no', 'The paid package is missing, has expired, or is not active yet.'],
  [60021, 'PERMISSION', 'no', 'vendor', 'no', "This service's IP address is not on the app's allow-list for the REST API."],
  [70001, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The UserSig has expired.'],
  [70002, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The UserSig is empty.'],
  [70003, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The vendor cannot parse the UserSig.'],
  [70005, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The UserSig is not valid.'],
  [70009, 'AUTHENTICATION', 'no', 'vendor', 'no', "The UserSig was signed with another app's key: check the secret key."],
  [70013, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The UserSig belongs to another user.'],
  [70014, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The UserSig belongs to another SDKAppID.'],
  [70016, 'AUTHENTICATION', 'no', 'vendor', 'no', 'The vendor finds no key: check that the region is that of the SDKAppID.'],
  [70020, 'ACCOUNT', 'no', 'vendor', 'no', 'The SDKAppID is unknown: check it, and that the region called is its own.'],
  [70050, 'RATE_LIMIT', 'no', 'vendor', 'no', 'Too many verifications failed: wait a minute, then check the UserSig.'],
  [70051, 'ACCOUNT', 'no', 'member', 'part', 'An account is on the blacklist.'],
  [70052, 'AUTHENTICATION', 'new-usersig', 'vendor', 'no', 'The UserSig was revoked.'],
  [70107, 'ACCOUNT', 'no', 'member', 'part', 'An account does not exist or was never imported.'],
  [70114, 'RATE_LIMIT', 'delay', 'vendor', 'no', 'Restricted for safety: requests come too often.'],
  [70169, 'TIMEOUT', 'delay', 'vendor', 'maybe', 'The vendor ran into a timeout.'],
  [70202, 'TIMEOUT', 'delay', 'vendor', 'maybe', 'The vendor ran into a timeout of its own.'],
  [70206, 'BAD_REQUEST', 'no', 'member', 'part', 'The vendor does not allow this number of items in one batch.'],
  [70398, 'PLAN', 'no', 'vendor', 'no', "The trial plan's limit of accounts is reached."],
  [70402, 'BAD_REQUEST', 'no', 'member', 'part', 'A parameter is not valid: errorInfo says which.'],
  [70403, 'PERMISSION', 'no', 'vendor', 'no', 'Only an app administrator may do this.'],
  [70500, 'INTERNAL', 'delay', 'vendor', 'maybe', 'The vendor had an internal error.'],
] as const;

export const errorCodes: readonly ErrorCode[] = table.map(
  ([code, type, repeat, scope, applied, meaning]) => ({
    code,
    type: isCategory(type) ? { kind: 'CommonApiError', category: type } : { kind: type },
    repeat,
    scope,
    applied,
    meaning,
  }),
);

function isCategory(type: OwnRefusalKind | CommonErrorCategory): type is CommonErrorCategory {
  return type === type.toUpperCase();
}

const byCode: ReadonlyMap<number, ErrorCode> = new Map(errorCodes.map((row) => [row.code, row]));

/** The row of exactly this code: the vendor reuses numbers across its products, so ranges say nothing. */
export const errorCode = (code: number): ErrorCode | undefined => byCode.get(code);
