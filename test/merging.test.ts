import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../src/policy/clock.ts';
import {
  type FakeVendor,
  keepingAdmins,
  ok,
  refusal,
  startFakeVendor,
  type VendorCall,
} from './support/fake-vendor.ts';
import { configFor, type Service, startService } from './support/service.ts';

let vendor: FakeVendor;
let service: Service;
let before: number;

beforeAll(async () => {
  vendor = await startFakeVendor();
  service = await startService(configFor(vendor.url), { clock: systemClock });
});
beforeEach(() => {
  before = vendor.calls.length;
  vendor.behave(() => ok);
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

const bodies = (command: VendorCall['command'] = 'modify_admin') =>
  vendor.calls
    .slice(before)
    .filter((call) => call.command === command)
    .map(({ body }) => body);

const set = (groupId: string, ...userIds: string[]) =>
  `setLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ${JSON.stringify(userIds)} }) { __typename }`;

const users = ['u1', 'u2', 'u3', 'u4', 'u5'];
const success = { __typename: 'SetLiveGroupAdminsSuccess' };

describe('changes of one group leave in one call', () => {
  const together = (groupId: string) => [
    { GroupId: groupId, CommandType: 1, Admin_Account: users },
  ];

  test('as aliases of one operation', async () => {
    const fields = users.map((user) => `${user}: ${set('aliases', user)}`);
    const data = await service.execute(`mutation { ${fields.join(' ')} }`);
    expect(data).toEqual(Object.fromEntries(users.map((user) => [user, success])));
    expect(bodies()).toEqual(together('aliases'));
  });

  test('as a list', async () => {
    const changes = users.map((user) => ({ action: 'SET', groupId: 'list', userIds: [user] }));
    const data = await service.execute(
      'mutation ($changes: [LiveGroupAdminsChangeInput!]!) { changeLiveGroupAdmins(changes: $changes) { __typename } }',
      { changes },
    );
    expect(data).toEqual({ changeLiveGroupAdmins: users.map(() => success) });
    expect(bodies()).toEqual(together('list'));
  });

  test('as the operations of an array', async () => {
    const response = await service.post(
      users.map((user) => ({ query: `mutation { ${set('array', user)} }` })),
    );
    expect(await response.json()).toEqual(
      users.map(() => ({ data: { setLiveGroupAdmins: success } })),
    );
    expect(bodies()).toEqual(together('array'));
  });

  test('from several callers, once the call that is under way is back', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    vendor.behave(() => released.then(() => ok));
    const called = vendor.nextCall();
    const first = service.execute(`mutation { ${set('callers', 'u0')} }`);
    await called;
    const others = users.map((user) => service.execute(`mutation { ${set('callers', user)} }`));
    // An answer of the service's comes back, so what was sent before it has arrived.
    await Promise.all(users.map(() => service.fetch('/health')));
    release();
    await Promise.all([first, ...others]);
    expect(bodies()[0]).toMatchObject({ Admin_Account: ['u0'] });
    expect(
      bodies()
        .slice(1)
        .flatMap(({ Admin_Account }) => Admin_Account),
    ).toEqual(expect.arrayContaining(users));
    expect(bodies().length).toBeLessThan(1 + users.length);
  });
});

describe('each caller gets the answer that it would have had alone', () => {
  test('where one account of a shared call is refused', async () => {
    vendor.behave(({ body }) =>
      (body['Admin_Account'] as string[]).includes('u3') ? refusal(10019) : ok,
    );
    const fields = users.map((user) => `${user}: ${set('isolated', user)}`);
    const data = await service.execute(`mutation { ${fields.join(' ')} }`);
    expect(data).toEqual({
      ...Object.fromEntries(users.map((user) => [user, success])),
      u3: { __typename: 'CommonApiError' },
    });
    expect(bodies().map(({ Admin_Account }) => Admin_Account)).toEqual([
      users,
      ...users.map((user) => [user]),
    ]);
  });
});

describe('a payload', () => {
  test('reads its group after its own change, and before the next one of the operation', async () => {
    vendor.behave(keepingAdmins());
    const nodes = 'liveGroup { admins { ... on LiveGroupAdmins { nodes { userId } } } }';
    const input = '(input: { groupId: "payload", userIds: ["u1"] })';
    const data = await service.execute(`mutation {
      a: setLiveGroupAdmins${input} { ... on SetLiveGroupAdminsSuccess { ${nodes} } }
      b: removeLiveGroupAdmins${input} { ... on RemoveLiveGroupAdminsSuccess { ${nodes} } }
    }`);
    expect(data).toEqual({
      a: { liveGroup: { admins: { nodes: [{ userId: 'u1' }] } } },
      b: { liveGroup: { admins: { nodes: [] } } },
    });
  });
});

describe('a refused UserSig', () => {
  test('is signed anew, and the change goes again with it', async () => {
    const refused = new Set<string>();
    vendor.behave(({ query }) => {
      const userSig = query.get('usersig') ?? '';
      if (refused.size > 0 && !refused.has(userSig)) return ok;
      refused.add(userSig);
      return refusal(70001);
    });
    expect(await service.execute(`mutation { ${set('signature', 'u1')} }`)).toEqual({
      setLiveGroupAdmins: success,
    });
    expect(bodies()).toHaveLength(2);
  });
});

describe('a host that cannot be reached', () => {
  test('is left for the backup', async () => {
    const gone = await startFakeVendor();
    await gone.close();
    const config = configFor(gone.url, { TENCENT_API_BACKUP_URL: vendor.url });
    const service = await startService(config, { clock: systemClock });
    expect(await service.execute(`mutation { ${set('backup', 'u1')} }`)).toEqual({
      setLiveGroupAdmins: success,
    });
    await service.stop();
    expect(bodies()).toEqual([{ GroupId: 'backup', CommandType: 1, Admin_Account: ['u1'] }]);
  });
});
