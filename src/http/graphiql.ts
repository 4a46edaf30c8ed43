import type { GraphiQLOptions } from 'graphql-yoga';

interface Tab {
  readonly query: string;
  readonly variables?: string;
}

const errorFields = '... on Error { message retryable }';

const set = (groupId: string): Tab => ({
  query: `# Makes accounts administrators. Run it with the play button, or Ctrl-Enter.
mutation SetAdmins {
  setLiveGroupAdmins(
    input: { groupId: "${groupId}", userIds: ["alice", "bob"] }
  ) {
    __typename
    ... on SetLiveGroupAdminsSuccess {
      userIds
      liveGroup {
        admins {
          ... on LiveGroupAdmins { remaining nodes { userId nickname } }
        }
      }
    }
    ${errorFields}
  }
}
`,
});

const remove = (groupId: string): Tab => ({
  query: `mutation RemoveAdmins {
  removeLiveGroupAdmins(
    input: { groupId: "${groupId}", userIds: ["alice"] }
  ) {
    __typename
    ... on RemoveLiveGroupAdminsSuccess { userIds }
    ${errorFields}
  }
}
`,
});

const read = (groupId: string): Tab => ({
  query: `query ReadAdmins {
  liveGroup(id: "${groupId}") {
    id
    admins {
      __typename
      ... on LiveGroupAdmins { limit remaining nodes { userId nickname avatarUrl } }
      ${errorFields}
    }
  }
}
`,
});

const sandboxGroups: Readonly<Record<string, string>> = {
  appAdminNotLoggedIn: '@TGS#error-10001',
  system: '@TGS#error-10002',
  invalidRequestCommand: '@TGS#error-10003',
  invalidParameters: '@TGS#error-10004',
  insufficientPermissions: '@TGS#public',
  groupNotFound: '@TGS#nobody-made-this-one',
  invalidGroupId: '@TGS#error-10015',
  common: '@TGS#error-60020',
  unknown: '@TGS#error-60099',
  unavailable: '@TGS#http-502',
};

const field = (alias: string, groupId: string) =>
  `  ${alias}: setLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ["alice"] }) { ...Outcome }`;

const everyError: Tab = {
  query: `# One error of each kind, each its own type.
mutation EveryError {
${Object.entries(sandboxGroups)
  .map(([alias, groupId]) => field(alias, groupId))
  .join('\n')}
  invalidInput: setLiveGroupAdmins(input: { groupId: " ", userIds: [] }) { ...Outcome }
}

fragment Outcome on SetLiveGroupAdminsResult {
  __typename
  ${errorFields}
  ... on UpstreamError { errorCode errorInfo outcome }
  ... on CommonApiError { category }
  ... on UpstreamUnavailableError { reason outcome }
  ... on InvalidInputError { issues { path message } }
}
`,
};

/** GraphiQL as this service shows it. Only the sandbox has groups that fail in a given way. */
export function graphiqlOptions({ sandbox }: { sandbox: boolean }): GraphiQLOptions {
  const groupId = sandbox ? '@TGS#live' : '@TGS#your-live-group';
  return {
    title: sandbox ? 'Live group admins: sandbox' : 'Live group admins',
    defaultTabs: [set(groupId), remove(groupId), read(groupId), ...(sandbox ? [everyError] : [])],
  };
}
