import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { errorCodes } from '../src/tencent/error-codes.ts';
import { type FakeCollector, startFakeCollector } from './support/collector.ts';
import {
  type FakeVendor,
  ok,
  type Reply,
  startFakeVendor,
  type VendorCall,
} from './support/fake-vendor.ts';
import { freePort } from './support/free-port.ts';
import { settingsFor, startProcess } from './support/process.ts';
import { bearer, goodClaims, mint, secretSigner } from './support/tokens.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Looks like no other text, and like a secret that somebody might use. */
const mark = (name: string) => `canary-${name}/+${randomBytes(12).toString('base64')}`;

const secretKey = mark('key');
const jwtSecret = mark('jwt').padEnd(48, '=');
const collectorToken = `canary-collector-${randomBytes(12).toString('hex')}`;
const readyMadeUserSig = `eJcanary*-${randomBytes(24).toString('hex')}_`;

/** Somebody's, in the id of a group. */
const misplacedUserSig = `eJmisplaced-${randomBytes(12).toString('hex')}`;

/** The ways in which a text is echoed. */
const echoes: readonly ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => JSON.stringify({ text }).replaceAll('/', '\\/'),
];

/** What every reply echoes: the URL, and the secret that the vendor shares with the service. */
const echoOf = (url: string, secret: string) =>
  echoes.map((write) => write(`http://vendor.example${url} ${secret}`)).join(' ; ');

const adminWho = (echo: string) => ({ Admin_Account: echo, NickName: echo, Avatar: echo });

const kinds: Readonly<Record<string, (echo: string) => Reply>> = {
  fine: (echo) => ({ answer: { ...ok.answer, Admin_List: [adminWho(echo)] } }),
  status: (echo) => ({ status: 502, body: `<html>${echo}</html>` }),
  redirect: (echo) => ({ status: 302, headers: { location: encodeURI(echo) } }),
  garbage: (echo) => ({ raw: `HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{"${echo}` }),
  'no-http': (echo) => ({ raw: echo }),
  unreadable: (echo) => ({ answer: { ErrorCode: 'none', ErrorInfo: echo } }),
  reset: () => 'reset',
  silence: () => 'hang',
};

/** Takes a reply from the id of the group: one of `kinds`, or a code. */
function replyTo({ body, query, url }: VendorCall, secret: string): Reply {
  const [group = ''] = String(body['GroupId']).split('.');
  const echo = echoOf(url, `${secret} ${query.get('usersig')}`);
  return (
    kinds[group]?.(echo) ?? {
      answer: { ActionStatus: 'FAIL', ErrorCode: Number(group), ErrorInfo: `refused: ${echo}` },
    }
  );
}

const codes = [...errorCodes.map(({ code }) => code), 60_099];
const slowing = errorCodes
  .filter(
    ({ type, repeat }) =>
      'category' in type && type.category === 'RATE_LIMIT' && repeat === 'delay',
  )
  .map(({ code }) => code);
/** Enough that go well for the breaker to stay closed. */
const fine = Array.from({ length: 30 }, (_, index) => `fine.${index}`);
/** Those that slow the pace last. */
const groupLists = [
  [...fine, ...Object.keys(kinds), ...codes.filter((code) => !slowing.includes(code)).map(String)],
  slowing.map(String),
];
const groups = groupLists.flat();

const outcomeFields = `__typename ... on Error { message } ... on UpstreamError { errorInfo }
  ... on InvalidInputError { issues { path message } }`;
const changeMutation = `mutation ($changes: [LiveGroupAdminsChangeInput!]!) {
  changeLiveGroupAdmins(changes: $changes) { ${outcomeFields} }
}`;
const readQuery = `query ($ids: [ID!]!) { liveGroups(ids: $ids) { admins {
  ${outcomeFields} ... on LiveGroupAdmins { nodes { userId nickname avatarUrl } }
} } }`;

/** Every secret in the forms in which it could be read. */
function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, encodeURIComponent(secret), inJson, inJson.replaceAll('/', '\\/')];
}

/** A process with every secret marked, each of its outputs kept. */
async function startMarked(settings: Readonly<Record<string, string>>) {
  const port = await freePort();
  const process = await startProcess({
    environment: {
      ...settingsFor(vendor.url),
      AUTH_DISABLED: '',
      AUTH_JWT_SECRET: jwtSecret,
      TENCENT_SECRET_KEY: secretKey,
      PORT: String(port),
      METRICS_PORT: String(port),
      GRAPHIQL: 'true',
      INTROSPECTION: 'true',
      LOG_LEVEL: 'trace',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=${collectorToken}`,
      UPSTREAM_TIMEOUT_MS: '800',
      REQUEST_DEADLINE_MS: '2500',
      UPSTREAM_MAX_ATTEMPTS: '1',
      ...settings,
    },
  });
  const address = await process.printed(/"address":"([^"]+)".*"listening"/);
  const answers: string[] = [];
  async function get(path: string, init?: RequestInit): Promise<string> {
    const response = await fetch(`${address}${path}`, { ...init, redirect: 'manual' });
    const body = await response.text();
    answers.push(`${JSON.stringify([...response.headers])}\n${body}`);
    return body;
  }
  const post = (token: string, body: unknown) =>
    get('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { process, answers, get, post };
}

let vendor: FakeVendor;
let collector: FakeCollector;

beforeAll(async () => {
  vendor = await startFakeVendor();
  collector = await startFakeCollector();
});
afterAll(async () => {
  await vendor.close();
  await collector.close();
});

const signer = secretSigner(jwtSecret);
const tokens = {
  good: await mint(signer),
  bound: await mint(signer, { ...goodClaims(), live_groups: ['fine.0'] }),
  expired: await mint(signer, { ...goodClaims(), exp: 1 }),
  forged: await mint(secretSigner('another secret, as long as it has to be')),
  garbage: `not-a-token-${randomBytes(12).toString('hex')}`,
};

/** Fails with the name of each secret that is found in any of the texts. */
function expectNothingOf(texts: Readonly<Record<string, string>>) {
  const userSigs = vendor.calls.map(({ query }) => query.get('usersig') ?? '');
  const secrets = {
    'the secret key': [secretKey],
    'the secret of tokens': [jwtSecret],
    "the collector's token": [collectorToken],
    'the ready-made UserSig': [readyMadeUserSig],
    'a UserSig': [...new Set(userSigs), misplacedUserSig],
    'a token': Object.values(tokens),
    'a URL of the vendor': ['group_open_avchatroom_http_svc'],
  };
  const found = Object.entries(secrets).flatMap(([name, values]) =>
    Object.entries(texts)
      .filter(([, text]) => values.flatMap(formsOf).some((form) => text.includes(form)))
      .map(([place]) => `${name} in ${place}`),
  );
  expect(found).toEqual([]);
}

describe('no secret gets out', () => {
  test.each([
    ['a key that signs', secretKey, {}],
    [
      'a ready-made UserSig',
      readyMadeUserSig,
      { TENCENT_SECRET_KEY: '', TENCENT_USER_SIG: readyMadeUserSig },
    ],
  ])('whatever happens, with %s', async (_name, secret, settings) => {
    vendor.behave((call) => replyTo(call, secret));
    const { process, answers, get, post } = await startMarked(settings);
    const callsBefore = vendor.calls.length;

    for (const ids of groupLists) {
      const changes = ids.map((groupId) => ({ action: 'SET', groupId, userIds: ['u'] }));
      await post(tokens.good, { query: changeMutation, variables: { changes } });
      await post(tokens.good, { query: readQuery, variables: { ids } });
      await post(tokens.bound, { query: changeMutation, variables: { changes } });
    }
    const misplaced = [{ action: 'SET', groupId: `usersig=${misplacedUserSig}`, userIds: ['u'] }];
    await post(tokens.good, { query: changeMutation, variables: { changes: misplaced } });
    const invalid = [{ action: 'SET', groupId: ' ', userIds: [] }];
    await post(tokens.good, { query: changeMutation, variables: { changes: invalid } });
    await post(tokens.good, '{ not JSON');
    await post(tokens.good, { query: '{ nothing }' });
    for (const token of [tokens.expired, tokens.forged, tokens.garbage]) {
      await post(token, { query: '{ __typename }' });
    }
    const page = await get('/graphql', { headers: { accept: 'text/html' } });
    const metrics = await get('/metrics');
    await get('/nowhere');

    process.child.kill('SIGTERM');
    const { code, out, err } = await process.ended;
    expect(code).toBe(0);

    const answered = answers.join('\n');
    const spans = collector.bodies.join('\n');
    expectNothingOf({ answers: answered, stdout: out, stderr: err, spans });

    // What is searched is there, and everything was provoked.
    const called = vendor.calls.slice(callsBefore).map(({ body }) => body['GroupId']);
    expect(called).toEqual(expect.arrayContaining(groups));
    for (const type of ['SystemError', 'CommonApiError', 'UnknownApiError', 'ForbiddenError']) {
      expect(answered.includes(type)).toBe(true);
    }
    expect(answered.includes('refused: [redacted] [redacted] [redacted]')).toBe(true);
    for (const field of ['userId', 'nickname', 'avatarUrl']) {
      expect(answered.includes(`"${field}":"[redacted] [redacted]`)).toBe(true);
    }
    expect(answered.includes('UNAUTHENTICATED')).toBe(true);
    expect(page.slice(0, 100)).toMatch(/<!doctype html>/i);
    expect(metrics).toContain('live_group_admins_');
    expect(out.includes('"audit"')).toBe(true);
    expect(collector.spans.map(({ name }) => name)).toContain('POST modify_admin');
  });

  test('when it crashes, nor in a warning of the runtime', async () => {
    const { process, post } = await startMarked({
      // Runs in the process, and breaks it from within when it is told to.
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`
        process.on('SIGUSR2', () => {
          const { TENCENT_SECRET_KEY: key, AUTH_JWT_SECRET: jwt, LEAK: leak } = process.env;
          const text = [key, jwt, leak].join(' ');
          process.emitWarning('a warning with ' + text);
          setImmediate(() => {
            throw Object.assign(new Error('a crash with ' + text), { leak: { text } });
          });
        });
      `)}`,
      LEAK: `${bearer(tokens.good).authorization} ${echoOf(`/v4/group_open_avchatroom_http_svc/modify_admin?usersig=${readyMadeUserSig}`, secretKey)}`,
    });
    await post(tokens.good, {
      query: changeMutation,
      variables: { changes: [{ action: 'SET', groupId: 'fine', userIds: ['u'] }] },
    });
    process.child.kill('SIGUSR2');
    const { code, out, err } = await process.ended;
    expect(code).toBe(1);
    expect(out).toContain('a warning with [redacted]');
    expect(out).toContain('a crash with [redacted]');
    expectNothingOf({ stdout: out, stderr: err });
  });
});
