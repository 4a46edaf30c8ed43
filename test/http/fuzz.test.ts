import { type IncomingMessage, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/policy/clock.ts';
import { app, type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { broken, documents } from './fuzz-documents.ts';

/** How many requests are tried; the nightly script asks for more. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const TIMEOUT_MS = 20 * 60_000;

let vendor: FakeVendor;
let service: Service;

beforeAll(async () => {
  vendor = await startFakeVendor();
  const settings = {
    GRAPHIQL: 'false',
    INTROSPECTION: 'false',
    CORS_ORIGINS: 'https://admin.example.com',
    UPSTREAM_MAX_CALLS_PER_SECOND: '10000',
  };
  service = await startService(configFor(vendor.url, settings), { clock: systemClock });
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

const variables = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.record(
      { v: fc.jsonValue(), w: fc.jsonValue(), yes: fc.boolean() },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const parameters = fc.record(
  {
    query: fc.oneof({ weight: 20, arbitrary: documents }, { weight: 1, arbitrary: fc.jsonValue() }),
    variables,
    operationName: fc.oneof(fc.constantFrom('Name', 'B', '', null), fc.jsonValue()),
    extensions: fc.oneof(fc.constant({ persistedQuery: { version: 1 } }), fc.jsonValue()),
    id: fc.jsonValue(),
  },
  { requiredKeys: ['query'] },
);
const few = fc.record({ query: documents, variables }, { requiredKeys: ['query'] });
const operations = fc.oneof(
  { weight: 4, arbitrary: few },
  { weight: 2, arbitrary: parameters },
  { weight: 2, arbitrary: fc.array(few, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const json = operations.map((value) => JSON.stringify(value));
const bodies: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 8, arbitrary: json },
  { weight: 2, arbitrary: broken(json) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
);

const latin = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 40,
});
const headers = fc.record(
  {
    accept: fc.oneof(
      fc.constantFrom('*/*', 'application/graphql-response+json', 'text/html', 'image/png'),
      latin,
    ),
    authorization: latin.map((value) => `Bearer ${value}`),
    'content-encoding': fc.constantFrom('gzip', 'identity'),
    host: latin,
    origin: fc.oneof(fc.constantFrom('https://admin.example.com', 'null'), latin),
    'access-control-request-method': fc.constantFrom('POST', 'x'),
    traceparent: latin,
    'x-request-id': latin,
    'x-forwarded-for': latin,
    cookie: latin,
  },
  { requiredKeys: [] },
);
const contentType = fc.oneof(
  { weight: 12, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['application/json; charset=utf-16', 'text/plain', 'multipart/form-data; boundary=x'],
      ...['application/x-www-form-urlencoded', 'application/graphql', ''],
    ),
  },
);

const inUrl = few.map(({ query, variables }) => {
  const given = { query, variables: JSON.stringify(variables ?? {}) };
  return `?${new URLSearchParams(given)}`;
});
/** What may stand in a request's line. */
const encodable = (url: string) => url.replace(/[^\x21-\x7e]/g, '%F0');
const paths = fc
  .tuple(
    fc.constantFrom('/graphql', '/graphql', '/graphql', '/health', '/', '/graphql/x'),
    fc.oneof(fc.constantFrom('', '?'), inUrl, broken(inUrl).map(encodable)),
  )
  .map((parts) => parts.join(''));

const requests = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      method: fc.constant('POST'),
      path: fc.constant('/graphql'),
      body: bodies,
      headers: fc.tuple(fc.constant({}), contentType),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      method: fc.constantFrom('POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'QUERY'),
      path: paths,
      body: bodies,
      headers: fc.tuple(headers, contentType),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      method: fc.constant('GET'),
      path: inUrl.map((url) => `/graphql${url}`),
      body: fc.constant(''),
      headers: fc.tuple(headers, fc.constant('application/json')),
    }),
  },
);

type Sent = typeof requests extends fc.Arbitrary<infer Value> ? Value : never;

async function answerTo({ method, path, body, headers: [others, type] }: Sent) {
  const headers = { host: 'service', ...others, 'content-length': Buffer.byteLength(body) };
  const sent = send(`${service.url}${path}`, {
    method,
    agent: false,
    headers: type === '' ? headers : { 'content-type': type, ...headers },
  });
  sent.end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** What is documented, on a service that neither stops nor lacks the keys of its callers. */
const STATUSES = [200, 204, 400, 404, 405, 406, 415];

/** What only the log may say: where the code is, what it is made of, how it failed. */
const INTERNAL =
  /node_modules|\bat \S+ \(|\/src\/|\.[jt]s:\d|(Type|Range|Reference|Syntax)Error|Unexpected error|INTERNAL_SERVER|Cannot read|not a function|yoga|whatwg|pothos|undici|envelop/i;

test('whatever comes is answered or refused, and nothing of the inside is told', {
  timeout: TIMEOUT_MS,
}, async () => {
  const seen = new Map<number | undefined, number>();
  let executed = 0;
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const logged = service.logged.length;
      const { status, headers, body } = await answerTo(request);
      seen.set(status, (seen.get(status) ?? 0) + 1);
      expect(STATUSES).toContain(status);
      expect(body).not.toMatch(INTERNAL);
      expect(body).not.toContain(app.secretKey);
      expect(headers).toHaveProperty('x-request-id');
      expect(headers).toHaveProperty('x-content-type-options', 'nosniff');
      if (body !== '' && headers['content-type']?.includes('json')) {
        const answers = [JSON.parse(body)].flat();
        executed += answers.filter(({ data }) => data).length;
      }
      const bugs = service.logged.slice(logged).filter(({ level }) => Number(level) > 30);
      expect(bugs).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  // Else it would say little.
  for (const status of [200, 400, 405, 415]) expect(seen.get(status)).toBeGreaterThan(0);
  expect(executed).toBeGreaterThan(RUNS / 20);
  expect(vendor.calls.length).toBeGreaterThan(0);
  expect(await service.execute('{ __typename }')).toEqual({ __typename: 'Query' });
});
