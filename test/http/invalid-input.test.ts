import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/policy/clock.ts';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';

let vendor: FakeVendor;
let service: Service;

beforeAll(async () => {
  vendor = await startFakeVendor();
  service = await startService(configFor(vendor.url), { clock: systemClock });
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

/** What `action` comes to, and what the vendor was asked meanwhile. */
async function watched<Result>(action: () => Promise<Result>) {
  const before = vendor.calls.length;
  const result = await action();
  return { result, calls: vendor.calls.slice(before) };
}

const ISSUES = '... on InvalidInputError { message retryable issues { path message } }';
const SET = `mutation($input: SetLiveGroupAdminsInput!) {
  result: setLiveGroupAdmins(input: $input) { __typename ${ISSUES} }
}`;
const REMOVE = SET.replaceAll('setLive', 'removeLive').replaceAll('SetLive', 'RemoveLive');

interface Answer {
  readonly __typename: string;
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

async function change(query: string, groupId: string, userIds: readonly string[]) {
  const { result, calls } = await watched(async () => {
    const response = await service.post({ query, variables: { input: { groupId, userIds } } });
    return (await response.json()) as { data: { result: Answer } };
  });
  return { answer: result.data.result, bodies: calls.map(({ body }) => body) };
}

/** The paths of all issues of a change that is not valid. */
async function issuePaths(groupId: string, userIds: readonly string[]): Promise<string[]> {
  const { answer, bodies } = await change(SET, groupId, userIds);
  expect(answer).toMatchObject({ __typename: 'InvalidInputError', retryable: false });
  expect(bodies).toEqual([]);
  return (answer.issues ?? []).map(({ path }) => path.join('.'));
}

const impossible = [
  ['empty', ''],
  ['blank', '  '],
  ['a tab', '\t'],
  ['a line feed at its end', 'id\n'],
  ['a null byte', 'id\0'],
  ['an escape', '\u001b[31m'],
  ['a delete', 'id\u007f'],
  ['an umlaut', 'zoë'],
  ['a space without break', 'a\u00a0b'],
  ['an emoji', '😀'],
  ['half an emoji', '\ud83d'],
  ['a mark of byte order', '\ufeffid'],
  ['a letter of full width', 'ａｌｉｃｅ'],
  ['200 KiB', 'a'.repeat(200 * 1024)],
] as const;

describe('an id that cannot be one is named by its path', () => {
  test.each(impossible)('as a group: %s', async (_name, id) => {
    expect(await issuePaths(id, ['alice'])).toEqual(['input.groupId']);
  });

  test.each(impossible)('as an account: %s', async (_name, id) => {
    expect(await issuePaths('g', ['alice', id])).toEqual(['input.userIds.1']);
  });

  test('as a group to read, where it is read', async () => {
    const query = `query($id: ID!, $ids: [ID!]!) {
      liveGroup(id: $id) { id admins { __typename ${ISSUES} } }
      liveGroups(ids: $ids) { id admins { __typename ${ISSUES} } }
    }`;
    const issues = (...path: string[]) => ({
      __typename: 'InvalidInputError',
      message: expect.any(String),
      retryable: false,
      issues: [{ path, message: expect.any(String) }],
    });
    const { result, calls } = await watched(() =>
      service.execute<unknown, object>(query, { id: '', ids: ['é', '\0'] }),
    );
    expect(result).toEqual({
      liveGroup: { id: '', admins: issues('id') },
      liveGroups: [
        { id: 'é', admins: issues('ids', '0') },
        { id: '\0', admins: issues('ids', '1') },
      ],
    });
    expect(calls).toEqual([]);
  });
});

describe('in a list of changes', () => {
  const LIST = `mutation($changes: [LiveGroupAdminsChangeInput!]!) {
    changeLiveGroupAdmins(changes: $changes) { __typename ${ISSUES} }
  }`;
  const list = (changes: readonly object[]) =>
    watched(() => service.execute<{ changeLiveGroupAdmins: Answer[] }, object>(LIST, { changes }));
  const item = (groupId: string, ...userIds: string[]) => ({ action: 'SET', groupId, userIds });

  test('an id that cannot be one is named by its path, and the other changes are sent', async () => {
    const { result, calls } = await list([
      item('a', 'alice'),
      { ...item('b', 'bob'), action: 'REMOVE' },
      item('c', 'alice', 'zoë'),
      item('', 'alice'),
      item('d', 'alice'),
    ]);
    const issues = (...path: string[]) => ({
      __typename: 'InvalidInputError',
      retryable: false,
      issues: [{ path }],
    });
    expect(result.changeLiveGroupAdmins).toMatchObject([
      { __typename: 'SetLiveGroupAdminsSuccess' },
      { __typename: 'RemoveLiveGroupAdminsSuccess' },
      issues('changes', '2', 'userIds', '1'),
      issues('changes', '3', 'groupId'),
      { __typename: 'SetLiveGroupAdminsSuccess' },
    ]);
    const called = calls.map(({ body }) => [body['GroupId'], body['CommandType']]);
    expect(called.sort()).toEqual([
      ['a', 1],
      ['b', 2],
      ['d', 1],
    ]);
  });

  test('what is wrong with a change is said in 20 issues at most, of each by itself', async () => {
    const wrong = item('', ...Array.from({ length: 30 }, (_, index) => `é${index}`));
    const { result, calls } = await list([wrong, wrong]);
    const paths = result.changeLiveGroupAdmins.map(({ issues = [] }) =>
      issues.map(({ path }) => path.slice(0, 3).join('.')),
    );
    const ofChange = (index: number) => [
      `changes.${index}.groupId`,
      ...Array.from({ length: 19 }, () => `changes.${index}.userIds`),
    ];
    expect(paths).toEqual([ofChange(0), ofChange(1)]);
    expect(calls).toEqual([]);
  });

  test('a list that is empty has no answers, and sends nothing', async () => {
    const { result, calls } = await list([]);
    expect(result.changeLiveGroupAdmins).toEqual([]);
    expect(calls).toEqual([]);
  });
});

describe('what is wrong is said', () => {
  test('all at once', async () => {
    expect(await issuePaths('', ['', 'a', 'b', 'c', 'd', 'é'])).toEqual([
      'input.groupId',
      'input.userIds',
      'input.userIds.0',
      'input.userIds.5',
    ]);
  });

  test('in 20 issues at most', async () => {
    const userIds = Array.from({ length: 100 }, (_, index) => `é${index}`);
    expect(await issuePaths('', userIds)).toEqual([
      'input.groupId',
      'input.userIds',
      ...Array.from({ length: 18 }, (_, index) => `input.userIds.${index}`),
    ]);
  });

  test('of no accounts, and of more than 5', async () => {
    expect(await issuePaths('g', [])).toEqual(['input.userIds']);
    expect(await issuePaths('g', ['a', 'b', 'c', 'd', 'e', 'f'])).toEqual(['input.userIds']);
  });

  test('of more than 100 accounts, be they one', async () => {
    expect(
      await issuePaths(
        'g',
        Array.from({ length: 101 }, () => 'alice'),
      ),
    ).toEqual(['input.userIds']);
  });
});

test('an account is sent once, however often it was given', async () => {
  const given = ['b', 'a', 'b', 'c', 'a', ...Array.from({ length: 95 }, () => 'b')];
  const { answer, bodies } = await change(SET, 'g', given);
  expect(answer).toEqual({ __typename: 'SetLiveGroupAdminsSuccess' });
  expect(bodies).toEqual([{ GroupId: 'g', CommandType: 1, Admin_Account: ['b', 'a', 'c'] }]);
});

test.each([
  '__proto__',
  'constructor',
  'toString',
  'null',
  '" ',
  "'); --",
  '<b>',
  '{}',
  '../..',
  '%00',
])('an id may be as odd as %s', async (id) => {
  const { answer, bodies } = await change(REMOVE, id, [id]);
  expect(answer).toEqual({ __typename: 'RemoveLiveGroupAdminsSuccess' });
  expect(bodies).toEqual([{ GroupId: id, CommandType: 2, Admin_Account: [id] }]);
  const read = await service.execute('query($id: ID!) { __proto__: liveGroup(id: $id) { id } }', {
    id,
  });
  expect(JSON.stringify(read)).toBe(JSON.stringify({ ['__proto__']: { id } }));
});

describe('of all changes there are', () => {
  /** As the contract has it: bytes of printable ASCII, and not all of them spaces. */
  function isPossible(id: string, maxBytes: number): boolean {
    const bytes = [...Buffer.from(id)];
    const isPrintable = bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
    return isPrintable && bytes.length <= maxBytes && bytes.some((byte) => byte !== 0x20);
  }
  const isValid = (groupId: string, userIds: readonly string[]) =>
    isPossible(groupId, 64) &&
    userIds.length <= 100 &&
    userIds.every((userId) => isPossible(userId, 32)) &&
    new Set(userIds).size >= 1 &&
    new Set(userIds).size <= 5;

  const printable = (maxLength: number) =>
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength });
  const id = (maxBytes: number) =>
    fc.oneof(
      { weight: 30, arbitrary: printable(maxBytes) },
      {
        weight: 1,
        arbitrary: fc.string({
          unit: 'grapheme-ascii',
          minLength: maxBytes - 1,
          maxLength: maxBytes + 1,
        }),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: maxBytes }) },
      {
        weight: 1,
        arbitrary: fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', '\n'), maxLength: 3 }),
      },
    );
  const several: fc.Arbitrary<string[]> = fc.oneof(
    { weight: 8, arbitrary: fc.array(id(32), { minLength: 1, maxLength: 5 }) },
    {
      weight: 2,
      arbitrary: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 12 }),
    },
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom('a', 'A'), { minLength: 99, maxLength: 102 }),
    },
  );
  const action = fc.constantFrom([SET, 1] as const, [REMOVE, 2] as const);

  test('those that are valid are sent as they are, and nothing of the others', async () => {
    const seen = { valid: 0, invalid: 0 };
    await fc.assert(
      fc.asyncProperty(action, id(64), several, async ([query, command], groupId, userIds) => {
        const { answer, bodies } = await change(query, groupId, userIds);
        if (isValid(groupId, userIds)) {
          seen.valid += 1;
          expect(answer.__typename).toMatch(/Success$/);
          const accounts = userIds.filter((userId, index) => userIds.indexOf(userId) === index);
          expect(bodies).toEqual([
            { GroupId: groupId, CommandType: command, Admin_Account: accounts },
          ]);
        } else {
          seen.invalid += 1;
          expect(answer.__typename).toBe('InvalidInputError');
          expect(answer.issues?.length).toBeGreaterThan(0);
          expect(bodies).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect(seen.valid).toBeGreaterThan(50);
    expect(seen.invalid).toBeGreaterThan(20);
  });
});
