import { parse, validate } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { readConfig } from '../../src/config/config.ts';
import { graphiqlOptions } from '../../src/http/graphiql.ts';
import { systemClock } from '../../src/policy/clock.ts';
import { sandboxApp, sandboxEnvironment } from '../../src/sandbox/environment.ts';
import { startSandboxVendor } from '../../src/sandbox/vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';

const toStop: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of toStop.splice(0).reverse()) await stop();
});

/** The tabs by the name of their operation. */
function tabs(sandbox: boolean): Map<string, string> {
  const { defaultTabs = [] } = graphiqlOptions({ sandbox });
  return new Map(
    defaultTabs.map(({ query }) => {
      const [, name = ''] = /^(?:query|mutation) (\w+)/m.exec(query ?? '') ?? [];
      return [name, query ?? ''];
    }),
  );
}

/** A service in front of nobody. */
async function startOrdinary(): Promise<Service> {
  const service = await startService(configFor('http://127.0.0.1:9'));
  toStop.push(service.stop);
  return service;
}

async function startSandbox(): Promise<Service> {
  const vendor = await startSandboxVendor({ ...sandboxApp, clock: systemClock });
  toStop.push(vendor.close);
  const environment = sandboxEnvironment({}, vendor.url);
  const result = readConfig(environment, { readFile: () => '', sandbox: true });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const service = await startService(result.config, { clock: systemClock });
  toStop.push(service.stop);
  return service;
}

async function pageOf(service: Service): Promise<string> {
  const response = await service.fetch('/graphql', { headers: { accept: 'text/html' } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
  return response.text();
}

// The page has nine megabytes: a failure should not print them.
const titleOf = (page: string) => /<title>(.*)<\/title>/.exec(page)?.[1];
const tabsMissingIn = (page: string, sandbox: boolean) =>
  [...tabs(sandbox).values()].filter((query) => !page.includes(JSON.stringify(query)));

describe('the page', () => {
  test('has all its scripts and styles in itself', async () => {
    const page = await pageOf(await startOrdinary());
    const markup = page
      .replace(/(<script\b[^>]*>)[\s\S]*?(<\/script>)/g, '$1$2')
      .replace(/(<style\b[^>]*>)[\s\S]*?(<\/style>)/g, '$1$2');
    expect(markup.includes('<script></script>')).toBe(true);
    expect(markup.includes('<style></style>')).toBe(true);
    const urls = [...markup.matchAll(/\s(?:src|href)\s*=\s*["']?([^"'\s>]*)/g)];
    expect(urls.map(([, url = '']) => url.slice(0, 'data:'.length))).toEqual(['data:']);
    const loading = /(?:\burl\(|@import|\bimport\()\s*["'`]?https?:[^)]{0,80}/g;
    const networks = /(?:unpkg\.com|jsdelivr\.net|esm\.sh|cdnjs\.)[^"'`]{0,80}/g;
    expect([...page.matchAll(loading), ...page.matchAll(networks)].map(String)).toEqual([]);
  });

  test('holds the tabs, and says what it shows', async () => {
    const page = await pageOf(await startOrdinary());
    expect(titleOf(page)).toBe('Live group admins');
    expect(tabsMissingIn(page, false)).toEqual([]);
  });

  test('says that it shows a sandbox', async () => {
    const page = await pageOf(await startSandbox());
    expect(titleOf(page)).toContain('sandbox');
    expect(tabsMissingIn(page, true)).toEqual([]);
  });

  test('is for browsers, and an API client gets none', async () => {
    const service = await startOrdinary();
    const response = await service.fetch('/graphql?query={__typename}', {
      headers: { accept: 'application/json' },
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

describe.each([true, false])('the tabs, sandbox: %s', (sandbox) => {
  test.each([...tabs(sandbox)])('%s is a valid document', (_name, query) => {
    expect(validate(schema, parse(query))).toEqual([]);
  });

  test('are of distinct names', () => {
    expect([...tabs(sandbox).keys()]).toEqual([
      'SetAdmins',
      'RemoveAdmins',
      'ReadAdmins',
      ...(sandbox ? ['EveryError'] : []),
    ]);
  });
});

describe('in the sandbox', () => {
  const run = (service: Service, name: string) =>
    service.execute<Record<string, unknown>, object>(tabs(true).get(name) ?? '');

  test('the tabs set, read and remove administrators', async () => {
    const service = await startSandbox();
    const nodes = (...userIds: string[]) => userIds.map((userId) => ({ userId }));
    expect(await run(service, 'SetAdmins')).toMatchObject({
      setLiveGroupAdmins: {
        __typename: 'SetLiveGroupAdminsSuccess',
        liveGroup: { admins: { remaining: 3, nodes: nodes('alice', 'bob') } },
      },
    });
    expect(await run(service, 'RemoveAdmins')).toEqual({
      removeLiveGroupAdmins: { __typename: 'RemoveLiveGroupAdminsSuccess', userIds: ['alice'] },
    });
    expect(await run(service, 'ReadAdmins')).toMatchObject({
      liveGroup: { admins: { __typename: 'LiveGroupAdmins', remaining: 4, nodes: nodes('bob') } },
    });
  });

  test('the tab EveryError meets each error, as its own type', { timeout: 30_000 }, async () => {
    const upstream = (__typename: string, errorCode: number) => ({ __typename, errorCode });
    expect(await run(await startSandbox(), 'EveryError')).toMatchObject({
      appAdminNotLoggedIn: upstream('AppAdminNotLoggedInError', 10001),
      system: upstream('SystemError', 10002),
      invalidRequestCommand: upstream('InvalidRequestCommandError', 10003),
      invalidParameters: upstream('InvalidParametersError', 10004),
      insufficientPermissions: upstream('InsufficientPermissionsError', 10007),
      groupNotFound: upstream('GroupNotFoundError', 10010),
      invalidGroupId: upstream('InvalidGroupIdError', 10015),
      common: { ...upstream('CommonApiError', 60020), category: 'PLAN' },
      unknown: upstream('UnknownApiError', 60099),
      unavailable: { __typename: 'UpstreamUnavailableError', reason: 'HTTP_STATUS' },
      invalidInput: {
        __typename: 'InvalidInputError',
        issues: [{ path: ['input', 'groupId'] }, { path: ['input', 'userIds'] }],
      },
    });
  });
});
