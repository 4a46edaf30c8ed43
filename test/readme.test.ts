import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tell } from '../docs/sample.ts';
import { between, generated, generatedFiles } from '../docs/tables.ts';
import { readConfig } from '../src/config/config.ts';
import { MAX_CHANGES, MAX_GROUP_READS } from '../src/http/request-limits.ts';
import { systemClock } from '../src/policy/clock.ts';
import { sandboxApp, sandboxEnvironment } from '../src/sandbox/environment.ts';
import { type SandboxVendor, startSandboxVendor } from '../src/sandbox/vendor.ts';
import { badStatus } from '../src/tencent/classify.ts';
import { type Service, startService } from './support/service.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const readme = read('README.md');

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/operations.md',
  'docs/outcomes.md',
  ...[...read('docs/decisions/README.md').matchAll(/\]\((\d{4}[\w-]+\.md)\)/g)].map(
    ([, name]) => `docs/decisions/${name}`,
  ),
];

test.each(generated)('$file has the $marker of the code', async ({ file, marker, content }) => {
  expect(
    between(read(file), marker),
    `${file}: what stands at <!-- ${marker} --> differs from the code. Run: npx tsx docs/tables.ts --write`,
  ).toBe(await content());
});

test.each(generatedFiles)('$file is as the code makes it', ({ file, content }) => {
  expect(read(file), `${file} differs from the code. Run: npm run docs`).toBe(content());
});

test('.env.example changes nothing, and names what is required', () => {
  const problemsOf = (environment: NodeJS.ProcessEnv) =>
    readConfig(environment, { readFile: () => '', sandbox: false });
  expect(problemsOf(parseEnv(read('.env.example')))).toEqual(problemsOf({}));
});

test('the README shows every type of the unions', () => {
  const members = [...read('schema/schema.graphql').matchAll(/^type (\w+Error) /gm)];
  const shown = between(readme, 'outcomes');
  expect(members.map(([, name]) => name).filter((name) => !shown.includes(`\`${name}\``))).toEqual(
    [],
  );
});

test.each([
  [429, true, 'no'],
  [404, false, 'no'],
  [302, false, 'no'],
  [502, true, 'maybe'],
  [204, false, 'maybe'],
])('what docs/outcomes.md says of HTTP %i is so', (status, retryable, applied) => {
  const said = badStatus(status);
  expect([said.failure.retryable, said.applied]).toEqual([retryable, applied]);
});

test('the limits that the README states are those of the code', () => {
  expect(readme).toContain(`all operations of an array together | ${MAX_CHANGES} |`);
  expect(readme).toContain(`besides those in the payloads of changes | ${MAX_GROUP_READS} |`);
});

test('the settings example makes a configuration', () => {
  const [, example = ''] = readme.match(/```dotenv\n([\s\S]*?)```/) ?? [];
  const result = readConfig(parseEnv(example), { readFile: () => 'a-secret-key', sandbox: false });
  expect(result).toMatchObject({ ok: true, config: { warnings: [] } });
});

describe.each(documents)('%s', (file) => {
  test('names only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
  });

  test('links only to files that exist', () => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link);
    const root = new URL('..', import.meta.url).pathname;
    const lost = links.filter((link) => !existsSync(join(root, dirname(file), link ?? '')));
    expect(lost).toEqual([]);
  });
});

describe('on a sandbox', () => {
  let vendor: SandboxVendor;
  let service: Service;

  beforeAll(async () => {
    vendor = await startSandboxVendor({ ...sandboxApp, clock: systemClock });
    const environment = sandboxEnvironment({}, vendor.url);
    const result = readConfig(environment, { readFile: () => '', sandbox: true });
    if (!result.ok) throw new Error(result.problems.join('\n'));
    service = await startService(result.config, { clock: systemClock });
  });

  afterAll(async () => {
    await service?.stop();
    await vendor?.close();
  });

  test('every operation of the README gets the answer shown below it, one after the other', async () => {
    const shown = [...readme.matchAll(/```(sh|graphql)\n([^`]*?)```\s+```json\n([^`]*?)```/g)];
    expect(shown.length).toBe(6);
    for (const [, language, request = '', answer = ''] of shown) {
      if (request.includes('$TOKEN')) continue;
      const parameters = language === 'sh' ? bodyOfCurl(request) : { query: request };
      const response = await service.post(parameters);
      expect(await response.json(), request).toEqual(JSON.parse(answer));
    }
  });

  test('51 operations in one array are refused with the status that the README states', async () => {
    const response = await service.post(
      Array.from({ length: 51 }, () => ({ query: '{__typename}' })),
    );
    expect(readme).toContain(`| operations in one array | 50 | HTTP ${response.status},`);
  });
});

test('the token of the README is taken by the sandbox that it starts, and allows what is shown', async () => {
  const [, settings = ''] = readme.match(/^(AUTH_JWT_SECRET=\S+) npm run sandbox$/m) ?? [];
  const [, command = '', request = '', answer = ''] =
    readme.match(/^(TOKEN=\$\(.*\))\n(curl [^`]*?)```\s+```json\n([^`]*?)```/m) ?? [];
  const token = execFileSync('sh', ['-c', `${command}; printf %s "$TOKEN"`], { encoding: 'utf8' });

  const vendor = await startSandboxVendor({ ...sandboxApp, clock: systemClock });
  const environment = sandboxEnvironment(parseEnv(settings), vendor.url);
  const result = readConfig(environment, { readFile: () => '', sandbox: true });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const service = await startService(result.config, { clock: systemClock });
  const response = await service.post(bodyOfCurl(request), { authorization: `Bearer ${token}` });
  expect(await response.json()).toEqual(JSON.parse(answer));
  await service.stop();
  await vendor.close();
});

const bodyOfCurl = (command: string) => JSON.parse(command.match(/-d '([^']*)'/)?.[1] ?? '');

describe('the sample', () => {
  const failed = { message: 'It failed.', retryable: false };
  const refused = { ...failed, errorCode: 1, errorInfo: '', outcome: 'NOT_APPLIED' } as const;

  test('tells of a success', () => {
    const liveGroup = { id: '@TGS#live' };
    expect(
      tell({ __typename: 'SetLiveGroupAdminsSuccess', userIds: ['alice', 'bob'], liveGroup }),
    ).toBe('Made administrators: alice, bob.');
  });

  test('tells of what has a case of its own', () => {
    const issues = [
      { path: ['input'], message: 'One.' },
      { path: ['input'], message: 'Two.' },
    ];
    expect(tell({ __typename: 'InvalidInputError', ...failed, issues })).toBe('One. Two.');
    expect(tell({ __typename: 'GroupNotFoundError', ...refused })).toBe('There is no such group.');
    expect(tell(null)).toBe('Something broke. Please tell us.');
  });

  test('tells of all others by outcome and retryable', () => {
    const base = { __typename: 'SystemError', ...refused } as const;
    expect(tell(base)).toBe('It failed.');
    expect(tell({ ...base, retryable: true })).toBe('Not now. Try again in a moment.');
    expect(tell({ ...base, retryable: true, outcome: 'UNKNOWN' })).toBe(
      'It may have worked: the group is read again.',
    );
  });
});
