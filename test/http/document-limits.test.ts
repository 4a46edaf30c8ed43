import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';

let vendor: FakeVendor;
let service: Service;

beforeAll(async () => {
  vendor = await startFakeVendor();
  service = await startService(configFor(vendor.url));
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
});

const times = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

interface Answer {
  readonly status: number;
  readonly errors: readonly { readonly message: string; readonly extensions?: object }[];
}

/** None of these documents may send anything. */
async function answerTo(parameters: object): Promise<Answer> {
  const response = await service.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    },
    body: JSON.stringify(parameters),
  });
  const { errors = [] } = await response.json();
  expect(vendor.calls).toEqual([]);
  return { status: response.status, errors };
}

async function expectTaken(query: string) {
  expect(await answerTo({ query })).toEqual({ status: 200, errors: [] });
}

async function expectRefused(query: string, limit: string) {
  expect(await answerTo({ query })).toEqual({
    status: 400,
    errors: [
      {
        message: expect.stringContaining(limit),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
  });
}

const document = (selections: string) => `{ ${selections} }`;

describe('a document can have', () => {
  test('40000 tokens, and no more', async () => {
    const values = (count: number) =>
      document(`liveGroup(id: [${times(count, () => '1')}]) { id }`);
    const { errors } = await answerTo({ query: values(39_988) });
    expect(errors[0]?.message).toContain('ID cannot represent');
    await expectRefused(values(39_989), 'can have 40000 tokens');
  });

  test('50 operations and fragments, and no more', async () => {
    const operations = (count: number) => times(count, (index) => `query Q${index} { __typename }`);
    expect(await answerTo({ query: operations(50), operationName: 'Q0' })).toEqual({
      status: 200,
      errors: [],
    });
    await expectRefused(operations(51), 'can have 50 definitions; this one has 51');
  });

  test('1,000 selections side by side, and no more', async () => {
    const wide = (count: number) =>
      times(count, (index) => (index < 500 ? `a${index}: __typename` : '__typename'));
    await expectTaken(document(wide(1_000)));
    await expectRefused(
      document(wide(1_001)),
      'can have 1000 selections side by side; this one has 1001',
    );
  });

  test('500 aliases, at its root or not, and no more', async () => {
    const aliases = (count: number) => times(count, (index) => `a${index}: __typename`);
    await expectTaken(document(aliases(500)));
    await expectRefused(document(aliases(501)), 'can have 500 aliases; this one has 501');
    const below = (count: number) =>
      document(`a: __typename liveGroup(id: "g") { ...F } `) +
      ` fragment F on LiveGroup { ${aliases(count)} }`;
    await expectTaken(below(499));
    await expectRefused(below(500), 'can have 500 aliases; this one has 501');
  });

  test('500 directives, wherever they are, and no more', async () => {
    const typename = '__typename @include(if: true)';
    const directives = (count: number) =>
      document(`... @skip(if: false) { ${times(count - 1, () => typename)} }`);
    await expectTaken(directives(500));
    await expectRefused(directives(501), 'can have 500 directives; this one has 501');
    const onOperation = times(501, () => '@x');
    await expectRefused(`query ${onOperation} { __typename }`, 'can have 500 directives');
    await expectRefused(`query($x: ID ${onOperation}) { __typename }`, 'can have 500 directives');
  });
});

describe('a document can have 20 levels, and no more', () => {
  const nested = (open: string, inner: string, close: string, count: number) =>
    open.repeat(count) + inner + close.repeat(count);

  test('of selections', async () => {
    const selections = (levels: number) => nested('{ ... ', '{ __typename }', ' }', levels - 1);
    await expectTaken(selections(20));
    await expectRefused(selections(21), 'can have 20 levels');
  });

  test('of selections in fragments that lead to each other', async () => {
    const chain = (levels: number) =>
      `{ ...F1 } ${times(levels - 1, (i) => `fragment F${i + 1} on Query { ... { ...F${i + 2} } }`)}
       fragment F${levels} on Query { __typename }`;
    await expectTaken(chain(20));
    await expectRefused(chain(21), 'can have 20 levels');
  });

  test('of both, one in the other', async () => {
    const list = nested('[', '1', ']', 20);
    const query = nested('{ ... ', `{ liveGroup(id: ${list}) { id } }`, ' }', 18);
    const { errors } = await answerTo({ query });
    expect(errors[0]?.message).toContain('ID cannot represent');
  });

  test('where brackets in texts and comments are none', async () => {
    const brackets = '{[('.repeat(100);
    await expectTaken(`# ${brackets}
      { __typename liveGroup(id: "\\"${brackets}") { id } }
      # ${brackets}`);
    await expectTaken(`{ liveGroup(id: """\\"""${brackets}""") { id } }`);
  });

  test.each([
    ['lists', '[', ']'],
    ['objects', '{ a: ', '}'],
  ])('of %s', async (_name, open, close) => {
    const values = (levels: number) =>
      document(`liveGroup(id: ${nested(open, '1', close, levels)}) { id }`);
    const { errors } = await answerTo({ query: values(20) });
    expect(errors[0]?.message).toContain('ID cannot represent');
    await expectRefused(values(21), 'can have 20 levels');
    await expectRefused(values(5000), 'can have 20 levels');
  });

  test('of lists in a default, a directive, and the type of a variable', async () => {
    const deep = nested('[', '1', ']', 21);
    await expectRefused(`query($a: ID = ${deep}) { __typename }`, 'can have 20 levels');
    await expectRefused(`{ __typename @skip(if: ${deep}) }`, 'can have 20 levels');
    await expectRefused(`query($a: ${nested('[', 'ID', ']', 21)}) { __typename }`, '20 levels');
  });
});

describe('one HTTP request can select 30000 fields and fragments, and no more', () => {
  const LIMIT = 'can select 30000';

  test('as fragments multiply them', async () => {
    // Each level has ten spreads and all that the next level has, ten times.
    const doubling = (last: number) =>
      `{ ...A } fragment A on Query { ${times(10, () => '...B')} }
       fragment B on Query { ${times(10, () => '...C')} }
       fragment C on Query { ${times(10, () => '...D')} }
       fragment D on Query { ${times(last, () => '__typename')} }`;
    await expectTaken(doubling(28));
    await expectRefused(doubling(29), LIMIT);
  });

  test('however often fragments double them', async () => {
    const links = times(40, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    await expectRefused(`{ ...F0 } ${links} fragment F40 on Query { __typename }`, LIMIT);
  });

  test('for each group of a list, and all operations of an array together', async () => {
    const entry = (fields: number) => ({
      query: `query($ids: [ID!]!) { liveGroups(ids: $ids) { ${times(fields, () => 'id')} } }`,
      variables: { ids: Array.from({ length: 50 }, () => 'g') },
    });
    const batch = (last: number) => [
      entry(299),
      entry(299),
      { query: document(times(last, () => '__typename')) },
    ];
    const send = (last: number) => service.post(batch(last));
    expect((await send(98)).status).toBe(200);
    const refusal = await send(99);
    expect(refusal.status).toBe(400);
    expect(await refusal.json()).toHaveProperty('errors.0.message', expect.stringContaining(LIMIT));
  });

  test('of the schema as often as one has a use for', async () => {
    await expectTaken(getIntrospectionQuery());
    const query = `{ ${times(20, (i) => `a${i}: __schema { types { fields { name args { name } } inputFields { name } enumValues { name } ...F } }`)} }
      fragment F on __Type { ${times(30, () => 'name')} }`;
    await expectRefused(query, LIMIT);
  });
});

test('a document that is too much takes all operations of its array with it', async () => {
  const good = { query: document('__typename') };
  const bad = { query: document(times(501, (index) => `a${index}: __typename`)) };
  const response = await service.post([good, bad]);
  expect(response.status).toBe(400);
  expect(await response.json()).toHaveProperty('errors.0.extensions.code', 'BAD_USER_INPUT');
});

test('a document is told of its first ten mistakes, with their places where it is short', async () => {
  const mistakes = times(100, (index) => `x${index}`);
  const short = await answerTo({ query: document(mistakes) });
  expect(short.errors.map(({ message }) => message.slice(0, 18))).toEqual([
    ...Array.from({ length: 10 }, () => 'Cannot query field'),
    'Too many validatio',
  ]);
  expect(short.errors[0]).toHaveProperty('locations', [{ line: 1, column: 3 }]);
  const long = await answerTo({ query: '\n'.repeat(20_000) + document(mistakes) });
  expect(long.errors).toHaveLength(11);
  expect(long.errors[0]).not.toHaveProperty('locations');
});
