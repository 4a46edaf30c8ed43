import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../src/config/config.ts';
import type { Environment } from '../../src/config/read-settings.ts';
import { sandboxEnvironment } from '../../src/sandbox/environment.ts';

const vendor = {
  TENCENT_REGION: 'singapore',
  TENCENT_SDK_APP_ID: '1400000000',
  TENCENT_ADMIN_IDENTIFIER: 'administrator',
  TENCENT_SECRET_KEY: 'a-key-of-the-tests',
};

const read = (environment: Environment, file = '') =>
  readConfig({ ...vendor, ...environment }, { readFile: () => file, sandbox: false });

function problemsOf(environment: Environment, file = ''): readonly string[] {
  const result = read(environment, file);
  return result.ok ? [] : result.problems;
}

function configOf(environment: Environment, file = ''): Config {
  const result = read(environment, file);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

const algorithmsOf = (pem: string) => {
  const { signer } = configOf({ AUTH_JWT_PUBLIC_KEY: pem }).tokens ?? {};
  return signer?.kind === 'public-key' ? signer.publicKey.algorithms : undefined;
};

const spki = ({ publicKey }: { publicKey: KeyObject }) =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

const SECRET = 'x'.repeat(32);
const SECRET_OF_31_BYTES = 'x'.repeat(31);
const KEYS_URL = 'https://issuer.example/keys';
const PEM = spki(generateKeyPairSync('ed25519'));

const signers: Readonly<Record<string, Environment>> = {
  AUTH_JWT_SECRET: { AUTH_JWT_SECRET: SECRET },
  AUTH_JWT_PUBLIC_KEY: { AUTH_JWT_PUBLIC_KEY: PEM },
  AUTH_JWKS_URL: { AUTH_JWKS_URL: KEYS_URL, AUTH_JWT_AUDIENCE: 'us' },
};

describe('who may call', () => {
  const REQUIRED = expect.stringMatching(
    /^AUTH_JWT_SECRET, AUTH_JWT_PUBLIC_KEY, AUTH_JWKS_URL or AUTH_DISABLED=true is required/,
  );

  test.each([{}, { AUTH_DISABLED: 'false' }, { AUTH_DISABLED: '' }, { AUTH_JWT_ISSUER: 'them' }])(
    'has to be said: %j is not enough',
    (environment) => {
      expect(problemsOf(environment)).toEqual([REQUIRED]);
    },
  );

  test.each(['TRUE', '1', 'yes'])('is not everybody by AUTH_DISABLED=%s', (AUTH_DISABLED) => {
    expect(problemsOf({ AUTH_DISABLED })).toEqual([
      `AUTH_DISABLED must be true or false, not "${AUTH_DISABLED}".`,
    ]);
  });

  test('is everybody by AUTH_DISABLED=true alone', () => {
    expect(configOf({ AUTH_DISABLED: 'true' }).tokens).toBeUndefined();
  });

  test.each(Object.entries(signers))('is who has a token, by %s', (_name, environment) => {
    expect(configOf(environment).tokens).toBeDefined();
    expect(configOf({ ...environment, AUTH_DISABLED: 'false' }).tokens).toBeDefined();
  });

  test.each([
    ['AUTH_JWT_SECRET', SECRET],
    ['AUTH_JWT_PUBLIC_KEY', PEM],
    ['AUTH_JWKS_URL', KEYS_URL],
    ['AUTH_JWT_ISSUER', 'them'],
    ['AUTH_JWT_AUDIENCE', 'us'],
    ['AUTH_REQUIRE_LIVE_GROUPS', 'true'],
  ])('is not both everybody and who has a token, by %s', (name, value) => {
    expect(problemsOf({ AUTH_DISABLED: 'true', [name]: value })).toEqual([
      `${name} and AUTH_DISABLED=true are both set: keep one.`,
    ]);
  });

  test('has tokens of one signer', () => {
    expect(problemsOf({ AUTH_JWT_SECRET: SECRET, AUTH_JWT_PUBLIC_KEY: PEM })).toEqual([
      'AUTH_JWT_SECRET and AUTH_JWT_PUBLIC_KEY are set: keep one.',
    ]);
    const all = Object.assign({}, ...Object.values(signers));
    expect(problemsOf(all)).toEqual([
      'AUTH_JWT_SECRET and AUTH_JWT_PUBLIC_KEY and AUTH_JWKS_URL are set: keep one.',
    ]);
  });

  test('is said with all that a token has to be', () => {
    const rules = { AUTH_JWT_ISSUER: 'them', AUTH_JWT_AUDIENCE: 'us' };
    expect(
      configOf({ AUTH_JWT_SECRET: SECRET, ...rules, AUTH_REQUIRE_LIVE_GROUPS: 'true' }).tokens,
    ).toEqual({
      signer: { kind: 'secret', secret: SECRET },
      issuer: 'them',
      audience: 'us',
      requireLiveGroups: true,
    });
    expect(configOf({ AUTH_JWT_SECRET: SECRET }).tokens).toMatchObject({
      issuer: undefined,
      audience: undefined,
      requireLiveGroups: false,
    });
  });
});

describe('a secret', () => {
  test('has 32 bytes at least, and is not shown where it has less', () => {
    expect(problemsOf({ AUTH_JWT_SECRET: SECRET_OF_31_BYTES })).toEqual([
      'AUTH_JWT_SECRET must be at least 32 bytes long.',
    ]);
  });

  test('may stand in a file', () => {
    expect(configOf({ AUTH_JWT_SECRET_FILE: '/secret' }, `${SECRET}\n`).tokens?.signer).toEqual({
      kind: 'secret',
      secret: SECRET,
    });
  });

  test('is kept out of logs and answers, as the credential is', () => {
    const { secrets } = configOf({ AUTH_JWT_SECRET: SECRET });
    expect([...secrets].sort()).toEqual([vendor.TENCENT_SECRET_KEY, SECRET].sort());
  });
});

describe('a public key', () => {
  const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });

  test.each([
    ['RSA', spki(rsa(2048)), RSA],
    ['P-256', spki(ec('P-256')), ['ES256']],
    ['P-384', spki(ec('P-384')), ['ES384']],
    ['P-521', spki(ec('P-521')), ['ES512']],
    ['Ed25519', PEM, ['EdDSA', 'Ed25519']],
  ])('of %s is good for the algorithms of that and no others', (_type, pem, algorithms) => {
    expect(algorithmsOf(pem)).toEqual(algorithms);
  });

  test.each([
    ['its line breaks written out', PEM.replaceAll('\n', '\\n')],
    ['the line breaks of Windows', PEM.replaceAll('\n', '\r\n')],
    ['nothing after it', PEM.trim()],
  ])('may have %s', (_how, pem) => {
    expect(algorithmsOf(pem)).toEqual(['EdDSA', 'Ed25519']);
  });

  test('may stand in a file', () => {
    expect(configOf({ AUTH_JWT_PUBLIC_KEY_FILE: '/key' }, PEM).tokens?.signer.kind).toBe(
      'public-key',
    );
  });

  const { privateKey, publicKey } = rsa(2048);
  test.each([
    [
      'a private key',
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /never the private one/,
    ],
    [
      'a private key of the older form',
      privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      /never the private one/,
    ],
    [
      'both keys',
      `${PEM}${privateKey.export({ type: 'pkcs8', format: 'pem' })}`,
      /never the private/,
    ],
    [
      'a public key of the older form',
      publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      /must be a public key as PEM/,
    ],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
      /no certificate/,
    ],
    ['a JWK', JSON.stringify(publicKey.export({ format: 'jwk' })), /must be a public key as PEM/],
    ['a text', 'hunter2hunter2', /must be a public key as PEM/],
    ['the name of a file', '/run/secrets/key.pem', /must be a public key as PEM/],
    [
      'half a key',
      `${PEM.slice(0, 60)}\n-----END PUBLIC KEY-----`,
      /as PEM; this one cannot be read/,
    ],
    ['two keys', `${PEM}${PEM}`, /must be a public key as PEM/],
    ['a short key of RSA', spki(rsa(1024)), /at least 2048 bits/],
    ['a key of another curve', spki(ec('secp256k1')), /P-256, P-384 or P-521/],
    ['a key that signs nothing', spki(generateKeyPairSync('x25519')), /or of Ed25519/],
    [
      'a key of RSA for PSS alone',
      spki(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })),
      /must be a key of RSA/,
    ],
  ])('is not %s, which is not shown', (_what, text, problem) => {
    const problems = problemsOf({ AUTH_JWT_PUBLIC_KEY: text });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems[0]).toMatch(/^AUTH_JWT_PUBLIC_KEY must /);
    expect(problems[0]).not.toContain(text.slice(30, 50) || text);
  });
});

describe('the URL of published keys', () => {
  const problemsWith = (AUTH_JWKS_URL: string) =>
    problemsOf({ AUTH_JWKS_URL, AUTH_JWT_AUDIENCE: 'us' });

  test('wants an audience', () => {
    expect(problemsOf({ AUTH_JWKS_URL: KEYS_URL })).toEqual([
      expect.stringMatching(/^AUTH_JWT_AUDIENCE is required with AUTH_JWKS_URL/),
    ]);
  });

  test.each([KEYS_URL, `${KEYS_URL}?policy=a`, 'http://127.0.0.1:8080/keys', 'http://localhost/k'])(
    'may be %s',
    (url) => {
      expect(problemsWith(url)).toEqual([]);
    },
  );

  test.each([
    'http://issuer.example/keys',
    'http://127.0.0.1.issuer.example/keys',
    'https://user:hunter2@issuer.example/keys',
    'https://issuer.example/keys#one',
    'file:///etc/keys.json',
    'issuer.example/keys',
  ])('is not %s', (url) => {
    expect(problemsWith(url)).toEqual([
      expect.stringMatching(/^AUTH_JWKS_URL must be an https URL \(http only to loopback\)/),
    ]);
    expect(problemsWith(url)[0]).not.toContain('hunter2');
  });
});

describe("one caller's part of the queue", () => {
  const partOf = (environment: Environment) => configOf(environment).limits.maxQueuedPerCaller;
  const closed = { AUTH_JWT_SECRET: SECRET };
  const PART = 'MAX_QUEUED_CHANGES_PER_CALLER';

  test.each([
    [{}, 5_000],
    [{ MAX_QUEUED_CHANGES: '7' }, 4],
    [{ MAX_QUEUED_CHANGES: '1' }, 1],
    [{ MAX_QUEUED_CHANGES: '7', [PART]: '7' }, 7],
    [{ [PART]: '1' }, 1],
  ])('by %j is %d', (environment, part) => {
    expect(partOf({ ...closed, ...environment })).toBe(part);
  });

  test('is no more than all of it', () => {
    expect(problemsOf({ ...closed, MAX_QUEUED_CHANGES: '7', [PART]: '8' })).toEqual([
      `${PART} must be at most MAX_QUEUED_CHANGES: it is a part of that.`,
    ]);
  });

  test('is all of it where callers cannot be told apart, and a warning says so', () => {
    expect(partOf({ AUTH_DISABLED: 'true' })).toBe(Number.POSITIVE_INFINITY);
    const config = configOf({ AUTH_DISABLED: 'true', [PART]: '5' });
    expect(config.limits.maxQueuedPerCaller).toBe(Number.POSITIVE_INFINITY);
    expect(config.warnings).toEqual([expect.stringContaining(PART)]);
  });
});

test('the sandbox asks for tokens where it is told to, on loopback, too', () => {
  const environment = sandboxEnvironment({ AUTH_JWT_SECRET: SECRET }, 'http://127.0.0.1:1');
  const result = readConfig(environment, { readFile: () => '', sandbox: true });
  expect(result).toMatchObject({
    ok: true,
    config: { tokens: { signer: { kind: 'secret' } }, limits: { maxQueuedPerCaller: 5_000 } },
  });
});
