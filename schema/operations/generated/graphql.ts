/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Whether a change that failed may have taken effect all the same. */
export type ChangeOutcome =
  /** The vendor cannot have applied it. Always so for a read. */
  | 'NOT_APPLIED'
  /**
   * All or part of it may have been applied: read the group's admins again before you tell a person
   * that it failed.
   */
  | 'UNKNOWN';

/** What kind of thing a common error of the vendor's REST APIs speaks of. */
export type CommonApiErrorCategory =
  /** An account or the SDKAppID does not exist, or is blocked. */
  | 'ACCOUNT'
  /** This service's signature or account was not accepted: tell the operator. */
  | 'AUTHENTICATION'
  /** The vendor did not accept the form of the request. */
  | 'BAD_REQUEST'
  /** An internal error at the vendor: the change may have been applied. */
  | 'INTERNAL'
  /** The app's setup forbids it (administrator, webhook, IP allow-list, disabled command). */
  | 'PERMISSION'
  /** The app's plan does not include this, has expired, or is used up. */
  | 'PLAN'
  /** Too many requests: try again later where `retryable` is true. */
  | 'RATE_LIMIT'
  /** The vendor ran into a timeout: the change may have been applied. */
  | 'TIMEOUT';

/** What to do with the accounts. */
export type LiveGroupAdminsAction =
  /** They cease to be administrators. */
  | 'REMOVE'
  /** They become administrators. */
  | 'SET';

/** One change of one group: what to do with which accounts. */
export type LiveGroupAdminsChangeInput = {
  /** Whether the accounts are set or removed. */
  action: LiveGroupAdminsAction;
  /** The live group: 1 to 64 bytes of printable ASCII, case-sensitive, never trimmed. */
  groupId: string;
  /**
   * The accounts: 1 to 5 distinct ones (duplicates are dropped; at most 100 as
   * given), each 1 to 32 bytes of printable ASCII. Send ids as strings: a JSON number past 2^53 is another id.
   */
  userIds: Array<string>;
};

/** Which accounts cease to be administrators of which group. */
export type RemoveLiveGroupAdminsInput = {
  /** The live group: 1 to 64 bytes of printable ASCII, case-sensitive, never trimmed. */
  groupId: string;
  /**
   * The accounts: 1 to 5 distinct ones (duplicates are dropped; at most 100 as
   * given), each 1 to 32 bytes of printable ASCII. Send ids as strings: a JSON number past 2^53 is another id.
   */
  userIds: Array<string>;
};

/** Which accounts become administrators of which group. */
export type SetLiveGroupAdminsInput = {
  /** The live group: 1 to 64 bytes of printable ASCII, case-sensitive, never trimmed. */
  groupId: string;
  /**
   * The accounts: 1 to 5 distinct ones (duplicates are dropped; at most 100 as
   * given), each 1 to 32 bytes of printable ASCII. Send ids as strings: a JSON number past 2^53 is another id.
   */
  userIds: Array<string>;
};

/** Why the vendor gave no usable answer. */
export type UpstreamUnavailableReason =
  /** It has failed so often of late that nothing was sent. Try again in some seconds. */
  | 'CIRCUIT_OPEN'
  /** It could not be reached, or the connection broke. */
  | 'CONNECTION'
  /** It answered with an HTTP status other than 200. */
  | 'HTTP_STATUS'
  /** Its answer was empty, broken off, too long, or not of the documented form. */
  | 'INVALID_RESPONSE'
  /** No answer came in time. */
  | 'TIMEOUT';

export type AdminsFragment = { limit: number, remaining: number, nodes: Array<{ userId: string, nickname: string | null, avatarUrl: string | null }> };

export type ChangeLiveGroupAdminsMutationVariables = Exact<{
  changes: Array<LiveGroupAdminsChangeInput> | LiveGroupAdminsChangeInput;
}>;


export type ChangeLiveGroupAdminsMutation = { changeLiveGroupAdmins: Array<
    | { __typename: 'AppAdminNotLoggedInError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'CommonApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, category: CommonApiErrorCategory, message: string, retryable: boolean }
    | { __typename: 'ForbiddenError', message: string, retryable: boolean }
    | { __typename: 'GroupNotFoundError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InsufficientPermissionsError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidGroupIdError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidInputError', message: string, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'InvalidParametersError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidRequestCommandError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'RateLimitedError', retryAfterMs: number, message: string, retryable: boolean }
    | { __typename: 'RemoveLiveGroupAdminsSuccess', userIds: Array<string>, liveGroup: { id: string } }
    | { __typename: 'SetLiveGroupAdminsSuccess', userIds: Array<string>, liveGroup: { id: string } }
    | { __typename: 'SystemError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'UnknownApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', reason: UpstreamUnavailableReason, outcome: ChangeOutcome, message: string, retryable: boolean }
   | null> | null };

type Failure_AppAdminNotLoggedInError_Fragment = { __typename: 'AppAdminNotLoggedInError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_CommonApiError_Fragment = { __typename: 'CommonApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, category: CommonApiErrorCategory, message: string, retryable: boolean };

type Failure_ForbiddenError_Fragment = { __typename: 'ForbiddenError', message: string, retryable: boolean };

type Failure_GroupNotFoundError_Fragment = { __typename: 'GroupNotFoundError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_InsufficientPermissionsError_Fragment = { __typename: 'InsufficientPermissionsError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_InvalidGroupIdError_Fragment = { __typename: 'InvalidGroupIdError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_InvalidInputError_Fragment = { __typename: 'InvalidInputError', message: string, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> };

type Failure_InvalidParametersError_Fragment = { __typename: 'InvalidParametersError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_InvalidRequestCommandError_Fragment = { __typename: 'InvalidRequestCommandError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_RateLimitedError_Fragment = { __typename: 'RateLimitedError', retryAfterMs: number, message: string, retryable: boolean };

type Failure_SystemError_Fragment = { __typename: 'SystemError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_UnknownApiError_Fragment = { __typename: 'UnknownApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean };

type Failure_UpstreamUnavailableError_Fragment = { __typename: 'UpstreamUnavailableError', reason: UpstreamUnavailableReason, outcome: ChangeOutcome, message: string, retryable: boolean };

export type FailureFragment =
  | Failure_AppAdminNotLoggedInError_Fragment
  | Failure_CommonApiError_Fragment
  | Failure_ForbiddenError_Fragment
  | Failure_GroupNotFoundError_Fragment
  | Failure_InsufficientPermissionsError_Fragment
  | Failure_InvalidGroupIdError_Fragment
  | Failure_InvalidInputError_Fragment
  | Failure_InvalidParametersError_Fragment
  | Failure_InvalidRequestCommandError_Fragment
  | Failure_RateLimitedError_Fragment
  | Failure_SystemError_Fragment
  | Failure_UnknownApiError_Fragment
  | Failure_UpstreamUnavailableError_Fragment
;

export type LiveGroupQueryVariables = Exact<{
  id: string;
}>;


export type LiveGroupQuery = { liveGroup: { id: string, admins:
      | { __typename: 'AppAdminNotLoggedInError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'CommonApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, category: CommonApiErrorCategory, message: string, retryable: boolean }
      | { __typename: 'ForbiddenError', message: string, retryable: boolean }
      | { __typename: 'GroupNotFoundError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InsufficientPermissionsError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InvalidGroupIdError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InvalidInputError', message: string, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'InvalidParametersError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InvalidRequestCommandError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'LiveGroupAdmins', limit: number, remaining: number, nodes: Array<{ userId: string, nickname: string | null, avatarUrl: string | null }> }
      | { __typename: 'RateLimitedError', retryAfterMs: number, message: string, retryable: boolean }
      | { __typename: 'SystemError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'UnknownApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'UpstreamUnavailableError', reason: UpstreamUnavailableReason, outcome: ChangeOutcome, message: string, retryable: boolean }
     | null } };

export type LiveGroupsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type LiveGroupsQuery = { liveGroups: Array<{ id: string, admins:
      | { __typename: 'AppAdminNotLoggedInError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'CommonApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, category: CommonApiErrorCategory, message: string, retryable: boolean }
      | { __typename: 'ForbiddenError', message: string, retryable: boolean }
      | { __typename: 'GroupNotFoundError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InsufficientPermissionsError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InvalidGroupIdError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InvalidInputError', message: string, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'InvalidParametersError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'InvalidRequestCommandError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'LiveGroupAdmins', limit: number, remaining: number, nodes: Array<{ userId: string, nickname: string | null, avatarUrl: string | null }> }
      | { __typename: 'RateLimitedError', retryAfterMs: number, message: string, retryable: boolean }
      | { __typename: 'SystemError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'UnknownApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
      | { __typename: 'UpstreamUnavailableError', reason: UpstreamUnavailableReason, outcome: ChangeOutcome, message: string, retryable: boolean }
     | null }> };

export type RemoveLiveGroupAdminsMutationVariables = Exact<{
  input: RemoveLiveGroupAdminsInput;
}>;


export type RemoveLiveGroupAdminsMutation = { removeLiveGroupAdmins:
    | { __typename: 'AppAdminNotLoggedInError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'CommonApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, category: CommonApiErrorCategory, message: string, retryable: boolean }
    | { __typename: 'ForbiddenError', message: string, retryable: boolean }
    | { __typename: 'GroupNotFoundError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InsufficientPermissionsError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidGroupIdError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidInputError', message: string, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'InvalidParametersError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidRequestCommandError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'RateLimitedError', retryAfterMs: number, message: string, retryable: boolean }
    | { __typename: 'RemoveLiveGroupAdminsSuccess', userIds: Array<string>, liveGroup: { id: string } }
    | { __typename: 'SystemError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'UnknownApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', reason: UpstreamUnavailableReason, outcome: ChangeOutcome, message: string, retryable: boolean }
   | null };

export type SetLiveGroupAdminsMutationVariables = Exact<{
  input: SetLiveGroupAdminsInput;
}>;


export type SetLiveGroupAdminsMutation = { setLiveGroupAdmins:
    | { __typename: 'AppAdminNotLoggedInError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'CommonApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, category: CommonApiErrorCategory, message: string, retryable: boolean }
    | { __typename: 'ForbiddenError', message: string, retryable: boolean }
    | { __typename: 'GroupNotFoundError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InsufficientPermissionsError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidGroupIdError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidInputError', message: string, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'InvalidParametersError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'InvalidRequestCommandError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'RateLimitedError', retryAfterMs: number, message: string, retryable: boolean }
    | { __typename: 'SetLiveGroupAdminsSuccess', userIds: Array<string>, liveGroup: { id: string } }
    | { __typename: 'SystemError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'UnknownApiError', errorCode: number, errorInfo: string, outcome: ChangeOutcome, message: string, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', reason: UpstreamUnavailableReason, outcome: ChangeOutcome, message: string, retryable: boolean }
   | null };

export const AdminsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Admins"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LiveGroupAdmins"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"avatarUrl"}}]}}]}}]} as unknown as DocumentNode<AdminsFragment, unknown>;
export const FailureFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"errorInfo"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CommonApiError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<FailureFragment, unknown>;
export const ChangeLiveGroupAdminsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeLiveGroupAdmins"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"changes"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LiveGroupAdminsChangeInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeLiveGroupAdmins"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"changes"},"value":{"kind":"Variable","name":{"kind":"Name","value":"changes"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetLiveGroupAdminsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userIds"}},{"kind":"Field","name":{"kind":"Name","value":"liveGroup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveLiveGroupAdminsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userIds"}},{"kind":"Field","name":{"kind":"Name","value":"liveGroup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"errorInfo"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CommonApiError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<ChangeLiveGroupAdminsMutation, ChangeLiveGroupAdminsMutationVariables>;
export const LiveGroupDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LiveGroup"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liveGroup"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"admins"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Admins"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Admins"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LiveGroupAdmins"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"avatarUrl"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"errorInfo"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CommonApiError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<LiveGroupQuery, LiveGroupQueryVariables>;
export const LiveGroupsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LiveGroups"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liveGroups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"admins"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Admins"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Admins"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LiveGroupAdmins"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"avatarUrl"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"errorInfo"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CommonApiError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<LiveGroupsQuery, LiveGroupsQueryVariables>;
export const RemoveLiveGroupAdminsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveLiveGroupAdmins"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveLiveGroupAdminsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeLiveGroupAdmins"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveLiveGroupAdminsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userIds"}},{"kind":"Field","name":{"kind":"Name","value":"liveGroup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"errorInfo"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CommonApiError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<RemoveLiveGroupAdminsMutation, RemoveLiveGroupAdminsMutationVariables>;
export const SetLiveGroupAdminsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetLiveGroupAdmins"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetLiveGroupAdminsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setLiveGroupAdmins"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetLiveGroupAdminsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userIds"}},{"kind":"Field","name":{"kind":"Name","value":"liveGroup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"errorInfo"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CommonApiError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<SetLiveGroupAdminsMutation, SetLiveGroupAdminsMutationVariables>;