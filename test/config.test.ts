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
      TENCENT_API_BACKUP_URL: 'http://example.com',
      TENCENT_SDK_APP_ID: '-1',
      TENCENT_ADMIN_IDENTIFIER: 'zoë',
      TENCENT_SECRET_KEY: 'two words',
      TENCENT_USER_SIG: 'two words',
      TENCENT_USER_SIG_TTL_SECONDS: '1',
      UPSTREAM_TIMEOUT_MS: '1.5',
      UPSTREAM_MAX_CALLS_PER_SECOND: '0',
      UPSTREAM_MAX_ATTEMPTS: 'all',
      REQUEST_DEADLINE_MS: '1',
      MAX_QUEUED_CHANGES: '-5',
      MAX_QUEUED_CHANGES_PER_CALLER: 'half',
      AUTH_JWT_SECRET: 'short',
      AUTH_JWT_PUBLIC_KEY: 'none',
      AUTH_JWKS_URL: 'ftp://example.com',
      AUTH_JWT_ISSUER: 'the issuer',
      AUTH_JWT_AUDIENCE: 'the audience',
      AUTH_REQUIRE_LIVE_GROUPS: '1',
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
      'TENCENT_API_BACKUP_URL',
      'TENCENT_SDK_APP_ID',
      'TENCENT_ADMIN_IDENTIFIER',
      'TENCENT_SECRET_KEY',
      'TENCENT_USER_SIG',
      'TENCENT_USER_SIG_TTL_SECONDS',
      'UPSTREAM_TIMEOUT_MS',
      'UPSTREAM_MAX_CALLS_PER_SECOND',
      'UPSTREAM_MAX_ATTEMPTS',
      'REQUEST_DEADLINE_MS',
      'MAX_QUEUED_CHANGES',
      'MAX_QUEUED_CHANGES_PER_CALLER',
      'AUTH_JWT_SECRET',
      'AUTH_JWT_PUBLIC_KEY',
      'AUTH_JWKS_URL',
      'AUTH_JWT_ISSUER',
      'AUTH_JWT_AUDIENCE',
      'AUTH_REQUIRE_LIVE_GROUPS',
      'AUTH_DISABLED',
      'GRAPHIQL',
      'INTROSPECTION',
      'LOG_LEVEL',
      'SHUTDOWN_TIMEOUT_MS',
      'TENCENT_SECRET_KEY',
      'AUTH_JWT_SECRET',
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
        expect.stringMatching(
          /^AUTH_JWT_SECRET, AUTH_JWT_PUBLIC_KEY, AUTH_JWKS_URL or AUTH_DISABLED=true is required/,
        ),
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
        'TENCENT_API_BACKUP_URL',
        'TENCENT_USER_SIG',
        'TENCENT_USER_SIG_FILE',
        'TENCENT_SECRET_KEY_FILE',
        'TENCENT_USER_SIG_TTL_SECONDS',
        'UPSTREAM_TIMEOUT_MS',
        'UPSTREAM_MAX_CALLS_PER_SECOND',
        'UPSTREAM_MAX_ATTEMPTS',
        'REQUEST_DEADLINE_MS',
        'MAX_QUEUED_CHANGES',
        'MAX_QUEUED_CHANGES_PER_CALLER',
        'AUTH_JWT_SECRET',
        'AUTH_JWT_PUBLIC_KEY',
        'AUTH_JWKS_URL',
        'AUTH_JWT_ISSUER',
        'AUTH_JWT_AUDIENCE',
        'AUTH_REQUIRE_LIVE_GROUPS',
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
      maxCallsPerSecond: 200,
      limits: {
        maxAttempts: 3,
        timeoutMs: 5000,
        deadlineMs: 15_000,
        maxQueued: 10_000,
        maxQueuedPerCaller: Number.POSITIVE_INFINITY,
      },
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
  const regions = [
    ['china', ['https://console.tim.qq.com', 'https://adminapi.my-imcloud.com']],
    ['singapore', ['https://adminapisgp.im.qcloud.com', 'https://adminapisgp.my-imcloud.com']],
    ['seoul', ['https://adminapikr.im.qcloud.com', 'https://adminapikr.my-imcloud.com']],
    ['tokyo', ['https://adminapijpn.im.qcloud.com']],
    ['frankfurt', ['https://adminapiger.im.qcloud.com', 'https://adminapiger.my-imcloud.com']],
    ['silicon-valley', ['https://adminapiusa.im.qcloud.com', 'https://adminapiusa.my-imcloud.com']],
    ['jakarta', ['https://adminapiidn.im.qcloud.com', 'https://adminapiidn.my-imcloud.com']],
  ] as const;
  const BASE = 'https://vendor.example/prefix';
  const BACKUP = 'https://backup.example/prefix';
  const urlsOf = (settings: Environment) => configOf(settings).tencent.urls;

  test.each(regions)('of the region %s is at %j, and nowhere else', (TENCENT_REGION, urls) => {
    expect(urlsOf({ TENCENT_REGION })).toEqual(urls);
  });

  test.each(regions)('of %s has the backup that is given instead', (TENCENT_REGION, [primary]) => {
    expect(urlsOf({ TENCENT_REGION, TENCENT_API_BACKUP_URL: BACKUP })).toEqual([primary, BACKUP]);
  });

  test.each(['', ...regions.map(([region]) => region)])(
    'of a base URL is there alone, whatever the region: "%s"',
    (TENCENT_REGION) => {
      expect(urlsOf({ TENCENT_API_BASE_URL: BASE, TENCENT_REGION })).toEqual([BASE]);
    },
  );

  test.each(['', 'singapore'])(
    'of a base URL has the backup that is given, whatever the region: "%s"',
    (TENCENT_REGION) => {
      const urls = { TENCENT_API_BASE_URL: BASE, TENCENT_API_BACKUP_URL: BACKUP };
      expect(urlsOf({ ...urls, TENCENT_REGION })).toEqual([BASE, BACKUP]);
    },
  );

  test('has no backup that is the first host once more', () => {
    expect(urlsOf({ TENCENT_API_BASE_URL: BASE, TENCENT_API_BACKUP_URL: BASE })).toEqual([BASE]);
    const [primary] = configOf().tencent.urls;
    expect(urlsOf({ TENCENT_API_BACKUP_URL: primary })).toEqual([primary]);
  });

  test('is not known by its backup alone', () => {
    expect(problemsOf({ TENCENT_REGION: '', TENCENT_API_BACKUP_URL: BACKUP })).toEqual([
      'TENCENT_REGION or TENCENT_API_BASE_URL is required.',
    ]);
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
    for (const name of ['TENCENT_API_BASE_URL', 'TENCENT_API_BACKUP_URL']) {
      expect(problemsOf({ [name]: url })).toEqual([]);
    }
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
    for (const name of ['TENCENT_API_BASE_URL', 'TENCENT_API_BACKUP_URL']) {
      expect(problemsOf({ [name]: url })).toEqual([
        expect.stringMatching(new RegExp(`^${name} must be an https URL`)),
      ]);
    }
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
    for (const name of ['TENCENT_API_BASE_URL', 'TENCENT_API_BACKUP_URL']) {
      const problems = problemsOf({ [name]: url });
      expect(problems).toHaveLength(1);
      expect(problems.join('\n')).not.toContain('hunter2');
    }
  });
});

describe('a number', () => {
  const DAY_MS = 86_400_000;
  const valueIn: Record<string, (config: Config) => unknown> = {
    PORT: (config) => config.port,
    TENCENT_SDK_APP_ID: (config) => config.tencent.sdkAppId,
    TENCENT_USER_SIG_TTL_SECONDS: ({ tencent: { credential } }) =>
      credential.kind === 'secret-key' && credential.ttlSeconds,
    UPSTREAM_TIMEOUT_MS: (config) => config.limits.timeoutMs,
    UPSTREAM_MAX_CALLS_PER_SECOND: (config) => config.maxCallsPerSecond,
    UPSTREAM_MAX_ATTEMPTS: (config) => config.limits.maxAttempts,
    REQUEST_DEADLINE_MS: (config) => config.limits.deadlineMs,
    MAX_QUEUED_CHANGES: (config) => config.limits.maxQueued,
    SHUTDOWN_TIMEOUT_MS: (config) => config.shutdownTimeoutMs,
  };
  const bounds: [name: string, min: number, max: number][] = [
    ['PORT', 0, 65_535],
    ['TENCENT_SDK_APP_ID', 1, Number.MAX_SAFE_INTEGER],
    ['TENCENT_USER_SIG_TTL_SECONDS', 60, 1_576_800_000],
    ['UPSTREAM_TIMEOUT_MS', 1, DAY_MS - 1],
    ['UPSTREAM_MAX_CALLS_PER_SECOND', 1, 10_000],
    ['UPSTREAM_MAX_ATTEMPTS', 1, 10],
    ['REQUEST_DEADLINE_MS', 2, DAY_MS],
    ['MAX_QUEUED_CHANGES', 1, 1_000_000],
    ['SHUTDOWN_TIMEOUT_MS', 0, DAY_MS],
  ];

  const longDay = { REQUEST_DEADLINE_MS: `${DAY_MS}`, SHUTDOWN_TIMEOUT_MS: `${DAY_MS}` };
  const extremes: [name: string, value: number, others?: Environment][] = [
    ['PORT', 0],
    ['PORT', 65_535],
    ['TENCENT_SDK_APP_ID', 1],
    ['TENCENT_SDK_APP_ID', Number.MAX_SAFE_INTEGER],
    ['TENCENT_USER_SIG_TTL_SECONDS', 60],
    ['TENCENT_USER_SIG_TTL_SECONDS', 1_576_800_000],
    ['UPSTREAM_TIMEOUT_MS', 1],
    ['UPSTREAM_TIMEOUT_MS', DAY_MS - 1, longDay],
    ['UPSTREAM_MAX_CALLS_PER_SECOND', 1],
    ['UPSTREAM_MAX_CALLS_PER_SECOND', 10_000],
    ['UPSTREAM_MAX_ATTEMPTS', 1],
    ['UPSTREAM_MAX_ATTEMPTS', 10],
    ['REQUEST_DEADLINE_MS', 2, { UPSTREAM_TIMEOUT_MS: '1' }],
    ['REQUEST_DEADLINE_MS', DAY_MS, longDay],
    ['MAX_QUEUED_CHANGES', 1],
    ['MAX_QUEUED_CHANGES', 1_000_000],
    ['SHUTDOWN_TIMEOUT_MS', 2, { UPSTREAM_TIMEOUT_MS: '1', REQUEST_DEADLINE_MS: '2' }],
    ['SHUTDOWN_TIMEOUT_MS', DAY_MS],
  ];

  test.each(extremes)('%s may be %d', (name, value, others = {}) => {
    expect(valueIn[name]?.(configOf({ ...others, [name]: String(value) }))).toBe(value);
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

describe('a time outlasts what it waits for', () => {
  const times = (timeout: number, deadline: number, shutdown: number) => ({
    UPSTREAM_TIMEOUT_MS: String(timeout),
    REQUEST_DEADLINE_MS: String(deadline),
    SHUTDOWN_TIMEOUT_MS: String(shutdown),
  });
  const DEADLINE = expect.stringMatching(
    /^REQUEST_DEADLINE_MS must be more than UPSTREAM_TIMEOUT_MS: .*\.$/,
  );
  const SHUTDOWN = expect.stringMatching(
    /^SHUTDOWN_TIMEOUT_MS must be at least REQUEST_DEADLINE_MS: .*\.$/,
  );

  test.each([
    ['a deadline by a millisecond, and the stop by nothing', times(4000, 4001, 4001), []],
    ['a deadline not at all', times(4000, 4000, 4000), [DEADLINE]],
    ['a stop not by a millisecond', times(4000, 5000, 4999), [SHUTDOWN]],
    ['neither', times(4000, 3000, 2000), [DEADLINE, SHUTDOWN]],
  ])('%s', (_name, settings, problems) => {
    expect(problemsOf(settings)).toEqual(problems);
  });

  test('where the other one has its default, too', () => {
    expect(problemsOf({ REQUEST_DEADLINE_MS: '5000' })).toEqual([DEADLINE]);
    expect(problemsOf({ REQUEST_DEADLINE_MS: '5001' })).toEqual([]);
    expect(problemsOf({ UPSTREAM_TIMEOUT_MS: '15000' })).toEqual([DEADLINE]);
    expect(problemsOf({ UPSTREAM_TIMEOUT_MS: '14999' })).toEqual([]);
    expect(problemsOf({ REQUEST_DEADLINE_MS: '30001' })).toEqual([SHUTDOWN]);
    expect(problemsOf({ REQUEST_DEADLINE_MS: '30000' })).toEqual([]);
    expect(problemsOf({ SHUTDOWN_TIMEOUT_MS: '14999' })).toEqual([SHUTDOWN]);
    expect(problemsOf({ SHUTDOWN_TIMEOUT_MS: '15000' })).toEqual([]);
  });

  test('in the sandbox, too', () => {
    const result = read({ ...complete, ...times(4000, 4000, 3999) }, { sandbox: true });
    expect(result).toEqual({ ok: false, problems: [DEADLINE, SHUTDOWN] });
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

  test.each(['REDIS_URL', 'UPSTREAM_FALLBACK_CALLS_PER_SECOND'])(
    'of %s, which does not make replicas share the pace',
    (name) => {
      expect(configOf({ [name]: 'redis://redis:6379' }).warnings).toEqual(named(name));
      expect(configOf({ [name]: '' }).warnings).toEqual([]);
    },
  );

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
        urls: [VENDOR],
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
        limits: { timeoutMs: 1000, deadlineMs: 15_000, maxAttempts: 3, maxQueued: 10_000 },
      },
    });
  });

  test('calls nobody but the stand-in, whatever is set for the real vendor', () => {
    const real = {
      TENCENT_REGION: 'mars',
      TENCENT_API_BASE_URL: 'https://vendor.example',
      TENCENT_API_BACKUP_URL: 'https://backup.example',
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
      UPSTREAM_MAX_CALLS_PER_SECOND: '100',
      UPSTREAM_MAX_ATTEMPTS: '2',
      REQUEST_DEADLINE_MS: '900',
      MAX_QUEUED_CHANGES: '20',
      SHUTDOWN_TIMEOUT_MS: '901',
    };
    expect(sandbox(settings)).toMatchObject({
      config: {
        port: 4001,
        graphiql: false,
        introspection: false,
        logLevel: 'debug',
        maxCallsPerSecond: 100,
        limits: { timeoutMs: 700, deadlineMs: 900, maxAttempts: 2, maxQueued: 20 },
        shutdownTimeoutMs: 901,
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
      problems: [expect.stringMatching(/^AUTH_JWT_SECRET, .* is required/)],
    });
  });

  test('is opened on another host only by saying so', () => {
    expect(sandbox({ HOST: '0.0.0.0', AUTH_DISABLED: 'true' })).toMatchObject({
      ok: true,
      config: { host: '0.0.0.0' },
    });
  });
});
