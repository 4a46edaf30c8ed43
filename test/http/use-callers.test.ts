import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import {
  bearer,
  goodClaims,
  mint,
  publicKeySigner,
  secretSigner,
  trusting,
} from '../support/tokens.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

let vendor: FakeVendor;
let service: Service;
let clock: VirtualClock;

beforeAll(async () => {
  vendor = await startFakeVendor();
});
beforeEach(async () => {
  await service?.stop();
  clock = virtualClock(Math.floor(Date.now() / 1000) * 1000);
  service = await startService(configFor(vendor.url, trusting(secretSigner())), { clock });
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
});

const QUERY = { query: '{ __typename }' };
const ANSWER = { data: { __typename: 'Query' } };
const nowSeconds = () => clock.now() / 1000;
const token = (claims: object = {}) =>
  mint(secretSigner(), { ...goodClaims(clock.now()), ...claims });

describe('a token is wanted', () => {
  const path = `/graphql?query=${encodeURIComponent('{ __typename }')}`;

  test('for a query by GET', async () => {
    expect((await service.fetch(path)).status).toBe(401);
    const response = await service.fetch(path, { headers: bearer(await token()) });
    expect(await response.json()).toEqual(ANSWER);
  });

  test('in its header, and not in the URL', async () => {
    const response = await service.fetch(`${path}&access_token=${await token()}`);
    expect(response.status).toBe(401);
  });

  test('once for an array of operations', async () => {
    expect((await service.post([QUERY, QUERY])).status).toBe(401);
    const response = await service.post([QUERY, QUERY], bearer(await token()));
    expect(await response.json()).toEqual([ANSWER, ANSWER]);
  });

  test.each([
    ['the type of the body', { 'content-type': 'text/plain' }],
    ['the type of the answer', { accept: 'text/plain' }],
  ])('before anything is said of %s', async (_what, headers) => {
    expect((await service.post(QUERY, headers)).status).toBe(401);
  });

  test('before anything is said of the operation', async () => {
    for (const parameters of [{}, { query: '{' }, { query: '{ nothing }' }, 'text', null]) {
      expect((await service.post(parameters)).status).toBe(401);
    }
  });

  test('to be told so in a browser, though not for its question whether it may ask', async () => {
    await service.stop();
    const origin = 'https://admin.example';
    const settings = { ...trusting(secretSigner()), CORS_ORIGINS: origin };
    service = await startService(configFor(vendor.url, settings), { clock });
    const preflight = await service.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    const refused = await service.post(QUERY, { origin });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test('neither for the page of GraphiQL, nor for health and readiness', async () => {
    const page = await service.fetch('/graphql', { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html')]);
    expect((await service.fetch('/health')).status).toBe(200);
    expect((await service.fetch('/ready')).status).toBe(200);
  });
});

describe('a refusal', () => {
  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ['application/graphql-response+json, */*', 'application/graphql-response+json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['text/html', 'application/json; charset=utf-8'],
  ])('comes as the client accepts it: %s', async (accept, type) => {
    const response = await service.post(QUERY, { accept });
    expect([response.status, response.headers.get('content-type')]).toEqual([401, type]);
    expect((await response.json()).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test.each([
    ['has expired', { exp: -60 }, 'The token has expired.'],
    ['is not valid yet', { nbf: 61 }, 'The token is not valid yet.'],
  ])('says that the token %s', async (_what, offsets, reason) => {
    const times = Object.entries(offsets).map(([claim, s]) => [claim, nowSeconds() + s]);
    const response = await service.post(QUERY, bearer(await token(Object.fromEntries(times))));
    expect((await response.json()).errors[0].message).toBe(reason);
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer error="invalid_token", error_description="${reason}"`,
    );
  });

  test('is one line of the log, at info, with the reason and the request id', async () => {
    const bad = await mint(secretSigner('somebody else, and long enough'), goodClaims());
    const response = await service.post(QUERY, bearer(bad));
    const lines = service.logged.filter(({ requestId }) => requestId !== undefined);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 30,
        requestId: response.headers.get('x-request-id'),
        status: 401,
        reason: 'The token cannot be verified.',
      }),
    ]);
    expect(JSON.stringify(service.logged)).not.toContain(bad.slice(0, 30));
  });
});

describe('a token that was taken', () => {
  test('is taken again until a minute after it has expired, and then no more', async () => {
    const headers = bearer(await token({ exp: nowSeconds() + 10 }));
    for (const passed of [0, 10_000, 59_999]) {
      clock.advance(passed);
      expect((await service.post(QUERY, headers)).status).toBe(200);
    }
    clock.advance(1);
    expect((await service.post(QUERY, headers)).status).toBe(401);
  });

  test('lets no other one in that begins or ends as it does', async () => {
    const good = await token();
    expect((await service.post(QUERY, bearer(good))).status).toBe(200);
    for (const other of [good.slice(0, -1), `${good}A`, ` ${good.slice(1)}`, `A${good.slice(1)}`]) {
      expect((await service.post(QUERY, bearer(other))).status).toBe(401);
    }
  });

  test('says nothing of the next one: each request is its own caller', async () => {
    const change = {
      query:
        'mutation { setLiveGroupAdmins(input: { groupId: "g", userIds: ["a"] }) { __typename } }',
    };
    const typeFor = async (scope: string) => {
      const response = await service.post(change, bearer(await token({ scope })));
      return (await response.json()).data.setLiveGroupAdmins.__typename;
    };
    const types = ['live-group-admins:write', 'other', 'live-group-admins:write'].map(typeFor);
    expect(await Promise.all(types)).toEqual([
      'SetLiveGroupAdminsSuccess',
      'ForbiddenError',
      'SetLiveGroupAdminsSuccess',
    ]);
  });
});

const TRUSTED = ['rsa:RS256', 'rsa:RS384', 'rsa:RS512', 'rsa:PS256', 'rsa:PS384', 'rsa:PS512'];
const OTHERS = ['P-256:ES256', 'P-384:ES384', 'P-521:ES512', 'ed25519:EdDSA', 'ed25519:Ed25519'];

test.each([...TRUSTED, ...OTHERS])('a public key may sign by %s', async (kind) => {
  const [type = '', algorithm = ''] = kind.split(':');
  const signer = publicKeySigner(type as Parameters<typeof publicKeySigner>[0], algorithm);
  await service.stop();
  service = await startService(configFor(vendor.url, trusting(signer)), { clock });
  expect((await service.post(QUERY, bearer(await mint(signer)))).status).toBe(200);
});

test.each(['HS384', 'HS512'])('a secret may not sign by %s', async (algorithm) => {
  const signed = await mint({ ...secretSigner(), algorithm }, goodClaims());
  expect((await service.post(QUERY, bearer(signed))).status).toBe(401);
});

describe('where every token has to be bound to groups', () => {
  beforeEach(async () => {
    await service.stop();
    const settings = { ...trusting(secretSigner()), AUTH_REQUIRE_LIVE_GROUPS: 'true' };
    service = await startService(configFor(vendor.url, settings), { clock });
  });

  test('one that is bound to none in particular is refused', async () => {
    const response = await service.post(QUERY, bearer(await token()));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('not bound to live groups');
  });

  test.each([[[]], [['@TGS#live']]])('one that is bound to %j is taken', async (live_groups) => {
    const response = await service.post(QUERY, bearer(await token({ live_groups })));
    expect(await response.json()).toEqual(ANSWER);
  });
});
