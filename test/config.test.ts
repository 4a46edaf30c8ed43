import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../src/config/config.ts';
import type { Environment } from '../src/config/read-settings.ts';
import { sandboxApp, sandboxEnvironment } from '../src/sandbox/environment.ts';

const complete = {
  AUTH_DISABLED: 'true',
  TENCENT_REGION: 'singapore',
  TENCENT_SDK_APP_ID: '1400000000',
  TENCENT_ADMIN_IDENTIFIER: 'administrator',
  TENCENT_SECRET_KEY: 'a-key-of-the-tests',
};

type Files = Readonly<Record<string, string>>;

function read(environment: Environment, { files = {}, sandbox = false } = {}) {
  return readConfig(environment, { readFile: reader(files), sandbox });
}

const reader = (files: Files) => (path: string) => {
  const content = files[path];
  if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
  return content;
};

/** The configuration of the complete settings and those given, which have no problems. */
function configOf(settings: Environment = {}, files: Files = {}): Config {
  const result = read({ ...complete, ...settings }, { files });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

/** What is wrong with the complete settings once those given are added. */
function problemsOf(settings: Environment, files: Files = {}): readonly string[] {
  const result = read({ ...complete, ...settings }, { files });
  return result.ok ? [] : result.problems;
}

describe('what is wrong is said', () => {
  test('all at once, one sentence for each problem, which begins with the setting', () => {
    const result = read({
      PORT: 'http',
      HOST: 'my host',
      TENCENT_REGION: 'mars',
      TENCENT_API_BASE_URL: 'ftp://example.com',
      TENCENT_SDK_APP_ID: '-1',
      TENCENT_ADMIN_IDENTIFIER: 'zoë',
      TENCENT_SECRET_KEY: 'two words',
      TENCENT_USER_SIG: 'two words',
      TENCENT_USER_SIG_TTL_SECONDS: '1',
      UPSTREAM_TIMEOUT_MS: '1.5',
      AUTH_DISABLED: 'yes',
      GRAPHIQL: '1',
      INTROSPECTION: 'on',
      LOG_LEVEL: 'loud',
      SHUTDOWN_TIMEOUT_MS: '-1',
    });
    const problems = result.ok ? [] : result.problems;
    expect(problems.map((problem) => problem.split(' ', 1)[0])).toEqual([
      'PORT',
      'HOST',
      'TENCENT_REGION',
      'TENCENT_API_BASE_URL',
      'TENCENT_SDK_APP_ID',
      'TENCENT_ADMIN_IDENTIFIER',
      'TENCENT_SECRET_KEY',
      'TENCENT_USER_SIG',
      'TENCENT_USER_SIG_TTL_SECONDS',
      'UPSTREAM_TIMEOUT_MS',
      'AUTH_DISABLED',
      'GRAPHIQL',
      'INTROSPECTION',
      'LOG_LEVEL',
      'SHUTDOWN_TIMEOUT_MS',
      'TENCENT_SECRET_KEY',
    ]);
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+ (must be|and) .*\.$/);
  });

  test('with what was written instead, and with what is possible', () => {
    expect(problemsOf({ TENCENT_REGION: 'mars' })).toEqual([
      'TENCENT_REGION must be one of china, singapore, seoul, tokyo, frankfurt, silicon-valley, jakarta, not "mars".',
    ]);
  });

  test('of an empty environment: everything that is required', () => {
    const result = read({});
    expect(result).toEqual({
      ok: false,
      problems: [
        'TENCENT_REGION or TENCENT_API_BASE_URL is required.',
        'TENCENT_SDK_APP_ID is required.',
        'TENCENT_ADMIN_IDENTIFIER is required.',
        'TENCENT_SECRET_KEY or TENCENT_USER_SIG is required.',
        expect.stringMatching(/^AUTH_DISABLED must be true/),
      ],
    });
  });

  test.each([
    'TENCENT_REGION',
    'TENCENT_SDK_APP_ID',
    'TENCENT_ADMIN_IDENTIFIER',
    'TENCENT_SECRET_KEY',
    'AUTH_DISABLED',
  ])('of %s alone, where only that is blank', (name) => {
    expect(problemsOf({ [name]: '' })).toEqual([expect.stringContaining(name)]);
  });

  test.each(['false', 'TRUE', '1'])(
    'of AUTH_DISABLED=%s: the service opens only when told',
    (value) => {
      expect(problemsOf({ AUTH_DISABLED: value })).toEqual([
        expect.stringMatching(/^AUTH_DISABLED must be true/),
      ]);
    },
  );

  test.each(['TENCENT_REGION', 'TENCENT_SDK_APP_ID', 'TENCENT_ADMIN_IDENTIFIER'])(
    'of %s, where only a file of that name is given: only secrets are read from files',
    (name) => {
      expect(problemsOf({ [name]: '', [`${name}_FILE`]: '/a' }, { '/a': 'text' })).toEqual([
        expect.stringMatching(new RegExp(`^${name}.* is required\\.$`)),
      ]);
    },
  );
});

describe('a blank setting counts as not given', () => {
  test('and has its default', () => {
    const blank = Object.fromEntries(
      [
        'PORT',
        'HOST',
        'TENCENT_API_BASE_URL',
        'TENCENT_USER_SIG',
        'TENCENT_USER_SIG_FILE',
        'TENCENT_SECRET_KEY_FILE',
        'TENCENT_USER_SIG_TTL_SECONDS',
        'UPSTREAM_TIMEOUT_MS',
        'GRAPHIQL',
        'INTROSPECTION',
        'LOG_LEVEL',
        'SHUTDOWN_TIMEOUT_MS',
      ].map((name) => [name, '']),
    );
    expect(configOf(blank)).toEqual(configOf());
  });

  test('as these defaults are', () => {
    expect(configOf()).toMatchObject({
      port: 4000,
      host: '0.0.0.0',
      tencent: { credential: { kind: 'secret-key', ttlSeconds: 86_400 } },
      upstreamTimeoutMs: 5000,
      graphiql: false,
      introspection: false,
      logLevel: 'info',
      shutdownTimeoutMs: 30_000,
      sandbox: false,
      warnings: [],
    });
  });
});

describe('the vendor', () => {
  test.each([
    ['china', 'https://console.tim.qq.com'],
    ['singapore', 'https://adminapisgp.im.qcloud.com'],
    ['seoul', 'https://adminapikr.im.qcloud.com'],
    ['tokyo', 'https://adminapijpn.im.qcloud.com'],
    ['frankfurt', 'https://adminapiger.im.qcloud.com'],
    ['silicon-valley', 'https://adminapiusa.im.qcloud.com'],
    ['jakarta', 'https://adminapiidn.im.qcloud.com'],
  ])('of the region %s is at %s', (TENCENT_REGION, url) => {
    expect(configOf({ TENCENT_REGION }).tencent.url).toBe(url);
  });

  test('of a base URL is there, whatever the region', () => {
    const TENCENT_API_BASE_URL = 'https://vendor.example/prefix';
    expect(configOf({ TENCENT_API_BASE_URL }).tencent.url).toBe(TENCENT_API_BASE_URL);
    expect(configOf({ TENCENT_API_BASE_URL, TENCENT_REGION: '' }).tencent.url).toBe(
      TENCENT_API_BASE_URL,
    );
  });

  test.each([
    'https://vendor.example',
    'https://vendor.example/',
    'https://vendor.example:8443/some/prefix',
    'https://10.0.0.1',
    'http://localhost',
    'http://LOCALHOST:8080',
    'http://127.0.0.1:8080/prefix',
    'http://127.12.0.255',
    'http://[::1]:8080',
    'https://localhost',
  ])('may be at %s', (url) => {
    expect(problemsOf({ TENCENT_API_BASE_URL: url })).toEqual([]);
  });

  test.each([
    'http://vendor.example',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://[::2]',
    'http://localhost.vendor.example',
    'http://127.0.0.1.vendor.example',
    'http://vendor.example/127.0.0.1',
    'http://notlocalhost',
    'ftp://127.0.0.1',
    'ws://localhost',
    'file:///etc/hosts',
    'javascript:alert(1)',
    'vendor.example',
    '//vendor.example',
    'https://',
    'https://user@vendor.example',
    'https://user:password@vendor.example',
    'http://localhost@vendor.example',
    'https://vendor.example?a=b',
    'https://vendor.example/prefix?a=b',
    'https://vendor.example#a',
  ])('cannot be at %s', (url) => {
    expect(problemsOf({ TENCENT_API_BASE_URL: url })).toEqual([
      expect.stringMatching(/^TENCENT_API_BASE_URL must be an https URL/),
    ]);
  });

  test('is called as the app and the account given', () => {
    expect(configOf().tencent).toMatchObject({
      sdkAppId: 1_400_000_000,
      identifier: 'administrator',
    });
  });
});

describe('the credential', () => {
  test('is a secret key, with the life of what it signs', () => {
    expect(configOf({ TENCENT_USER_SIG_TTL_SECONDS: '90000' }).tencent.credential).toEqual({
      kind: 'secret-key',
      secretKey: complete.TENCENT_SECRET_KEY,
      ttlSeconds: 90_000,
    });
  });

  test('is a ready-made UserSig', () => {
    const settings = { TENCENT_SECRET_KEY: '', TENCENT_USER_SIG: 'eJx-a*UserSig_' };
    expect(configOf(settings).tencent.credential).toEqual({
      kind: 'user-sig',
      userSig: 'eJx-a*UserSig_',
    });
  });

  test('cannot be both', () => {
    expect(problemsOf({ TENCENT_USER_SIG: 'eJx' })).toEqual([
      'TENCENT_SECRET_KEY and TENCENT_USER_SIG are both set: keep one.',
    ]);
    expect(problemsOf({ TENCENT_USER_SIG_FILE: '/sig' }, { '/sig': 'eJx' })).toEqual([
      'TENCENT_SECRET_KEY and TENCENT_USER_SIG are both set: keep one.',
    ]);
  });
});

describe.each([
  ['TENCENT_SECRET_KEY', 'secretKey'],
  ['TENCENT_USER_SIG', 'userSig'],
])('%s from a file', (name, key) => {
  const fromFile = (content: string) =>
    [
      { TENCENT_SECRET_KEY: '', [name]: '', [`${name}_FILE`]: '/run/secret' },
      { '/run/secret': content },
    ] as const;

  test.each(['', '\n', '\r\n', '\n\n'])('is its text, without %j at its end', (end) => {
    expect(configOf(...fromFile(`from-a-file${end}`)).tencent.credential).toHaveProperty(
      key,
      'from-a-file',
    );
  });

  test('cannot be given in the environment, too', () => {
    const settings = {
      TENCENT_SECRET_KEY: '',
      [name]: 'a-secret',
      [`${name}_FILE`]: '/run/secret',
    };
    expect(problemsOf(settings, { '/run/secret': 'a-secret' })).toEqual([
      `${name} and ${name}_FILE are both set: keep one.`,
    ]);
  });

  test('that is not there is the one problem, with the reason', () => {
    const [settings] = fromFile('');
    expect(problemsOf(settings)).toEqual([
      `${name}_FILE names a file that cannot be read (ENOENT).`,
    ]);
  });

  test.each(['', '\n', ' \n'])('that holds nothing but %j is the one problem', (content) => {
    expect(problemsOf(...fromFile(content))).toEqual([`${name}_FILE names a file that is empty.`]);
  });

  test('that holds something else is the one problem, and is not shown', () => {
    expect(problemsOf(...fromFile('two words\n'))).toEqual([
      `${name} must be printable ASCII without spaces.`,
    ]);
  });
});

describe('no problem shows a secret', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{8,20}$/);
  const invalidSecret = fc
    .tuple(word, fc.constantFrom(' ', '\t', '\n', '\u00a0', 'é', '😀', '\0'), word)
    .map(([before, between, after]) => ({ before, after, text: before + between + after }));
  const secretName = fc.constantFrom('TENCENT_SECRET_KEY', 'TENCENT_USER_SIG');

  test('whatever is wrong with it, wherever it is written', () => {
    fc.assert(
      fc.property(
        secretName,
        fc.boolean(),
        invalidSecret,
        (name, inFile, { before, after, text }) => {
          const given = inFile ? { [`${name}_FILE`]: '/secret' } : { [name]: text };
          const problems = problemsOf(
            { TENCENT_SECRET_KEY: '', ...given, PORT: 'none' },
            { '/secret': text },
          );
          const said = problems.join('\n');
          expect(said).toContain(`${name} must be printable ASCII`);
          expect(said).not.toContain(before);
          expect(said).not.toContain(after);
        },
      ),
    );
  });

  test.each([
    'https://user:hunter2hunter2@vendor.example',
    'https://vendor.example/v4?usersig=hunter2hunter2',
    'https://vendor.example/#hunter2hunter2',
  ])('that came along in a URL: %s', (url) => {
    const problems = problemsOf({ TENCENT_API_BASE_URL: url });
    expect(problems).toHaveLength(1);
    expect(problems.join('\n')).not.toContain('hunter2');
  });
});

describe('a number', () => {
  const valueIn: Record<string, (config: Config) => unknown> = {
    PORT: (config) => config.port,
    TENCENT_SDK_APP_ID: (config) => config.tencent.sdkAppId,
    TENCENT_USER_SIG_TTL_SECONDS: ({ tencent: { credential } }) =>
      credential.kind === 'secret-key' && credential.ttlSeconds,
    UPSTREAM_TIMEOUT_MS: (config) => config.upstreamTimeoutMs,
    SHUTDOWN_TIMEOUT_MS: (config) => config.shutdownTimeoutMs,
  };
  const bounds: [name: string, min: number, max: number][] = [
    ['PORT', 0, 65_535],
    ['TENCENT_SDK_APP_ID', 1, Number.MAX_SAFE_INTEGER],
    ['TENCENT_USER_SIG_TTL_SECONDS', 60, 1_576_800_000],
    ['UPSTREAM_TIMEOUT_MS', 1, 86_400_000],
  ];

  test.each(bounds)('%s may be %d, or %d', (name, min, max) => {
    expect(valueIn[name]?.(configOf({ [name]: String(min) }))).toBe(min);
    expect(valueIn[name]?.(configOf({ [name]: String(max) }))).toBe(max);
  });

  test.each(bounds)('%s may be no less than %d and no more than %d', (name, min, max) => {
    for (const value of [String(min - 1), String(BigInt(max) + 1n), `${max}0`]) {
      expect(problemsOf({ [name]: value })).toEqual([
        `${name} must be a whole number from ${min} to ${max}, not "${value}".`,
      ]);
    }
  });

  test.each(Object.keys(valueIn))('%s is written in decimal digits alone', (name) => {
    for (const value of ['1.5', '1e3', '0x10', '+100', ' 100', '100 ', '1_000', 'NaN', '١٠٠']) {
      expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(name)]);
    }
  });
});

describe('a warning, and no more, comes of', () => {
  const named = (name: string) => [expect.stringContaining(name)];

  test("a timeout below the vendor's own", () => {
    expect(configOf({ UPSTREAM_TIMEOUT_MS: '2999' }).warnings).toEqual(
      named('UPSTREAM_TIMEOUT_MS'),
    );
    expect(configOf({ UPSTREAM_TIMEOUT_MS: '3000' }).warnings).toEqual([]);
  });

  test('UserSigs that live for less than a day', () => {
    const TTL = 'TENCENT_USER_SIG_TTL_SECONDS';
    expect(configOf({ [TTL]: '86399' }).warnings).toEqual(named(TTL));
    expect(configOf({ [TTL]: '86400' }).warnings).toEqual([]);
  });

  test('neither in the sandbox', () => {
    const settings = { UPSTREAM_TIMEOUT_MS: '1000', TENCENT_USER_SIG_TTL_SECONDS: '60' };
    const result = read({ ...complete, ...settings }, { sandbox: true });
    expect(result).toMatchObject({ ok: true, config: { sandbox: true, warnings: [] } });
  });
});

describe('the sandbox', () => {
  const VENDOR = 'http://127.0.0.1:1234';
  const sandbox = (environment: Environment = {}) =>
    read(sandboxEnvironment(environment, VENDOR), { sandbox: true });
  const opened = {
    ok: true,
    config: {
      tencent: {
        url: VENDOR,
        sdkAppId: sandboxApp.sdkAppId,
        identifier: sandboxApp.identifier,
        credential: { kind: 'secret-key', secretKey: sandboxApp.secretKey },
      },
      sandbox: true,
    },
  };

  test('needs no settings, and shows what it has on loopback only', () => {
    expect(sandbox()).toMatchObject({
      ok: true,
      config: {
        ...opened.config,
        port: 4000,
        host: '127.0.0.1',
        graphiql: true,
        introspection: true,
        logLevel: 'warn',
        upstreamTimeoutMs: 1000,
      },
    });
  });

  test('calls nobody but the stand-in, whatever is set for the real vendor', () => {
    const real = {
      TENCENT_REGION: 'mars',
      TENCENT_API_BASE_URL: 'https://vendor.example',
      TENCENT_SDK_APP_ID: '1',
      TENCENT_ADMIN_IDENTIFIER: 'somebody',
      TENCENT_SECRET_KEY: 'the-real-key',
      TENCENT_SECRET_KEY_FILE: '/not/there',
      TENCENT_USER_SIG: 'a-real-user-sig',
      TENCENT_USER_SIG_TTL_SECONDS: 'soon',
      REDIS_URL: 'redis://somewhere',
    };
    expect(sandbox(real)).toMatchObject(opened);
    const names = Object.keys(sandboxEnvironment(real, VENDOR));
    expect(names).not.toContain('REDIS_URL');
    expect(names).not.toContain('TENCENT_SECRET_KEY_FILE');
    expect(names).not.toContain('TENCENT_USER_SIG');
  });

  test('takes every other setting', () => {
    const settings = {
      PORT: '4001',
      GRAPHIQL: 'false',
      INTROSPECTION: 'false',
      LOG_LEVEL: 'debug',
      UPSTREAM_TIMEOUT_MS: '700',
    };
    expect(sandbox(settings)).toMatchObject({
      config: {
        port: 4001,
        graphiql: false,
        introspection: false,
        logLevel: 'debug',
        upstreamTimeoutMs: 700,
      },
    });
    expect(sandbox({ PORT: '-1' })).toMatchObject({
      problems: [expect.stringMatching(/^PORT must be/)],
    });
  });

  test('has its own defaults for what is blank', () => {
    const blank = { HOST: '', GRAPHIQL: '', LOG_LEVEL: '', AUTH_DISABLED: '' };
    expect(sandbox(blank)).toEqual(sandbox());
  });

  test.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('is open to callers on %s', (HOST) => {
    expect(sandbox({ HOST })).toMatchObject({ ok: true, config: { host: HOST } });
  });

  test.each(['0.0.0.0', '::', '10.0.0.1', 'sandbox.example'])('is not open on %s', (HOST) => {
    expect(sandbox({ HOST })).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^AUTH_DISABLED must be true/)],
    });
  });

  test('is opened on another host only by saying so', () => {
    expect(sandbox({ HOST: '0.0.0.0', AUTH_DISABLED: 'true' })).toMatchObject({
      ok: true,
      config: { host: '0.0.0.0' },
    });
  });
});
