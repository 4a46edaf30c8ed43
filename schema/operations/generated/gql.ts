/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "fragment Admins on LiveGroupAdmins {\n  limit\n  remaining\n  nodes {\n    userId\n    nickname\n    avatarUrl\n  }\n}\n": typeof types.AdminsFragmentDoc,
    "mutation ChangeLiveGroupAdmins($changes: [LiveGroupAdminsChangeInput!]!) {\n  changeLiveGroupAdmins(changes: $changes) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n": typeof types.ChangeLiveGroupAdminsDocument,
    "fragment Failure on Error {\n  __typename\n  message\n  retryable\n  ... on UpstreamError {\n    errorCode\n    errorInfo\n    outcome\n  }\n  ... on CommonApiError {\n    category\n  }\n  ... on UpstreamUnavailableError {\n    reason\n    outcome\n  }\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n    }\n  }\n  ... on RateLimitedError {\n    retryAfterMs\n  }\n}\n": typeof types.FailureFragmentDoc,
    "query LiveGroup($id: ID!) {\n  liveGroup(id: $id) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n": typeof types.LiveGroupDocument,
    "query LiveGroups($ids: [ID!]!) {\n  liveGroups(ids: $ids) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n": typeof types.LiveGroupsDocument,
    "mutation RemoveLiveGroupAdmins($input: RemoveLiveGroupAdminsInput!) {\n  removeLiveGroupAdmins(input: $input) {\n    __typename\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n": typeof types.RemoveLiveGroupAdminsDocument,
    "mutation SetLiveGroupAdmins($input: SetLiveGroupAdminsInput!) {\n  setLiveGroupAdmins(input: $input) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n": typeof types.SetLiveGroupAdminsDocument,
};
const documents: Documents = {
    "fragment Admins on LiveGroupAdmins {\n  limit\n  remaining\n  nodes {\n    userId\n    nickname\n    avatarUrl\n  }\n}\n": types.AdminsFragmentDoc,
    "mutation ChangeLiveGroupAdmins($changes: [LiveGroupAdminsChangeInput!]!) {\n  changeLiveGroupAdmins(changes: $changes) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n": types.ChangeLiveGroupAdminsDocument,
    "fragment Failure on Error {\n  __typename\n  message\n  retryable\n  ... on UpstreamError {\n    errorCode\n    errorInfo\n    outcome\n  }\n  ... on CommonApiError {\n    category\n  }\n  ... on UpstreamUnavailableError {\n    reason\n    outcome\n  }\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n    }\n  }\n  ... on RateLimitedError {\n    retryAfterMs\n  }\n}\n": types.FailureFragmentDoc,
    "query LiveGroup($id: ID!) {\n  liveGroup(id: $id) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n": types.LiveGroupDocument,
    "query LiveGroups($ids: [ID!]!) {\n  liveGroups(ids: $ids) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n": types.LiveGroupsDocument,
    "mutation RemoveLiveGroupAdmins($input: RemoveLiveGroupAdminsInput!) {\n  removeLiveGroupAdmins(input: $input) {\n    __typename\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n": types.RemoveLiveGroupAdminsDocument,
    "mutation SetLiveGroupAdmins($input: SetLiveGroupAdminsInput!) {\n  setLiveGroupAdmins(input: $input) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n": types.SetLiveGroupAdminsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Admins on LiveGroupAdmins {\n  limit\n  remaining\n  nodes {\n    userId\n    nickname\n    avatarUrl\n  }\n}\n"): (typeof documents)["fragment Admins on LiveGroupAdmins {\n  limit\n  remaining\n  nodes {\n    userId\n    nickname\n    avatarUrl\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ChangeLiveGroupAdmins($changes: [LiveGroupAdminsChangeInput!]!) {\n  changeLiveGroupAdmins(changes: $changes) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n"): (typeof documents)["mutation ChangeLiveGroupAdmins($changes: [LiveGroupAdminsChangeInput!]!) {\n  changeLiveGroupAdmins(changes: $changes) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Failure on Error {\n  __typename\n  message\n  retryable\n  ... on UpstreamError {\n    errorCode\n    errorInfo\n    outcome\n  }\n  ... on CommonApiError {\n    category\n  }\n  ... on UpstreamUnavailableError {\n    reason\n    outcome\n  }\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n    }\n  }\n  ... on RateLimitedError {\n    retryAfterMs\n  }\n}\n"): (typeof documents)["fragment Failure on Error {\n  __typename\n  message\n  retryable\n  ... on UpstreamError {\n    errorCode\n    errorInfo\n    outcome\n  }\n  ... on CommonApiError {\n    category\n  }\n  ... on UpstreamUnavailableError {\n    reason\n    outcome\n  }\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n    }\n  }\n  ... on RateLimitedError {\n    retryAfterMs\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query LiveGroup($id: ID!) {\n  liveGroup(id: $id) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n"): (typeof documents)["query LiveGroup($id: ID!) {\n  liveGroup(id: $id) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query LiveGroups($ids: [ID!]!) {\n  liveGroups(ids: $ids) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n"): (typeof documents)["query LiveGroups($ids: [ID!]!) {\n  liveGroups(ids: $ids) {\n    id\n    admins {\n      __typename\n      ...Admins\n      ...Failure\n    }\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RemoveLiveGroupAdmins($input: RemoveLiveGroupAdminsInput!) {\n  removeLiveGroupAdmins(input: $input) {\n    __typename\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n"): (typeof documents)["mutation RemoveLiveGroupAdmins($input: RemoveLiveGroupAdminsInput!) {\n  removeLiveGroupAdmins(input: $input) {\n    __typename\n    ... on RemoveLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SetLiveGroupAdmins($input: SetLiveGroupAdminsInput!) {\n  setLiveGroupAdmins(input: $input) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n"): (typeof documents)["mutation SetLiveGroupAdmins($input: SetLiveGroupAdminsInput!) {\n  setLiveGroupAdmins(input: $input) {\n    __typename\n    ... on SetLiveGroupAdminsSuccess {\n      userIds\n      liveGroup {\n        id\n      }\n    }\n    ...Failure\n  }\n}\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;