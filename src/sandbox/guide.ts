import { liveGroupIds, otherGroupIds } from './groups.ts';

/** The groups that bring about one failure each. */
export const specialGroups = [
  { groupId: '@TGS#error-<code>', does: "answers that code of the vendor's: @TGS#error-10002" },
  { groupId: '@TGS#http-<status>', does: 'answers that HTTP status, 200 to 599: @TGS#http-502' },
  { groupId: '@TGS#timeout', does: 'never answers' },
] as const;

/** What to try first, one after the other. */
export const firstSteps = [
  'mutation{setLiveGroupAdmins(input:{groupId:"@TGS#live",userIds:["alice"]}){__typename}}',
  '{liveGroup(id:"@TGS#live"){admins{... on LiveGroupAdmins{nodes{userId nickname avatarUrl}}}}}',
  'mutation{removeLiveGroupAdmins(input:{groupId:"@TGS#live",userIds:["alice"]}){__typename}}',
] as const;

/**
 * What a person has to know to play with the sandbox, for a terminal of 100 columns.
 * @param address where the service listens, like `http://127.0.0.1:4000`
 * @param asksForTokens whether requests need one
 */
export function sandboxGuide(address: string, asksForTokens: boolean): string {
  const endpoint = `${address}/graphql`;
  const token = asksForTokens ? ' \\\n  -H "authorization: Bearer $TOKEN"' : '';
  return [
    "This is a sandbox. A stand-in for the vendor's API runs inside: nothing leaves this machine, and",
    'what you change is kept only while it runs.',
    '',
    `GraphiQL: ${endpoint}`,
    '',
    'Or paste these: make alice an administrator, see who is one, and take it back.',
    ...(asksForTokens
      ? ['First put a token into TOKEN: the README, under Tokens, shows how to sign one.']
      : []),
    '',
    ...firstSteps.map((query) => curl(endpoint, token, query)),
    '',
    `Live groups, at most 5 administrators each: ${liveGroupIds.join(' ')}`,
    `Groups of other types, refused with 10007: ${otherGroupIds.join(' ')}`,
    ...specialGroups.map(({ groupId, does }) => `${groupId.padEnd(20)} ${does}`),
    'Any other group does not exist (10010). alice and user1 have a nickname, bob and user2 have none.',
  ].join('\n');
}

/** Broken after the opening brace of the JSON, where a line feed means nothing. */
const curl = (endpoint: string, token: string, query: string) =>
  `curl -s ${endpoint}${token} -H 'content-type: application/json' -d '{"query":\n${JSON.stringify(query)}}'`;
