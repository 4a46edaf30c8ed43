import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { app, type FakeVendor, ok, type Reply, startFakeVendor } from './support/fake-vendor.ts';
import {
  addressOf,
  guideOf,
  logLines,
  type Run,
  settingsFor,
  startProcess,
  startProcessIn,
} from './support/process.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const toUndo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

async function startVendor(): Promise<FakeVendor> {
  const vendor = await startFakeVendor();
  toUndo.push(() => vendor.close());
  return vendor;
}

const NOBODY = 'http://127.0.0.1:9';

const asEnvFile = (settings: Record<string, string>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

async function setAdmin(address: string, payload = ''): Promise<unknown> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `mutation {
        setLiveGroupAdmins(input: { groupId: "@TGS#live", userIds: ["alice"] }) {
          __typename ${payload}
        }
      }`,
    }),
  });
  return response.json();
}
const SUCCESS = { data: { setLiveGroupAdmins: { __typename: 'SetLiveGroupAdminsSuccess' } } };

describe('a process that cannot start ends with code 1, and says in plain words', () => {
  const END = { code: 1, signal: null, out: '' };

  test('all that is missing', async () => {
    const { ended } = await startProcess();
    const result = await ended;
    expect(result).toMatchObject(END);
    expect(result.err.split('\n')).toEqual([
      'The service cannot start:',
      expect.stringMatching(/^ {2}- TENCENT_REGION or TENCENT_API_BASE_URL is required\.$/),
      expect.stringMatching(/^ {2}- TENCENT_SDK_APP_ID is required\.$/),
      expect.stringMatching(/^ {2}- TENCENT_ADMIN_IDENTIFIER is required\.$/),
      expect.stringMatching(/^ {2}- TENCENT_SECRET_KEY or TENCENT_USER_SIG is required\.$/),
      expect.stringMatching(/^ {2}- AUTH_JWT_SECRET, .* is required/),
      '',
    ]);
  });

  test('all that is wrong, but no secret', async () => {
    const { ended } = await startProcess({
      environment: {
        ...settingsFor('http://vendor.example'),
        PORT: 'http',
        TENCENT_SECRET_KEY: 'two-of-three words-of-it',
        TENCENT_USER_SIG_FILE: 'user-sig',
      },
      files: { 'user-sig': 'eJx-first-line\neJx-second-line\n' },
    });
    const result = await ended;
    expect(result).toMatchObject(END);
    for (const name of ['PORT', 'TENCENT_API_BASE_URL', 'TENCENT_SECRET_KEY', 'TENCENT_USER_SIG']) {
      expect(result.err).toMatch(new RegExp(`^  - ${name} must be `, 'm'));
    }
    expect(result.err).not.toMatch(/two-of-three|words-of-it|eJx/);
    expect(result.err).not.toMatch(/^ +at /m);
  });

  test.each(['PORT', 'METRICS_PORT'])('that its %s is in use', async (name) => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    toUndo.push(async () => other.close());
    const { port } = other.address() as AddressInfo;
    const environment = { ...settingsFor(NOBODY), [name]: String(port) };
    const result = await (await startProcess({ environment })).ended;
    expect(result).toMatchObject(END);
    expect(result.err).toBe(
      `The service cannot start:\n  - Port ${port} of 127.0.0.1 is in use: end what listens there, or set ${name} to another one.\n`,
    );
  });

  test('that its .env file cannot be read', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'live-group-admins-'));
    toUndo.push(() => rm(directory, { recursive: true }));
    await mkdir(join(directory, '.env'));
    const result = await startProcessIn(directory, { environment: settingsFor(NOBODY) }).ended;
    expect(result).toMatchObject(END);
    expect(result.err).toMatch(
      /^The service cannot start:\n {2}- The \.env file cannot be read: .+\n$/,
    );
  });
});

test('the settings come from a .env file, too, before which the environment and files of secrets go', async () => {
  const vendor = await startVendor();
  const { PORT, TENCENT_SECRET_KEY, ...settings } = settingsFor(vendor.url);
  const written = { ...settings, PORT: 'none', TENCENT_SECRET_KEY_FILE: 'key' };
  const process = await startProcess({
    environment: { PORT },
    files: {
      '.env': asEnvFile({ ...written, UPSTREAM_TIMEOUT_MS: '2999' }),
      key: `${TENCENT_SECRET_KEY}\n`,
    },
  });
  const address = await addressOf(process);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(logLines(process.output)).toContainEqual(
    expect.objectContaining({ level: 40, msg: expect.stringContaining('UPSTREAM_TIMEOUT_MS') }),
  );
  expect(await setAdmin(address)).toEqual(SUCCESS);
  expect(vendor.calls).toHaveLength(1);
  expect(vendor.complaints).toEqual([]);
});

describe('a process that runs', () => {
  test('prints nothing but JSON lines, and no secret, however much it logs', async () => {
    const vendor = await startVendor();
    const environment = { ...settingsFor(vendor.url), LOG_LEVEL: 'trace' };
    const process = await startProcess({ environment });
    const address = await addressOf(process);
    vendor.behave(({ url }) => ({
      answer: { ActionStatus: 'FAIL', ErrorCode: 70_009, ErrorInfo: `${url} ${app.secretKey}` },
    }));
    const refusal = JSON.stringify(await setAdmin(address));
    process.child.kill('SIGTERM');
    const result = await process.ended;

    expect(refusal).toContain('CommonApiError');
    const userSig = vendor.calls[0]?.query.get('usersig') ?? '';
    expect(userSig).not.toBe('');
    for (const secret of [app.secretKey, userSig, encodeURIComponent(userSig)]) {
      expect(refusal + result.out + result.err).not.toContain(secret);
    }
    expect(result).toMatchObject({ code: 0, signal: null, err: '' });
    expect(logLines(result).map(({ msg }) => msg)).toEqual([
      'listening',
      'change',
      'operation',
      'stopping',
      'stopped',
    ]);
  });

  test("warns once that the vendor's host does not resolve, and is alive all the same", async () => {
    const environment = settingsFor('https://does-not-exist.invalid');
    const process = await startProcess({ environment });
    const address = await addressOf(process);
    await process.printed(/does not resolve/);
    expect((await fetch(`${address}/health`)).status).toBe(200);
    process.child.kill('SIGINT');
    const result = await process.ended;
    expect(result).toMatchObject({ code: 0, signal: null, err: '' });
    const warnings = logLines(result).filter(({ level }) => level !== 30);
    expect(warnings).toEqual([
      expect.objectContaining({
        level: 40,
        host: 'does-not-exist.invalid',
        msg: expect.stringContaining('TENCENT_API_BASE_URL'),
      }),
    ]);
  });
});

describe('a process that is told to stop', () => {
  /** A process with a change under way, which the vendor answers when told to. */
  async function startWithChange({
    environment = {},
    payload = '',
  }: Run & { payload?: string } = {}) {
    const vendor = await startVendor();
    let answer = (_reply: Reply) => {};
    vendor.behave(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const process = await startProcess({
      environment: { ...settingsFor(vendor.url), ...environment },
    });
    const address = await addressOf(process);
    const arrived = vendor.nextCall();
    const change = setAdmin(address, payload);
    // Looked at later, or never.
    change.catch(() => {});
    await arrived;
    return { process, address, change, answer: () => answer(ok) };
  }

  test('answers what is under way first, and takes nothing new', async () => {
    const { process, address, change, answer } = await startWithChange();
    process.child.kill('SIGTERM');
    await process.printed(/stopping/);
    expect((await fetch(`${address}/ready`)).status).toBe(503);
    expect((await fetch(`${address}/health`)).status).toBe(200);
    const refusal = await fetch(`${address}/graphql?query={__typename}`);
    expect(refusal.status).toBe(503);
    expect(refusal.headers.get('retry-after')).not.toBeNull();
    answer();
    expect(await change).toEqual(SUCCESS);
    expect(await process.ended).toMatchObject({ code: 0, signal: null });
  });

  test('takes the same press of Ctrl-C for one, though it arrives twice', async () => {
    const { process, change, answer } = await startWithChange();
    process.child.kill('SIGINT');
    process.child.kill('SIGTERM');
    await process.printed(/stopping/);
    answer();
    expect(await change).toEqual(SUCCESS);
    expect(await process.ended).toMatchObject({ code: 0, signal: null });
  });

  test('again while something is under way, ends at once', async () => {
    const { process, address, change } = await startWithChange();
    process.child.kill('SIGTERM');
    await process.printed(/stopping/);
    // Answered until a signal comes late enough to be another one.
    while (process.child.exitCode === null && process.child.signalCode === null) {
      const answered = fetch(`${address}/ready`).then(
        (response) => response.status,
        () => 503,
      );
      expect(await answered).toBe(503);
      process.child.kill('SIGTERM');
    }
    expect(await process.ended).toMatchObject({ code: 1, signal: null });
    await expect(change).rejects.toThrow();
  });

  test('gives up what takes longer than it may wait, and says so to the caller and in the log', async () => {
    const { process, address, change, answer } = await startWithChange({
      environment: {
        UPSTREAM_TIMEOUT_MS: '2000',
        REQUEST_DEADLINE_MS: '2500',
        SHUTDOWN_TIMEOUT_MS: '2500',
      },
      payload: `... on SetLiveGroupAdminsSuccess {
        liveGroup { admins { __typename ... on UpstreamUnavailableError { reason outcome } } }
      }`,
    });
    process.child.kill('SIGTERM');
    await process.printed(/stopping/);
    expect((await fetch(`${address}/ready`)).status).toBe(503);
    // Of the change, in good time; of the read that its payload asks for, never.
    answer();
    const result = await process.ended;
    expect(result).toMatchObject({ code: 0, signal: null });
    const admins = {
      __typename: 'UpstreamUnavailableError',
      reason: 'TIMEOUT',
      outcome: 'NOT_APPLIED',
    };
    expect(await change).toEqual({
      data: { setLiveGroupAdmins: { ...SUCCESS.data.setLiveGroupAdmins, liveGroup: { admins } } },
    });
    expect(logLines(result)).toContainEqual(expect.objectContaining({ level: 50, reads: 1 }));
  });

  test('cannot be told to wait for less than what it has accepted may take', async () => {
    const environment = { ...settingsFor(NOBODY), SHUTDOWN_TIMEOUT_MS: '14999' };
    const result = await (await startProcess({ environment })).ended;
    expect(result).toMatchObject({ code: 1, signal: null, out: '' });
    expect(result.err).toMatch(
      /^The service cannot start:\n {2}- SHUTDOWN_TIMEOUT_MS must be at least REQUEST_DEADLINE_MS: .+\n$/,
    );
  });
});

describe('the sandbox', () => {
  test('needs no settings, and prints its page and a first mutation to paste', async () => {
    const process = await startProcess({ args: ['--sandbox'], environment: { PORT: '0' } });
    const address = await guideOf(process);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const json = await process.printed(/-d '(\{[^']+\})'/);
    expect(process.output.out).toContain(`curl -s ${address}/graphql -H `);
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: json,
    });
    expect(await response.json()).toEqual(SUCCESS);

    const page = await fetch(`${address}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toMatch(/^\s*<!doctype html>/i);
    process.child.kill('SIGTERM');
    expect(await process.ended).toMatchObject({ code: 0, signal: null, err: '' });
  });

  test("ignores a .env file and the real vendor's settings", async () => {
    const process = await startProcess({
      args: ['--sandbox'],
      environment: { ...settingsFor(NOBODY), TENCENT_SECRET_KEY: 'two words' },
      files: { '.env': 'LOG_LEVEL=none\nGRAPHIQL=none\n' },
    });
    expect(await setAdmin(await guideOf(process))).toEqual(SUCCESS);
  });
});
