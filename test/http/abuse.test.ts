import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';

let vendor: FakeVendor;
let service: Service;

beforeAll(async () => {
  vendor = await startFakeVendor();
  const closed = { GRAPHIQL: 'false', INTROSPECTION: 'false' };
  service = await startService(configFor(vendor.url, closed));
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

/** Sends a request that comes to nothing: the vendor hears nothing of it, and the log of no bug. */
async function refused(path: string, init?: RequestInit) {
  const logged = service.logged.length;
  const response = await service.fetch(path, init);
  expect(vendor.calls).toEqual([]);
  expect(service.logged.slice(logged).filter(({ level }) => level !== 30)).toEqual([]);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const posted = (body: BodyInit, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    ...headers,
  },
  body,
});

/** Posts a document that is refused by HTTP status 400. @returns what is wrong with it */
async function refusedDocument(parameters: object): Promise<string> {
  const { status, text } = await refused('/graphql', posted(JSON.stringify(parameters)));
  const body = JSON.parse(text);
  expect({ status, keys: Object.keys(body) }).toEqual({ status: 400, keys: ['errors'] });
  return body.errors[0].message;
}

const MUTATION =
  'mutation { setLiveGroupAdmins(input: { groupId: "g", userIds: ["a"] }) { __typename } }';

/** The form that uploads come in, which other sites can have a browser send. */
function parts(parameters: object): FormData {
  const form = new FormData();
  form.append('operations', JSON.stringify(parameters));
  form.append('map', '{}');
  return form;
}

describe('a request that is no GraphQL', () => {
  test.each<[name: string, status: number, init: RequestInit]>([
    ['no body and no content type', 415, { method: 'POST' }],
    ['no body', 400, { method: 'POST', headers: { 'content-type': 'application/json' } }],
    ['a text', 415, posted(JSON.stringify({ query: MUTATION }), { 'content-type': 'text/plain' })],
    ['a form with parts', 415, { method: 'POST', body: parts({ query: MUTATION }) }],
    // A web page can send these to any site.
    ['a form', 415, { method: 'POST', body: new URLSearchParams({ query: MUTATION }) }],
    ['a bare document', 415, posted(MUTATION, { 'content-type': 'application/graphql' })],
    ['XML', 415, posted('<query/>', { 'content-type': 'application/xml' })],
    [
      'no content type known',
      415,
      posted(JSON.stringify({ query: MUTATION }), { 'content-type': 'x' }),
    ],
    ['JSON that breaks off', 400, posted('{"query":')],
    ['a single brace', 400, posted('{')],
    ['bytes that are no UTF-8', 400, posted(new Uint8Array([0x7b, 0x22, 0xff, 0xfe]))],
    ['null', 400, posted('null')],
    ['a number', 400, posted('5')],
    ['a string', 400, posted('"query"')],
    ['an object without a query', 400, posted('{}')],
    ['a query that is null', 400, posted('{"query":null}')],
    ['a query that is a number', 400, posted('{"query":5}')],
    ['a query that is a list', 400, posted('{"query":["{__typename}"]}')],
    ['variables that are a text', 400, posted('{"query":"{__typename}","variables":"{}"}')],
    ['variables that are a list', 400, posted('{"query":"{__typename}","variables":[]}')],
    ['extensions that are a number', 400, posted('{"query":"{__typename}","extensions":1}')],
    ['an unknown parameter', 400, posted('{"query":"{__typename}","admin":true}')],
    ['a parameter that is a prototype', 400, posted('{"__proto__":{"query":"{__typename}"}}')],
  ])('is refused: %s', async (_name, status, init) => {
    const refusal = await refused('/graphql', init);
    expect(refusal.status).toBe(status);
    if (status === 400) expect(JSON.parse(refusal.text)).toHaveProperty('errors.0.message');
  });

  test.each([null, 5, 'query'])('is refused as an entry of an array: %j', async (entry) => {
    const { status, text } = await refused('/graphql', posted(JSON.stringify([entry])));
    expect(status).toBeLessThan(500);
    expect(JSON.parse(text)).toEqual([{ errors: [expect.objectContaining({})] }]);
  });

  test('is refused in a URL whose variables are no JSON', async () => {
    const { status, text } = await refused('/graphql?query={__typename}&variables={');
    expect(status).toBe(400);
    expect(JSON.parse(text)).toHaveProperty('errors.0.extensions.code', 'BAD_USER_INPUT');
  });
});

describe('an answer that the caller does not take', () => {
  test('is refused before anything takes effect', async () => {
    const headers = { 'content-type': 'application/json', accept: 'image/png' };
    const body = JSON.stringify({ query: MUTATION });
    const { status } = await refused('/graphql', { method: 'POST', headers, body });
    expect(status).toBe(406);
  });
});

describe('the method', () => {
  test('GET changes nothing', async () => {
    const { status, headers } = await refused(
      `/graphql?${new URLSearchParams({ query: MUTATION })}`,
    );
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('POST');
  });

  test('GET changes nothing where the operation is one of several', async () => {
    const parameters = { query: `query Q { __typename } ${MUTATION.replace('{', 'M {')}` };
    const chosen = new URLSearchParams({ ...parameters, operationName: 'M' });
    expect(await refused(`/graphql?${chosen}`)).toMatchObject({ status: 405 });
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not known', async (method) => {
    const init = method === 'OPTIONS' ? {} : posted(JSON.stringify({ query: MUTATION }));
    const { status, headers } = await refused('/graphql', { ...init, method });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, POST');
  });
});

test.each([
  '/',
  '/graphql/',
  '/GraphQL',
  '/graphql/x',
  '/graphqlx',
  '//graphql',
  '/metrics',
  '/.env',
])('at the path %s there is nothing', async (path) => {
  const refusal = await refused(path, posted(JSON.stringify({ query: MUTATION })));
  expect(refusal).toMatchObject({ status: 404, text: expect.stringContaining('/graphql') });
});

describe('a document that is not valid', () => {
  test.each([
    ['is empty', '', 'Syntax Error'],
    ['breaks off', '{ liveGroup(id: "g") {', 'Syntax Error'],
    ['has a null byte', '{ __typename \0 }', 'Syntax Error'],
    ['has an emoji', '{ 😀 }', 'Syntax Error'],
    ['has an unknown field', '{ nope }', 'Cannot query field "nope"'],
    ['has an unknown argument', '{ liveGroup(name: "g") { id } }', 'Unknown argument "name"'],
    ['lacks an argument', '{ liveGroup { id } }', 'argument "id" of type "ID!"'],
    ['has null for an id', '{ liveGroup(id: null) { id } }', 'found null'],
    ['has an object for an id', '{ liveGroup(id: { a: 1 }) { id } }', 'ID cannot represent'],
    ['has a fraction for an id', '{ liveGroup(id: 1.5) { id } }', 'ID cannot represent'],
    ['has an undefined variable', '{ liveGroup(id: $id) { id } }', 'Variable "$id" is not defined'],
    ['has an unknown fragment', '{ ...F }', 'Unknown fragment "F"'],
    ['has a circle', '{ ...F } fragment F on Query { ...F }', 'within itself'],
    ['defers what cannot be', 'mutation { ... @defer { __typename } }', 'Unknown directive'],
    ['adds a type to the schema', '{ __typename } type Query { a: ID }', 'not executable'],
  ])('is refused: it %s', async (_name, query, message) => {
    expect(await refusedDocument({ query })).toContain(message);
  });

  test.each([
    ['selections', (n: number) => '{a'.repeat(n) + '}'.repeat(n)],
    ['fragments', (n: number) => '{...on Query'.repeat(n) + '}'.repeat(n)],
    ['braces that stay open', (n: number) => '{a'.repeat(n)],
    ['lists', (n: number) => `{liveGroup(id:${'['.repeat(n)}${']'.repeat(n)}){id}}`],
    ['objects', (n: number) => `{liveGroup(id:${'{a:'.repeat(n)}1${'}'.repeat(n)}){id}}`],
  ])("is refused as the caller's fault: %s nested 20000 deep", async (_name, nest) => {
    expect(await refusedDocument({ query: nest(20_000) })).toContain(
      'A document can have 20 levels',
    );
  });

  test('is refused, and fragments that refer to each other do not multiply', async () => {
    const links = Array.from(
      { length: 40 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
    );
    const query = `{ ...F0 } ${links.join(' ')} fragment F40 on Query { nope }`;
    expect(await refusedDocument({ query })).toContain('One HTTP request can select 30000');
  });

  test.each(['Other', '', '__proto__', 5])(
    'is refused: the operation %j is not in it',
    async (name) => {
      const query = `query A { __typename } ${MUTATION.replace('{', 'B {')}`;
      expect(await refusedDocument({ query, operationName: name })).toMatch(/operation/);
    },
  );

  test('is refused: it does not say which operation', async () => {
    const query = `query A { __typename } ${MUTATION.replace('{', 'B {')}`;
    expect(await refusedDocument({ query })).toMatch(/operation/);
  });
});

describe('variables', () => {
  const query = `mutation($input: SetLiveGroupAdminsInput!) {
    setLiveGroupAdmins(input: $input) { __typename }
  }`;
  const refusedVariables = async (variables: string) => {
    const body = `{ "query": ${JSON.stringify(query)}, "variables": ${variables} }`;
    const { status, text } = await refused('/graphql', posted(body));
    expect(status).toBe(400);
    return JSON.parse(text)
      .errors.map(({ message }: Error) => message)
      .join('\n');
  };

  test.each([
    ['missing', '{}', 'was not provided'],
    ['null', '{"input":null}', 'must not be null'],
    ['of another type', '{"input":"g"}', 'to be an object'],
    ['without the group', '{"input":{"userIds":["a"]}}', 'Field "groupId"'],
    ['without the accounts', '{"input":{"groupId":"g"}}', 'Field "userIds"'],
    ['with null for an account', '{"input":{"groupId":"g","userIds":[null]}}', 'userIds[0]'],
    ['with true for an account', '{"input":{"groupId":"g","userIds":[true]}}', 'userIds[0]'],
    ['with a list for an account', '{"input":{"groupId":"g","userIds":[["a"]]}}', 'userIds[0]'],
    ['with an unknown field', '{"input":{"groupId":"g","userIds":["a"],"x":1}}', 'Field "x"'],
    [
      'all in a prototype',
      '{"__proto__":{"input":{"groupId":"g","userIds":["a"]}}}',
      'not provided',
    ],
    [
      'partly in a prototype',
      '{"input":{"__proto__":{"groupId":"g"},"userIds":["a"]}}',
      '"groupId"',
    ],
    ['with a prototype', '{"input":{"groupId":"g","userIds":["a"],"__proto__":{}}}', '"__proto__"'],
    [
      'with a constructor',
      '{"input":{"groupId":"g","userIds":["a"],"constructor":{"prototype":{"x":1}}}}',
      'Field "constructor"',
    ],
  ])('that are %s are refused', async (_name, variables, message) => {
    expect(await refusedVariables(variables)).toContain(message);
    expect({}).not.toHaveProperty('x');
  });
});

describe('a list of changes', () => {
  const query = `mutation($changes: [LiveGroupAdminsChangeInput!]!) {
    changeLiveGroupAdmins(changes: $changes) { __typename }
  }`;
  const good = { action: 'SET', groupId: 'g', userIds: ['a'] };
  const { action: _, ...withoutAction } = good;

  test.each([
    ['is null', null, 'must not be null'],
    ['has null for a change', [good, null], 'changes[1]'],
    ['has a list for a change', [[good]], 'changes[0]'],
    ['has a change without an action', [good, withoutAction], 'Field "action"'],
    ['has an unknown action', [good, { ...good, action: 'CLEAR' }], '"CLEAR" does not exist'],
    ['has an action in another case', [{ ...good, action: 'set' }], '"set" does not exist'],
    ['has the number of an action', [{ ...good, action: 1 }], 'LiveGroupAdminsAction'],
    ['has null for the accounts', [good, { ...good, userIds: null }], 'changes[1].userIds'],
    ['has an unknown field', [{ ...good, force: true }], 'Field "force"'],
  ])('is refused as a whole where it %s', async (_name, changes, message) => {
    expect(await refusedDocument({ query, variables: { changes } })).toContain(message);
  });
});

describe('with introspection off', () => {
  test.each(['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }'])(
    'the schema cannot be asked for: %s',
    async (query) => {
      expect(await refusedDocument({ query })).toContain('introspection has been disabled');
    },
  );

  test.each([
    ['fields', '{ liveGrou(id: "g") { id } }'],
    ['fields of types', '{ liveGroup(id: "g") { idd } }'],
    ['arguments', '{ liveGroup(idd: "g") { id } }'],
    ['types', 'query($a: IDD) { liveGroup(id: $a) { id } }'],
    ['input fields', 'mutation { setLiveGroupAdmins(input: { groupI: "g" }) { __typename } }'],
    [
      'values',
      'mutation { changeLiveGroupAdmins(changes: [{ action: SETT, groupId: "g", userIds: [] }]) { __typename } }',
    ],
  ])('no mistake is answered with names that exist: %s', async (_name, query) => {
    expect(await refusedDocument({ query })).not.toMatch(/did you mean/i);
  });

  test.each([
    [{ groupId: 'g', userId: ['a'] }, 'is not defined'],
    [{ action: 'SETT', groupId: 'g', userIds: ['a'] }, 'does not exist'],
  ])('nor is one in variables: %j', async (change, message) => {
    const query = `mutation($changes: [LiveGroupAdminsChangeInput!]!) {
      changeLiveGroupAdmins(changes: $changes) { __typename }
    }`;
    const variables = { changes: [{ action: 'SET', userIds: ['a'], ...change }] };
    const { text } = await refused('/graphql', posted(JSON.stringify({ query, variables })));
    expect(text).toContain(message);
    expect(text).not.toMatch(/did you mean/i);
  });

  test('__typename still tells results apart', async () => {
    expect(await service.execute('{ __typename liveGroup(id: "g") { __typename } }')).toEqual({
      __typename: 'Query',
      liveGroup: { __typename: 'LiveGroup' },
    });
  });
});

test.each(['text/html', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'])(
  'with GraphiQL off a browser gets no page: accept %s',
  async (accept) => {
    const { status, headers, text } = await refused('/graphql', { headers: { accept } });
    expect(status).toBeLessThan(500);
    expect(headers.get('content-type') ?? '').not.toContain('html');
    expect(text).not.toContain('<');
  },
);
