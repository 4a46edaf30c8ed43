import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/policy/clock.ts';
import {
  adminList,
  type FakeVendor,
  ok,
  startFakeVendor,
  type VendorCall,
} from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { bearer, goodClaims, mint, secretSigner, trusting } from '../support/tokens.ts';

const WRITE = 'live-group-admins:write';
const READ = 'live-group-admins:read';

let vendor: FakeVendor;
let service: Service;
let before: number;

beforeAll(async () => {
  vendor = await startFakeVendor();
  vendor.behave(({ command }) => (command === 'modify_admin' ? ok : adminList('alice')));
  service = await startService(configFor(vendor.url, trusting(secretSigner())), {
    clock: systemClock,
  });
});
beforeEach(() => {
  before = vendor.calls.length;
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

const tokenWith = (claims: object) => mint(secretSigner(), { ...goodClaims(), ...claims });

/** The answer to a caller whose token has these claims. */
async function answer(claims: object, parameters: unknown) {
  const response = await service.post(parameters, bearer(await tokenWith(claims)));
  expect(response.status).toBe(200);
  return response.json();
}

const groupOf = ({ body }: VendorCall) => body['GroupId'];
const callsOf = (command: VendorCall['command']) =>
  vendor.calls
    .slice(before)
    .filter((call) => call.command === command)
    .map(groupOf);

const set = (groupId: string, userIds = '["alice"]', payload = '') =>
  `setLiveGroupAdmins(input: { groupId: ${JSON.stringify(groupId)}, userIds: ${userIds} }) {
    __typename
    ... on Error { message retryable }
    ... on SetLiveGroupAdminsSuccess { liveGroup { id ${payload} } }
  }`;
const mutation = (fields: string) => ({ query: `mutation { ${fields} }` });
const read = (groupId: string) =>
  `liveGroup(id: ${JSON.stringify(groupId)}) { id admins { __typename ... on Error { message } } }`;
const query = (fields: string) => ({ query: `{ ${fields} }` });

const done = (id: string) => ({ __typename: 'SetLiveGroupAdminsSuccess', liveGroup: { id } });
const FORBIDDEN = { __typename: 'ForbiddenError', message: expect.any(String), retryable: false };
const bound = (...groups: string[]) => ({ scope: WRITE, live_groups: groups });

describe('a change', () => {
  test.each([
    ['no scope', { scope: undefined }],
    ['read alone', { scope: READ }],
    ['other scopes', { scope: 'openid profile live-group-admins:writer LIVE-GROUP-ADMINS:WRITE' }],
    ['no group', bound()],
    ['another group', bound('@TGS#stage')],
    ['its group in other letters', bound('@TGS#LIVE')],
  ])('is forbidden to a token with %s, and nothing is sent', async (_name, claims) => {
    expect(await answer(claims, mutation(set('@TGS#live')))).toEqual({
      data: { setLiveGroupAdmins: FORBIDDEN },
    });
    expect(vendor.calls.length).toBe(before);
  });

  test('that is forbidden is one outcome among others of its operation', async () => {
    const fields = `a: ${set('@TGS#live')} b: ${set('@TGS#stage')} c: ${set('@TGS#live')}`;
    expect(await answer(bound('@TGS#live'), mutation(fields))).toEqual({
      data: { a: done('@TGS#live'), b: FORBIDDEN, c: done('@TGS#live') },
    });
    expect(callsOf('modify_admin')).not.toContain('@TGS#stage');
  });

  test('that is forbidden is one outcome among others of its list', async () => {
    const groups = ['@TGS#live', '@TGS#stage', '@TGS#hall'];
    const list = {
      query: `mutation ($changes: [LiveGroupAdminsChangeInput!]!) {
        changeLiveGroupAdmins(changes: $changes) { __typename }
      }`,
      variables: {
        changes: groups.map((groupId) => ({ action: 'SET', groupId, userIds: ['alice'] })),
      },
    };
    expect(await answer(bound('@TGS#live', '@TGS#hall'), list)).toEqual({
      data: {
        changeLiveGroupAdmins: [
          { __typename: 'SetLiveGroupAdminsSuccess' },
          { __typename: 'ForbiddenError' },
          { __typename: 'SetLiveGroupAdminsSuccess' },
        ],
      },
    });
    expect(callsOf('modify_admin').sort()).toEqual(['@TGS#hall', '@TGS#live']);
  });

  test('that is forbidden is one outcome among others of an array of operations', async () => {
    const operations = [mutation(set('@TGS#stage')), mutation(set('@TGS#live'))];
    expect(await answer(bound('@TGS#live'), operations)).toEqual([
      { data: { setLiveGroupAdmins: FORBIDDEN } },
      { data: { setLiveGroupAdmins: done('@TGS#live') } },
    ]);
    expect(callsOf('modify_admin')).toEqual(['@TGS#live']);
  });

  test('is looked at for the group first, so that nobody learns what is wrong with the rest', async () => {
    const fields = `a: ${set('@TGS#stage', '[]')} b: ${set(' ')}`;
    expect(await answer(bound('@TGS#live'), mutation(fields))).toEqual({
      data: { a: FORBIDDEN, b: FORBIDDEN },
    });
  });

  test('that is allowed has its group read, by write alone', async () => {
    const payload = 'admins { __typename }';
    const fields = set('@TGS#live', '["alice"]', payload);
    expect(await answer(bound('@TGS#live'), mutation(fields))).toEqual({
      data: {
        setLiveGroupAdmins: {
          __typename: 'SetLiveGroupAdminsSuccess',
          liveGroup: { id: '@TGS#live', admins: { __typename: 'LiveGroupAdmins' } },
        },
      },
    });
    expect(callsOf('get_admin_list')).toEqual(['@TGS#live']);
  });

  test('that is forbidden has its group not read', async () => {
    const fields = set('@TGS#live', '["alice"]', 'admins { __typename }');
    await answer({ scope: READ }, mutation(fields));
    expect(vendor.calls.length).toBe(before);
  });
});

describe('a read', () => {
  const ALLOWED = { __typename: 'LiveGroupAdmins' };
  const REFUSED = { __typename: 'ForbiddenError', message: expect.any(String) };

  test.each([
    ['read', { scope: READ }],
    ['write', { scope: WRITE }],
    ['read in a list', { scope: undefined, scp: [READ] }],
    ['its group', { scope: READ, live_groups: ['@TGS#live'] }],
  ])('is allowed to a token with %s', async (_name, claims) => {
    expect(await answer(claims, query(read('@TGS#live')))).toEqual({
      data: { liveGroup: { id: '@TGS#live', admins: ALLOWED } },
    });
  });

  test.each([
    ['no scope', { scope: undefined }],
    ['other scopes', { scope: 'openid' }],
    ['no group', { scope: READ, live_groups: [] }],
    ['another group', { scope: READ, live_groups: ['@TGS#stage'] }],
  ])('is forbidden at admins to a token with %s, and nothing is sent', async (_name, claims) => {
    expect(await answer(claims, query(`${read('@TGS#live')} other: ${read(' ')}`))).toEqual({
      data: {
        liveGroup: { id: '@TGS#live', admins: REFUSED },
        other: { id: ' ', admins: REFUSED },
      },
    });
    expect(vendor.calls.length).toBe(before);
  });

  test('that is forbidden leaves the others of its list alone', async () => {
    const list = query('liveGroups(ids: ["@TGS#live", "@TGS#stage"]) { admins { __typename } }');
    expect(await answer({ scope: READ, live_groups: ['@TGS#stage'] }, list)).toEqual({
      data: {
        liveGroups: [{ admins: { __typename: 'ForbiddenError' } }, { admins: ALLOWED }],
      },
    });
    expect(callsOf('get_admin_list')).toEqual(['@TGS#stage']);
  });

  test('of nothing but the id needs no scope', async () => {
    expect(await answer({ scope: undefined }, query('liveGroup(id: "@TGS#live") { id }'))).toEqual({
      data: { liveGroup: { id: '@TGS#live' } },
    });
  });
});
