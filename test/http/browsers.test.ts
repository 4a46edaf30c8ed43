import { afterEach, describe, expect, test } from 'vitest';
import { securityHeaders } from '../../src/http/security-headers.ts';
import { startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, startService } from '../support/service.ts';

const toUndo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

async function start(settings: Record<string, string> = {}) {
  const vendor = await startFakeVendor();
  const service = await startService(configFor(vendor.url, settings));
  toUndo.push(vendor.close, () => service.stop());
  return { vendor, service };
}

const ADMIN = 'https://admin.example.com';
const LOCAL = 'http://localhost:3000';
const OPEN = { CORS_ORIGINS: `${ADMIN}, ${LOCAL}` };

const json = { 'content-type': 'application/json' };
const posted = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body,
});
const TYPENAME = '{"query":"{__typename}"}';
const askingFor = (origin: string): RequestInit => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  },
});

const corsHeaders = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

describe('a page of an origin that is listed', () => {
  test.each([ADMIN, LOCAL])('may send operations and read their answers: %s', async (origin) => {
    const { service } = await start(OPEN);
    const asked = await service.fetch('/graphql', askingFor(origin));
    expect(asked.status).toBe(204);
    expect(await asked.text()).toBe('');
    expect(asked.headers.get('vary')).toBe('origin');
    expect(corsHeaders(asked.headers)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'authorization, content-type, x-request-id, traceparent, tracestate',
      'access-control-expose-headers': 'x-request-id, retry-after',
      'access-control-max-age': '7200',
    });
    const answer = await service.fetch('/graphql', posted(TYPENAME, { origin }));
    expect(answer.headers.get('vary')).toBe('origin');
    expect(corsHeaders(answer.headers)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, retry-after',
    });
  });

  test.each<[status: number, init: RequestInit]>([
    [400, posted('{')],
    [405, { method: 'DELETE' }],
    [406, posted(TYPENAME, { accept: 'image/png' })],
    [413, posted('x'.repeat(256 * 1024 + 1))],
    [415, posted(TYPENAME, { 'content-type': 'text/plain' })],
  ])('may read refusals: %i', async (status, init) => {
    const { service } = await start(OPEN);
    const headers = { ...(init.headers as Record<string, string>), origin: ADMIN };
    const answer = await service.fetch('/graphql', { ...init, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ADMIN);
  });
});

describe('a page of any other origin', () => {
  test.each([
    'https://admin.example.com.evil.example',
    'https://evil.example',
    'http://admin.example.com',
    'https://admin.example.com:8443',
    'https://ADMIN.example.com',
    'null',
    '*',
    '',
  ])('may read nothing: %s', async (origin) => {
    const { service } = await start(OPEN);
    for (const init of [askingFor(origin), posted(TYPENAME, { origin })]) {
      const answer = await service.fetch('/graphql', init);
      expect(corsHeaders(answer.headers)).toEqual({});
      expect(answer.headers.get('vary')).toBe('origin');
    }
  });

  test('may read nothing where none is listed', async () => {
    const { service } = await start();
    const asked = await service.fetch('/graphql', askingFor(ADMIN));
    expect(asked.status).toBe(405);
    const answer = await service.fetch('/graphql', posted(TYPENAME, { origin: ADMIN }));
    expect([...Object.keys(corsHeaders(asked.headers))]).toEqual([]);
    expect(corsHeaders(answer.headers)).toEqual({});
    expect(answer.headers.get('vary')).toBeNull();
  });

  test('may read nothing of another path, listed or not', async () => {
    const { service } = await start(OPEN);
    const answer = await service.fetch('/health', { headers: { origin: ADMIN } });
    expect(corsHeaders(answer.headers)).toEqual({});
  });

  const MUTATION =
    'mutation { setLiveGroupAdmins(input: { groupId: "g", userIds: ["a"] }) { __typename } }';
  const parameters = JSON.stringify({ query: MUTATION });
  const parts = new FormData();
  parts.append('query', MUTATION);

  // What a browser sends to any site without asking it first.
  test.each<[string, RequestInit]>([
    ['a form', { method: 'POST', body: new URLSearchParams({ query: MUTATION }) }],
    ['a form with parts', { method: 'POST', body: parts }],
    ['a text', { method: 'POST', body: parameters, headers: { 'content-type': 'text/plain' } }],
    ['a beacon without a type', { method: 'POST', body: Buffer.from(parameters) }],
  ])('can change nothing by %s', async (_name, init) => {
    const { service, vendor } = await start(OPEN);
    const answer = await service.fetch('/graphql', init);
    expect(answer.status).toBe(415);
    expect(vendor.calls).toEqual([]);
  });

  test('can change nothing by a link or an image', async () => {
    const { service, vendor } = await start(OPEN);
    const query = new URLSearchParams({ query: MUTATION });
    const answer = await service.fetch(`/graphql?${query}`);
    expect(answer.status).toBe(405);
    expect(vendor.calls).toEqual([]);
  });
});

describe('every answer tells a browser to keep nothing of it, and run nothing in it', () => {
  test.each<[path: string, init?: RequestInit]>([
    ['/graphql?query={__typename}'],
    ['/graphql', posted('{')],
    ['/graphql', posted('x'.repeat(256 * 1024 + 1))],
    ['/graphql', posted(TYPENAME, { 'content-encoding': 'gzip' })],
    ['/graphql', { method: 'DELETE' }],
    ['/graphql', askingFor(ADMIN)],
    ['/health'],
    ['/ready'],
    ['/nothing'],
  ])('%s %j', async (path, init) => {
    const { service } = await start(OPEN);
    const { headers } = await service.fetch(path, init);
    expect(Object.fromEntries(headers)).toMatchObject(securityHeaders);
  });

  test('but for the policy of GraphiQL, which lets its own script run', async () => {
    const { service } = await start(OPEN);
    const page = await service.fetch('/graphql', { headers: { accept: 'text/html' } });
    const { headers } = page;
    await page.arrayBuffer();
    const { 'content-security-policy': _, ...others } = securityHeaders;
    expect(Object.fromEntries(headers)).toMatchObject(others);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });
});
