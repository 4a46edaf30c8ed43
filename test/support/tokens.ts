import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';

/** Somebody who signs tokens. */
export interface TokenSigner {
  readonly algorithm: string;
  readonly key: KeyObject | Uint8Array;
  /** SPKI; undefined where the key is a secret. */
  readonly publicPem: string | undefined;
}

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'live-group-admins';

export const SECRET = randomBytes(24).toString('base64url');

export const secretSigner = (secret = SECRET): TokenSigner => ({
  algorithm: 'HS256',
  key: new TextEncoder().encode(secret),
  publicPem: undefined,
});

const keyPair = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed25519: () => generateKeyPairSync('ed25519'),
};

export function publicKeySigner(type: keyof typeof keyPair, algorithm: string): TokenSigner {
  const { privateKey, publicKey } = keyPair[type]();
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { algorithm, key: privateKey, publicPem };
}

/** The settings of a service that trusts `signer` alone. */
export const trusting = ({ publicPem }: TokenSigner): Record<string, string> => ({
  AUTH_DISABLED: '',
  ...(publicPem === undefined ? { AUTH_JWT_SECRET: SECRET } : { AUTH_JWT_PUBLIC_KEY: publicPem }),
});

/** What a good token says at `nowMs`; it may write, and lives for an hour. */
export const goodClaims = (nowMs = Date.now()): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'alice',
  exp: Math.floor(nowMs / 1000) + 3600,
  scope: 'live-group-admins:write',
});

/** Signs any claims: of none of them it is asked whether they make sense. */
export const mint = (
  { algorithm, key }: TokenSigner,
  claims: Readonly<Record<string, unknown>> = goodClaims(),
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ: 'JWT', ...header }).sign(key);

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
