import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  LiveGroupDocument,
  LiveGroupsDocument,
  RemoveLiveGroupAdminsDocument,
  SetLiveGroupAdminsDocument,
} from '../schema/operations/generated/graphql.ts';
import { systemClock } from '../src/policy/clock.ts';
import { errorCodes } from '../src/tencent/error-codes.ts';
import {
  adminList,
  type FakeVendor,
  keepingAdmins,
  ok,
  refusal,
  startFakeVendor,
} from './support/fake-vendor.ts';
import { configFor, type Service, startService } from './support/service.ts';
import { type VirtualClock, virtualClock } from './support/virtual-clock.ts';

let vendor: FakeVendor;
let service: Service;
/** The same on virtual time, for what takes time. */
let timed: Service;
let clock: VirtualClock;
/** Another one for each test: what one leaves open says nothing of the next. */
let group: string;
let groupCount = 0;

beforeAll(async () => {
  vendor = await startFakeVendor();
  clock = virtualClock();
  const settings = { UPSTREAM_MAX_ATTEMPTS: '1', UPSTREAM_MAX_CALLS_PER_SECOND: '10000' };
  service = await startService(configFor(vendor.url, settings), { clock: systemClock });
  timed = await startService(configFor(vendor.url, settings), { clock, random: () => 0.5 });
});
beforeEach(() => {
  vendor.behave(() => ok);
  groupCount += 1;
  group = `@TGS#${groupCount}`;
});
afterAll(async () => {
  await service.stop();
  await timed.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

const set = async (userIds: string[] = ['user1'], at = service) =>
  (await at.execute(SetLiveGroupAdminsDocument, { input: { groupId: group, userIds } }))
    .setLiveGroupAdmins;
const remove = async (userIds: string[] = ['user1'], at = service) =>
  (await at.execute(RemoveLiveGroupAdminsDocument, { input: { groupId: group, userIds } }))
    .removeLiveGroupAdmins;
const read = async (_userIds?: string[], at = service) =>
  (await at.execute(LiveGroupDocument, { id: group })).liveGroup.admins;

/** The calls that `action` made. */
async function callsOf(action: () => Promise<unknown>) {
  const before = vendor.calls.length;
  await action();
  return vendor.calls.slice(before);
}

describe('a change that the vendor accepts', () => {
  test('is sent as documented and answered with its accounts and group', async () => {
    const calls = await callsOf(async () => {
      expect(await set(['user1', 'user2'])).toEqual({
        __typename: 'SetLiveGroupAdminsSuccess',
        userIds: ['user1', 'user2'],
        liveGroup: { id: group },
      });
    });
    expect(calls.map(({ command, body }) => ({ command, body }))).toEqual([
      {
        command: 'modify_admin',
        body: { GroupId: group, CommandType: 1, Admin_Account: ['user1', 'user2'] },
      },
    ]);
  });

  test('is sent as a removal where that was asked', async () => {
    const calls = await callsOf(async () => {
      expect(await remove()).toEqual({
        __typename: 'RemoveLiveGroupAdminsSuccess',
        userIds: ['user1'],
        liveGroup: { id: group },
      });
    });
    expect(calls.map(({ body }) => body)).toEqual([
      { GroupId: group, CommandType: 2, Admin_Account: ['user1'] },
    ]);
  });

  test('carries each account once, in the order asked', async () => {
    const calls = await callsOf(async () => {
      expect(await set(['b', 'a', 'b', 'c', 'a'])).toMatchObject({ userIds: ['b', 'a', 'c'] });
    });
    expect(calls.map(({ body }) => body['Admin_Account'])).toEqual([['b', 'a', 'c']]);
  });

  test('is a success by its code, whatever the status beside it says', async () => {
    vendor.behave(() => ({ answer: { ActionStatus: 'FAIL', ErrorCode: 0 } }));
    expect(await set()).toMatchObject({ __typename: 'SetLiveGroupAdminsSuccess' });
  });

  test('has a payload that reads the group after the change', async () => {
    vendor.behave(keepingAdmins());
    const nodes =
      '{ liveGroup { admins { ... on LiveGroupAdmins { remaining nodes { userId } } } } }';
    const input = `(input: { groupId: "${group}", userIds: ["u1"] })`;
    const data = await service.execute(`mutation {
      a: setLiveGroupAdmins${input} { ... on SetLiveGroupAdminsSuccess ${nodes} }
      b: removeLiveGroupAdmins${input} { ... on RemoveLiveGroupAdminsSuccess ${nodes} }
    }`);
    expect(data).toEqual({
      a: { liveGroup: { admins: { remaining: 4, nodes: [{ userId: 'u1' }] } } },
      b: { liveGroup: { admins: { remaining: 5, nodes: [] } } },
    });
  });
});

describe('calls', () => {
  test('carry another random number each, and share one connection', async () => {
    const calls = await callsOf(async () => {
      for (let call = 0; call < 10; call += 1) await set();
    });
    expect(new Set(calls.map(({ query }) => query.get('random'))).size).toBe(10);
    expect(new Set(calls.map(({ connection }) => connection)).size).toBe(1);
    expect(new Set(calls.map(({ query }) => query.get('usersig'))).size).toBe(1);
  });
});

describe.each(errorCodes)('code $code', ({ code, type, repeat, applied, meaning }) => {
  const failure = {
    __typename: type.kind,
    category: type.kind === 'CommonApiError' ? type.category : undefined,
    message: meaning,
    retryable: repeat === 'delay',
    errorCode: code,
    errorInfo: `refused with ${code}`,
  };
  const outcome = applied === 'maybe' ? 'UNKNOWN' : 'NOT_APPLIED';
  const outcomeOfSeveral = applied === 'no' ? 'NOT_APPLIED' : 'UNKNOWN';
  const isFrequency = repeat === 'delay' && failure.category === 'RATE_LIMIT';

  /** A refusal for frequency is the answer only when the deadline is used up. */
  async function answerOf(request: typeof set | typeof remove | typeof read, userIds?: string[]) {
    if (!isFrequency) {
      vendor.behave(() => refusal(code));
      return request(userIds);
    }
    const pausing = new Promise<void>((resolve) => {
      vendor.behave(() => {
        void clock.nextTimer().then(resolve);
        return refusal(code);
      });
    });
    const answer = request(userIds, timed);
    await pausing;
    clock.advance(15_000);
    return answer;
  }

  test('is its type for a change of one account', async () => {
    expect(await answerOf(set)).toEqual({ ...failure, outcome });
    expect(await answerOf(remove)).toEqual({ ...failure, outcome });
  });

  test('tells of several accounts that part may be applied, where that is so', async () => {
    const several = { ...failure, outcome: outcomeOfSeveral };
    expect(await answerOf(set, ['a', 'b'])).toEqual(several);
    expect(await answerOf(remove, ['a', 'b'])).toEqual(several);
  });

  test('is its type for a read, which applies nothing', async () => {
    expect(await answerOf(read)).toEqual({ ...failure, outcome: 'NOT_APPLIED' });
  });
});

describe('a code that is not documented', () => {
  test.each([60099, 1, -1, -2147483648, 2147483647, 10000, 70000])(
    '%i is an UnknownApiError that may have been applied',
    async (code) => {
      vendor.behave(() => refusal(code, ''));
      const unknown = {
        __typename: 'UnknownApiError',
        retryable: false,
        errorCode: code,
        errorInfo: '',
      };
      expect(await set()).toMatchObject({ ...unknown, outcome: 'UNKNOWN' });
      expect(await remove()).toMatchObject({ ...unknown, outcome: 'UNKNOWN' });
      expect(await read()).toMatchObject({ ...unknown, outcome: 'NOT_APPLIED' });
    },
  );
});

describe('an answer that cannot be used', () => {
  const answer = (value: unknown) => ({ answer: value });
  const body = (text: string, status = 200) => ({ status, body: text });
  const http = (text: string) => ({ raw: `HTTP/1.1 200 OK\r\n${text}` });

  test.each([
    ['a code beyond 32 bits', answer({ ErrorCode: 2147483648 })],
    ['a code below 32 bits', answer({ ErrorCode: -2147483649 })],
    ['a fractional code', answer({ ErrorCode: 0.5 })],
    ['a code as text', answer({ ErrorCode: '0' })],
    ['no code', answer({ ActionStatus: 'OK' })],
    ['an array', answer([])],
    ['null', answer(null)],
    ['a number', answer(0)],
    ['nothing', body('')],
    ['HTML', body('<html>ok</html>')],
    ['truncated JSON', body('{"ActionStatus":"OK","ErrorCode":0')],
    ['more than 1 MiB', answer({ ErrorCode: 0, ErrorInfo: 'x'.repeat(1024 * 1024) })],
    ['a body that breaks off', http('content-length: 100\r\n\r\n{"ErrorCode":0')],
    ['bytes that are no HTTP', { raw: 'SSH-2.0-OpenSSH_9.2\r\n' }],
  ])('%s is INVALID_RESPONSE and may have been applied', async (_what, reply) => {
    vendor.behave(() => reply);
    const unavailable = {
      __typename: 'UpstreamUnavailableError',
      reason: 'INVALID_RESPONSE',
      retryable: true,
    };
    expect(await set()).toMatchObject({ ...unavailable, outcome: 'UNKNOWN' });
    expect(await read()).toMatchObject({ ...unavailable, outcome: 'NOT_APPLIED' });
  });

  test.each([
    [502, true, 'UNKNOWN'],
    [500, true, 'UNKNOWN'],
    [503, true, 'UNKNOWN'],
    [429, true, 'NOT_APPLIED'],
    [404, false, 'NOT_APPLIED'],
    [403, false, 'NOT_APPLIED'],
    [302, false, 'NOT_APPLIED'],
    [204, false, 'UNKNOWN'],
  ])(
    'HTTP status %i is HTTP_STATUS, retryable %s, outcome %s',
    async (status, retryable, outcome) => {
      vendor.behave(() => ({
        status,
        ...(status !== 204 && { body: '<html>not an answer</html>' }),
        headers: { location: '/elsewhere' },
      }));
      const unavailable = {
        __typename: 'UpstreamUnavailableError',
        reason: 'HTTP_STATUS',
        retryable,
        message: `The vendor answered with HTTP status ${status}.`,
      };
      expect(await set()).toMatchObject({ ...unavailable, outcome });
      expect(await read()).toMatchObject({ ...unavailable, outcome: 'NOT_APPLIED' });
    },
  );

  test('a connection reset after the request is CONNECTION and may have been applied', async () => {
    vendor.behave(() => 'reset');
    const unavailable = {
      __typename: 'UpstreamUnavailableError',
      reason: 'CONNECTION',
      retryable: true,
    };
    expect(await set()).toMatchObject({ ...unavailable, outcome: 'UNKNOWN' });
    expect(await read()).toMatchObject({ ...unavailable, outcome: 'NOT_APPLIED' });
  });

  test('no answer at all is TIMEOUT after 5 s and may have been applied', async () => {
    vendor.behave(() => 'hang');
    for (const [request, outcome] of [
      [set, 'UNKNOWN'],
      [read, 'NOT_APPLIED'],
    ] as const) {
      const called = vendor.nextCall();
      const answered = request(['user1'], timed);
      await called;
      clock.advance(4_999);
      expect(await Promise.race([answered, Promise.resolve('waiting')])).toBe('waiting');
      clock.advance(1);
      expect(await answered).toMatchObject({
        __typename: 'UpstreamUnavailableError',
        reason: 'TIMEOUT',
        retryable: true,
        outcome,
      });
    }
  });
});

describe('a vendor that cannot be reached', () => {
  const once = { UPSTREAM_MAX_ATTEMPTS: '1' };

  test('is CONNECTION, and nothing was applied', async () => {
    const gone = await startFakeVendor();
    await gone.close();
    const stranded = await startService(configFor(gone.url, once));
    const answer = await set(['user1'], stranded);
    await stranded.stop();
    expect(answer).toMatchObject({
      __typename: 'UpstreamUnavailableError',
      reason: 'CONNECTION',
      retryable: true,
      outcome: 'NOT_APPLIED',
    });
  });

  test('is CONNECTION, and nothing was applied, where TLS fails', async () => {
    // The fake speaks plain HTTP, so no TLS handshake with it can succeed.
    const url = vendor.url.replace('http:', 'https:');
    const stranded = await startService(configFor(url, once));
    const answer = await set(['user1'], stranded);
    await stranded.stop();
    expect(answer).toMatchObject({ reason: 'CONNECTION', outcome: 'NOT_APPLIED' });
  });
});

describe('reads', () => {
  test('give the accounts with null for what the vendor leaves empty', async () => {
    vendor.behave(() => ({
      answer: {
        ...ok.answer,
        RequestId: 'ignored',
        Admin_List: [
          { Admin_Account: 'user1', Avatar: 'https://example.com/a.png', NickName: 'AA' },
          { Admin_Account: 'user2', Avatar: '', NickName: '' },
          { Admin_Account: 'user3' },
        ],
      },
    }));
    expect(await read()).toEqual({
      __typename: 'LiveGroupAdmins',
      limit: 5,
      remaining: 2,
      nodes: [
        expect.objectContaining({
          userId: 'user1',
          nickname: 'AA',
          avatarUrl: 'https://example.com/a.png',
        }),
        expect.objectContaining({ userId: 'user2', nickname: null, avatarUrl: null }),
        expect.objectContaining({ userId: 'user3', nickname: null, avatarUrl: null }),
      ],
    });
  });

  test.each([
    ['absent', ok.answer],
    ['null', { ...ok.answer, Admin_List: null }],
    ['empty', { ...ok.answer, Admin_List: [] }],
  ])('find no administrators where the list is %s', async (_what, answer) => {
    vendor.behave(() => ({ answer }));
    expect(await read()).toMatchObject({ limit: 5, remaining: 5, nodes: [] });
  });

  test.each([
    ['no array', { ...ok.answer, Admin_List: {} }],
    ['of something else', { ...ok.answer, Admin_List: ['user1'] }],
  ])('are INVALID_RESPONSE where the list is %s', async (_what, answer) => {
    vendor.behave(() => ({ answer }));
    expect(await read()).toMatchObject({ reason: 'INVALID_RESPONSE', outcome: 'NOT_APPLIED' });
  });

  test('never say that fewer than no places remain', async () => {
    vendor.behave(() => adminList('1', '2', '3', '4', '5', '6'));
    expect(await read()).toMatchObject({ remaining: 0 });
  });

  test('call once for each distinct group of an operation, and answer in the order asked', async () => {
    vendor.behave(({ body }) => adminList(`admin of ${body['GroupId']}`));
    const calls = await callsOf(async () => {
      const { liveGroups } = await service.execute(LiveGroupsDocument, { ids: ['b', 'a', 'b'] });
      expect(liveGroups).toMatchObject(
        ['b', 'a', 'b'].map((id) => ({ id, admins: { nodes: [{ userId: `admin of ${id}` }] } })),
      );
    });
    expect(calls.map(({ body }) => body['GroupId']).sort()).toEqual(['a', 'b']);
  });

  test('call nobody where only the id is selected', async () => {
    const calls = await callsOf(() =>
      service.execute('{ liveGroup(id: "a") { id } liveGroups(ids: ["b"]) { id } }'),
    );
    expect(calls).toEqual([]);
  });
});

describe('what the vendor echoes', () => {
  test('is passed on without the credential', async () => {
    vendor.behave(({ url, query }) => refusal(60002, `bad ${url} ${query.get('usersig')}`));
    const outcome = await set();
    const usersig = vendor.calls.at(-1)?.query.get('usersig') ?? '';
    expect(usersig.length).toBeGreaterThan(100);
    expect(JSON.stringify(outcome)).not.toContain(usersig);
    expect(outcome).toMatchObject({
      errorInfo: 'bad [redacted] [redacted]',
    });
    expect(JSON.stringify(service.logged)).not.toContain(usersig);
  });

  test('leaves people the names that they chose', async () => {
    const names = {
      NickName: 'Bearer Alexander',
      Avatar: 'https://cdn.example/bearer%20flag-12.png',
    };
    const [item] = adminList('alice').answer.Admin_List;
    vendor.behave(() => ({ answer: { ...ok.answer, Admin_List: [{ ...item, ...names }] } }));
    const query =
      '{ liveGroup(id: "g") { admins { ... on LiveGroupAdmins { nodes { nickname avatarUrl } } } } }';
    expect(await service.execute(query)).toEqual({
      liveGroup: { admins: { nodes: [{ nickname: names.NickName, avatarUrl: names.Avatar }] } },
    });
  });
});
