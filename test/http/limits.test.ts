import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/policy/clock.ts';
import { adminList, type FakeVendor, ok, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';

let vendor: FakeVendor;
let service: Service;

beforeAll(async () => {
  vendor = await startFakeVendor();
  vendor.behave(({ command }) => (command === 'modify_admin' ? ok : adminList('alice')));
  const unpaced = { UPSTREAM_MAX_CALLS_PER_SECOND: '10000' };
  service = await startService(configFor(vendor.url, unpaced), { clock: systemClock });
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

const times = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join('\n');

const change = (index: number | string) =>
  `c${index}: setLiveGroupAdmins(input: { groupId: "g", userIds: ["alice"] }) { __typename }`;
const changes = (count: number, prefix = '') => times(count, (index) => change(prefix + index));
const mutation = (selections: string) => ({ query: `mutation { ${selections} }` });

const LIST = `mutation($changes: [LiveGroupAdminsChangeInput!]!) {
  changeLiveGroupAdmins(changes: $changes) { __typename }
}`;
const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    action: index % 2 === 0 ? 'SET' : 'REMOVE',
    groupId: `g${index % 7}`,
    userIds: ['alice'],
  }));
const listed = (count: number) => ({ query: LIST, variables: { changes: items(count) } });
const ITEM = '{ action: SET, groupId: "g", userIds: ["alice"] }';
const listField = (alias: string, list: string) =>
  `${alias}: changeLiveGroupAdmins(changes: ${list}) { __typename }`;

const read = (index: number | string) => `r${index}: liveGroup(id: "g") { admins { __typename } }`;
const reads = (count: number) => times(count, read);
const query = (selections: string) => ({ query: `{ ${selections} }` });

const ids = (count: number) => Array.from({ length: count }, () => 'g');

const postText = (body: string) =>
  service.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

/** The answers of all fields, of all entries of an array batch; every one of them a success. */
async function expectAnswers(response: Response, count: number) {
  expect(response.status).toBe(200);
  const body = await response.json();
  const entries = Array.isArray(body) ? body : [body];
  for (const entry of entries) expect(entry).not.toHaveProperty('errors');
  const answers = entries.flatMap(({ data }) => Object.values(data).flat());
  expect(answers).toHaveLength(count);
  const text = JSON.stringify(answers);
  expect(text).not.toContain('Error');
}

/** Sends what has to be refused as a whole. @returns what the refusal says */
async function refusalOf(send: () => Promise<Response>): Promise<string> {
  const before = vendor.calls.length;
  const response = await send();
  expect(response.status).toBe(400);
  const body = await response.json();
  expect(body).toEqual({
    errors: [{ message: expect.any(String), extensions: { code: 'BAD_USER_INPUT' } }],
  });
  expect(vendor.calls).toHaveLength(before);
  return body.errors[0].message;
}

describe('500 changes fit one HTTP request', () => {
  test('as aliases, and one more is refused', async () => {
    await expectAnswers(await service.post(mutation(changes(500))), 500);
    const refusal = await refusalOf(() => service.post(mutation(changes(501))));
    expect(refusal).toContain('500');
    expect(refusal).toContain('501');
  });

  test('as operations of an array, and one more is refused with all of them', async () => {
    const batch = (last: number) => [
      ...Array.from({ length: 49 }, () => mutation(changes(10))),
      mutation(changes(last)),
    ];
    await expectAnswers(await service.post(batch(10)), 500);
    expect(await refusalOf(() => service.post(batch(11)))).toContain('501');
  });

  test('as fields of fragments, and one more is refused', async () => {
    const document = (inline: number) => ({
      query: `mutation { ...A ... on Mutation { ${changes(inline, 'i')} } ... { ${change('last')} } }
        fragment A on Mutation { ${changes(200, 'a')} ...B }
        fragment B on Mutation { ${changes(200, 'b')} }`,
    });
    await expectAnswers(await service.post(document(99)), 500);
    expect(await refusalOf(() => service.post(document(100)))).toContain('501');
  });

  test('as removals and settings together, and one more is refused', async () => {
    const removal = (index: number) => change(`r${index}`).replace('setLive', 'removeLive');
    const document = (count: number) => mutation(changes(250) + times(count, removal));
    await expectAnswers(await service.post(document(250)), 500);
    expect(await refusalOf(() => service.post(document(251)))).toContain('501');
  });

  test('as items of a list in the variables, and one more is refused', async () => {
    await expectAnswers(await service.post(listed(500)), 500);
    const refusal = await refusalOf(() => service.post(listed(501)));
    expect(refusal).toContain('500');
    expect(refusal).toContain('501');
  });

  test('as items of a list in the document, and one more is refused', async () => {
    const document = (count: number) => mutation(listField('a', `[${times(count, () => ITEM)}]`));
    await expectAnswers(await service.post(document(500)), 500);
    expect(await refusalOf(() => service.post(document(501)))).toContain('501');
  });

  test('as a list that is used again and again, and one more is refused', async () => {
    const document = (count: number) => ({
      query: `mutation($changes: [LiveGroupAdminsChangeInput!]!) {
        ${times(5, (index) => listField(`a${index}`, '$changes'))}
      }`,
      variables: { changes: items(count) },
    });
    await expectAnswers(await service.post(document(100)), 500);
    expect(await refusalOf(() => service.post(document(101)))).toContain('505');
  });

  test('as aliases and lists of an array of operations, and one more is refused', async () => {
    const batch = (count: number) => [
      mutation(changes(100)),
      listed(count),
      mutation(`${changes(100)} ${listField('many', `[${times(99, () => ITEM)}]`)}`),
      // One item need not stand in a list.
      mutation(listField('one', ITEM)),
    ];
    await expectAnswers(await service.post(batch(200)), 500);
    expect(await refusalOf(() => service.post(batch(201)))).toContain('501');
  });

  test('as lists, beside one that is skipped', async () => {
    const document = (skip: boolean) => ({
      query: `mutation($changes: [LiveGroupAdminsChangeInput!]!, $skip: Boolean!) {
        ${listField('a', '$changes')}
        ${listField('b', ITEM).replace('{ __typename }', '@skip(if: $skip) $&')}
      }`,
      variables: { changes: items(500), skip },
    });
    await expectAnswers(await service.post(document(true)), 500);
    expect(await refusalOf(() => service.post(document(false)))).toContain('501');
  });

  test('besides those that are skipped', async () => {
    const guarded = (directive: string) => change('x').replace('{ __typename }', `${directive} $&`);
    const hundred = listField('l', `[${times(100, () => ITEM)}]`);
    const document = (directive: string) => ({
      query: `mutation($yes: Boolean = true, $no: Boolean!) {
        ${changes(400)} ${hundred} ${guarded(directive)} ... @skip(if: $yes) { ${change('y')} }
        ...F @include(if: $no)
      }
      fragment F on Mutation { ${change('z')} }`,
      variables: { no: false },
    });
    for (const directive of ['@skip(if: true)', '@skip(if: $yes)', '@include(if: $no)']) {
      await expectAnswers(await service.post(document(directive)), 500);
    }
    for (const directive of ['@skip(if: false)', '@skip(if: $no)', '@include(if: $yes)']) {
      expect(await refusalOf(() => service.post(document(directive)))).toContain('501');
    }
  });

  test('where the same field written again is no other change', async () => {
    await expectAnswers(await service.post(mutation(changes(400) + changes(100))), 400);
  });

  test('besides the operations that are not the one asked for', async () => {
    const many = listField('l', `[${times(101, () => ITEM)}]`);
    const document = (operationName: string) => ({
      query: `mutation Few { ${changes(1)} } mutation Many { ${changes(400)} ${many} }`,
      operationName,
    });
    await expectAnswers(await service.post(document('Few')), 1);
    expect(await refusalOf(() => service.post(document('Many')))).toContain('501');
  });

  test('with the reads of their own payloads', async () => {
    const own = `... on SetLiveGroupAdminsSuccess { liveGroup { admins { __typename } } }`;
    const document = mutation(changes(101).replaceAll('__typename', own));
    await expectAnswers(await service.post(document), 101);
  });

  test('with 100 group reads beside them', async () => {
    const batch = (count: number) => [mutation(changes(500)), query(reads(count))];
    await expectAnswers(await service.post(batch(100)), 600);
    await refusalOf(() => service.post(batch(101)));
  });
});

test('an array holds 50 operations, and of 51 nothing is sent', async () => {
  const batch = (count: number) => Array.from({ length: count }, () => mutation(change(0)));
  await expectAnswers(await service.post(batch(50)), 50);
  expect(await refusalOf(() => service.post(batch(51)))).toContain('50');
});

test('an operation that cannot run takes no others of its array with it', async () => {
  const bad = { query: '{ liveGroup(id: "x") @skip { id } }' };
  const response = await service.post([mutation(change(0)), bad]);
  expect(await response.json()).toEqual([
    { data: { c0: expect.anything() } },
    { errors: [expect.anything()] },
  ]);
});

describe('100 group reads fit one HTTP request', () => {
  const list = 'query($ids: [ID!]!) { liveGroups(ids: $ids) { id admins { __typename } } }';

  test('as aliases, and one more is refused', async () => {
    await expectAnswers(await service.post(query(reads(100))), 100);
    const refusal = await refusalOf(() => service.post(query(reads(101))));
    expect(refusal).toContain('100');
    expect(refusal).toContain('101');
  });

  test('as ids in the variables, and one more is refused', async () => {
    await expectAnswers(await service.post({ query: list, variables: { ids: ids(100) } }), 100);
    const send = () => service.post({ query: list, variables: { ids: ids(101) } });
    expect(await refusalOf(send)).toContain('101');
  });

  test('as ids in the document, and one more is refused', async () => {
    const document = (count: number) =>
      query(`liveGroups(ids: ${JSON.stringify(ids(count))}) { admins { __typename } }`);
    await expectAnswers(await service.post(document(100)), 100);
    expect(await refusalOf(() => service.post(document(101)))).toContain('101');
  });

  test('as lists and single groups of an array of operations, and one more is refused', async () => {
    const batch = (count: number) => [
      query(reads(30)),
      { query: list, variables: { ids: ids(30) } },
      query(
        `${reads(10)} liveGroups(ids: ${JSON.stringify(ids(count))}) { admins { __typename } }`,
      ),
    ];
    await expectAnswers(await service.post(batch(30)), 100);
    expect(await refusalOf(() => service.post(batch(31)))).toContain('101');
  });

  test('in a URL, and one more is refused', async () => {
    const get = (count: number) => {
      const variables = JSON.stringify({ ids: ids(count) });
      return service.fetch(`/graphql?${new URLSearchParams({ query: list, variables })}`);
    };
    await expectAnswers(await get(100), 100);
    expect(await refusalOf(() => get(101))).toContain('101');
  });
});

const SET = `mutation($input: SetLiveGroupAdminsInput!) {
  setLiveGroupAdmins(input: $input) { __typename }
}`;

describe('a number that JSON cannot carry unchanged is refused, by its path', () => {
  const unsafe = [
    '9007199254740992',
    '-9007199254740992',
    '123456789012345678',
    '1.5',
    '0.1',
    '1e-7',
    '1e400',
  ];

  test.each(unsafe)('as an account: %s', async (number) => {
    const input = `{ "groupId": "g", "userIds": ["alice", ${number}] }`;
    const body = `{ "query": ${JSON.stringify(SET)}, "variables": { "input": ${input} } }`;
    expect(await refusalOf(() => postText(body))).toMatch(/^variables\.input\.userIds\.1 is /);
  });

  test('as a group', async () => {
    const variables = '{ "input": { "groupId": 123456789012345678, "userIds": ["alice"] } }';
    const body = `{ "query": ${JSON.stringify(SET)}, "variables": ${variables} }`;
    expect(await refusalOf(() => postText(body))).toMatch(/^variables\.input\.groupId is /);
  });

  test('in a variable that nobody uses, however deep', async () => {
    const variables = { a: [{ 'b c': [[], [0, { d: 1.5 }]] }] };
    const send = () => service.post({ query: '{ __typename }', variables });
    expect(await refusalOf(send)).toMatch(/^variables\.a\.0\.b c\.1\.1\.d is /);
  });

  test('in one operation of an array, whose others do not run either', async () => {
    const entry = (userId: unknown) => ({
      query: SET,
      variables: { input: { groupId: 'g', userIds: [userId] } },
    });
    const send = () => service.post([entry('alice'), entry('bob'), entry(2 ** 53)]);
    expect(await refusalOf(send)).toMatch(/^2\.variables\.input\.userIds\.0 is /);
  });

  test('as an account of one change of a list, whose others do not run either', async () => {
    const changes = [...items(3), { ...items(1)[0], userIds: ['alice', 2 ** 53] }];
    const send = () => service.post({ query: LIST, variables: { changes } });
    expect(await refusalOf(send)).toMatch(/^variables\.changes\.3\.userIds\.1 is /);
  });

  test('in a URL', async () => {
    const parameters = new URLSearchParams({
      query: 'query($id: ID!) { liveGroup(id: $id) { admins { __typename } } }',
      variables: '{ "id": 123456789012345678 }',
    });
    const send = () => service.fetch(`/graphql?${parameters}`);
    expect(await refusalOf(send)).toMatch(/^variables\.id is /);
  });
});

describe('a number that is unchanged is sent as its digits', () => {
  test.each([0, 42, -1, Number.MAX_SAFE_INTEGER])('in the variables: %d', async (number) => {
    const variables = { input: { groupId: number, userIds: [number] } };
    await expectAnswers(await service.post({ query: SET, variables }), 1);
    expect(vendor.calls.at(-1)?.body).toMatchObject({
      GroupId: String(number),
      Admin_Account: [String(number)],
    });
  });

  test('in the document, where it may have any number of them', async () => {
    const input = '{ groupId: 123456789012345678, userIds: [123456789012345679, 1] }';
    const document = mutation(`setLiveGroupAdmins(input: ${input}) { __typename }`);
    await expectAnswers(await service.post(document), 1);
    expect(vendor.calls.at(-1)?.body).toMatchObject({
      GroupId: '123456789012345678',
      Admin_Account: ['123456789012345679', '1'],
    });
  });
});

describe('variables nested 40000 levels deep', () => {
  const DEPTH = 40_000;
  const nested = {
    arrays: (inner: string) => '['.repeat(DEPTH) + inner + ']'.repeat(DEPTH),
    objects: (inner: string) => '{"a":'.repeat(DEPTH) + inner + '}'.repeat(DEPTH),
  };
  const body = (input: string) =>
    `{ "query": ${JSON.stringify(SET)}, "variables": { "input": ${input} } }`;

  test.each(Object.entries(nested))(
    'of %s are refused, and the next request is not',
    async (_, nest) => {
      const before = vendor.calls.length;
      const response = await postText(body(nest('"alice"')));
      expect(response.status).toBe(400);
      expect(await response.json()).toHaveProperty(
        'errors.0.message',
        expect.stringMatching(/^Variable "\$input" got invalid value/),
      );
      expect(vendor.calls).toHaveLength(before);
      await expectAnswers(await service.post(mutation(change(0))), 1);
    },
  );

  test.each(Object.entries(nested))('of %s are searched to the end', async (_, nest) => {
    expect(await refusalOf(() => postText(body(nest('1.5'))))).toMatch(/^variables\.input\./);
  });
});
