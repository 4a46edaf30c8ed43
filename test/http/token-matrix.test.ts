import { createHmac } from 'node:crypto';
import { CompactSign, EncryptJWT, FlattenedSign } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import {
  type KeySetServer,
  keySet,
  publicJwk,
  startKeySetServer,
} from '../support/key-set-server.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import {
  AUDIENCE,
  bearer,
  goodClaims,
  ISSUER,
  mint,
  publicKeySigner,
  secretSigner,
  type TokenSigner,
  trusting,
} from '../support/tokens.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const nowSeconds = Math.floor(Date.now() / 1000);
const KID = 'key-1';

interface Key {
  /** The one that the service trusts. */
  readonly signer: TokenSigner;
  /** Another one of the same kind. */
  readonly attacker: TokenSigner;
}

const keys: Readonly<Record<string, Key>> = {
  secret: { signer: secretSigner(), attacker: secretSigner('another secret, long enough, too') },
  RSA: { signer: publicKeySigner('rsa', 'RS256'), attacker: publicKeySigner('rsa', 'RS256') },
  EC: { signer: publicKeySigner('P-256', 'ES256'), attacker: publicKeySigner('P-256', 'ES256') },
  Ed25519: {
    signer: publicKeySigner('ed25519', 'EdDSA'),
    attacker: publicKeySigner('ed25519', 'EdDSA'),
  },
  JWKS: { signer: publicKeySigner('rsa', 'PS256'), attacker: publicKeySigner('rsa', 'PS256') },
};

const good = (claims: object = {}) => ({ ...goodClaims(nowSeconds * 1000), ...claims });
const without = (name: string) => ({ ...good(), [name]: undefined });
/** Header names that only some signers use do no harm with the others. */
const signed = ({ signer }: Key, claims: object = good(), header: object = {}) =>
  mint(signer, { ...claims }, { kid: KID, ...header });

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (header: object) => `${base64url(header)}.${base64url(good())}.`;

/** A token whose parts are changed after it was signed. */
async function altered(
  key: Key,
  alter: (header: string, payload: string, signature: string) => string[],
) {
  const [header = '', payload = '', signature = ''] = (await signed(key)).split('.');
  return alter(header, payload, signature).join('.');
}

/** As libraries did that took the algorithm at the token's word: the public key for a secret. */
function hmacWithPublicKey({ signer }: Key, digest: string) {
  const input = `${base64url({ alg: `HS${digest}`, kid: KID })}.${base64url(good())}`;
  const secret = signer.publicPem ?? '';
  return `${input}.${createHmac(`sha${digest}`, secret).update(input).digest('base64url')}`;
}

/** Signed in such a way that it would be a good token, were it not for what its header says. */
async function unencoded({ algorithm: alg, key }: TokenSigner) {
  const payload = base64url(good());
  const { protected: header, signature } = await new FlattenedSign(Buffer.from(payload))
    .setProtectedHeader({ alg, kid: KID, b64: false, crit: ['b64'] })
    .sign(key);
  return `${header}.${payload}.${signature}`;
}

const forged = (attacker: TokenSigner, header: object = {}) =>
  mint(attacker, good(), { kid: KID, ...header });

type Flaw = (key: Key) => Promise<string> | string;

const ofTheToken: Readonly<Record<string, Flaw>> = {
  'is no token': () => 'garbage',
  'is three parts of garbage': () => 'a.b.c',
  'is two good ones at once': async (key) => `${await signed(key)}, ${await signed(key)}`,
  'has alg none': () => unsigned({ alg: 'none' }),
  'has alg NONE': () => unsigned({ alg: 'NONE', kid: KID }),
  'has alg none and a signature': (key) =>
    altered(key, (_header, payload, signature) => [
      base64url({ alg: 'none', kid: KID }),
      payload,
      signature,
    ]),
  'has no alg': () => unsigned({ typ: 'JWT', kid: KID }),
  'has an alg that is no text': () => unsigned({ alg: ['HS256'], kid: KID }),
  'is signed by HS256 with the public key': (key) => hmacWithPublicKey(key, '256'),
  'is signed by HS512 with the public key': (key) => hmacWithPublicKey(key, '512'),
  'is signed with another key': ({ attacker }) => forged(attacker),
  'brings the key it is signed with': ({ attacker }) =>
    forged(attacker, { jwk: attacker.publicPem ? publicJwk(attacker) : { kty: 'oct', k: 'AAAA' } }),
  'says where its key can be had': ({ attacker }) =>
    forged(attacker, { jku: attackerKeys.url, x5u: attackerKeys.url }),
  'has lost its signature': (key) => altered(key, (header, payload) => [header, payload, '']),
  'has lost its last part': (key) => altered(key, (header, payload) => [header, payload]),
  'has a signature of nothing but zeros': (key) =>
    altered(key, (header, payload, signature) => [header, payload, 'A'.repeat(signature.length)]),
  'has an altered signature': (key) =>
    altered(key, (header, payload, signature) => [
      header,
      payload,
      `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`,
    ]),
  'has altered claims': (key) =>
    altered(key, (header, _payload, signature) => [
      header,
      base64url(good({ sub: 'eve' })),
      signature,
    ]),
  'has an altered header': (key) =>
    altered(key, (_header, payload, signature) => [
      base64url({ alg: key.signer.algorithm, kid: KID, typ: 'at+jwt' }),
      payload,
      signature,
    ]),
  'is encrypted': () =>
    new EncryptJWT(good())
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(new Uint8Array(32)),
  'says that its payload is not encoded': ({ signer }) => unencoded(signer),
  'has a critical header that nobody knows': ({ signer: { algorithm: alg, key } }) =>
    new CompactSign(Buffer.from(JSON.stringify(good())))
      .setProtectedHeader({ alg, kid: KID, crit: ['unheard-of'], 'unheard-of': 1 })
      .sign(key, { crit: { 'unheard-of': true } }),
  'has claims that are a list': ({ signer: { algorithm: alg, key } }) =>
    new CompactSign(Buffer.from(JSON.stringify([good()])))
      .setProtectedHeader({ alg, kid: KID })
      .sign(key),
  'is longer than 8 KiB': (key) => signed(key, good({ filler: 'x'.repeat(8 * 1024) })),
};

const ofTheClaims: Readonly<Record<string, object>> = {
  'expired a minute ago': good({ exp: nowSeconds - 60 }),
  'does not say when it expires': without('exp'),
  'says in words when it expires': good({ exp: String(nowSeconds + 3600) }),
  'is not valid for another 61 seconds': good({ nbf: nowSeconds + 61 }),
  'says in words since when it is valid': good({ nbf: String(nowSeconds) }),
  'is of another issuer': good({ iss: 'https://attacker.example' }),
  'is of no issuer': without('iss'),
  'is of several issuers': good({ iss: [ISSUER] }),
  'is for another audience': good({ aud: 'another-service' }),
  'is for other audiences': good({ aud: ['one', 'two'] }),
  'is for no audience': without('aud'),
  'is for an audience that is no text': good({ aud: { 0: AUDIENCE } }),
  'has a subject that is a number': good({ sub: 1 }),
  'has a subject that is null': good({ sub: null }),
  'has a scope that is a list': good({ scope: ['live-group-admins:write'] }),
  'has a scope that is a number': good({ scope: 1 }),
  'has a scope that is null': good({ scope: null }),
  'has an scp that is a number': good({ scp: 1 }),
  'has an scp that is an object': good({ scp: { write: true } }),
  'has an scp with a number in it': good({ scp: ['live-group-admins:write', 1] }),
  'has an scp with a list in it': good({ scp: [['live-group-admins:write']] }),
  'has live groups that are a text': good({ live_groups: '@TGS#live' }),
  'has live groups that are null': good({ live_groups: null }),
  'has live groups that are an object': good({ live_groups: { 0: '@TGS#live' } }),
  'has live groups with a number in them': good({ live_groups: ['@TGS#live', 1] }),
  'has live groups with null in them': good({ live_groups: [null] }),
};

const ofTheHeader: Readonly<Record<string, (token: string) => Record<string, string>>> = {
  'sends no token': () => ({}),
  'sends it by another scheme': (token) => ({ authorization: `Basic ${token}` }),
  'sends it by no scheme': (token) => ({ authorization: token }),
  'sends a scheme alone': () => ({ authorization: 'Bearer' }),
  'sends it in another header': (token) => ({ 'x-access-token': token, cookie: `token=${token}` }),
};

let vendor: FakeVendor;
let attackerKeys: KeySetServer;

beforeAll(async () => {
  vendor = await startFakeVendor();
  attackerKeys = await startKeySetServer({ body: '{"keys":[]}' });
});
afterAll(async () => {
  expect(attackerKeys.requests).toBe(0);
  await attackerKeys.close();
  await vendor.close();
});

const CHANGE = {
  query:
    'mutation { setLiveGroupAdmins(input: { groupId: "@TGS#live", userIds: ["alice"] }) { __typename } }',
};
const DONE = { data: { setLiveGroupAdmins: { __typename: 'SetLiveGroupAdminsSuccess' } } };

describe.each(Object.entries(keys))('where tokens are checked with %s', (name, key) => {
  let keySetServer: KeySetServer;
  let service: Service;
  let callsBefore: number;

  beforeAll(async () => {
    keySetServer = await startKeySetServer(
      name === 'JWKS' ? keySet({ [KID]: key.signer }) : 'hang',
    );
    const trusted =
      name === 'JWKS'
        ? { AUTH_DISABLED: '', AUTH_JWKS_URL: keySetServer.url }
        : trusting(key.signer);
    const unpaced = { UPSTREAM_MAX_CALLS_PER_SECOND: '10000' };
    const settings = {
      ...unpaced,
      ...trusted,
      AUTH_JWT_ISSUER: ISSUER,
      AUTH_JWT_AUDIENCE: AUDIENCE,
    };
    const clock = virtualClock(nowSeconds * 1000);
    service = await startService(configFor(vendor.url, settings), { clock });
  });
  beforeEach(() => {
    callsBefore = vendor.calls.length;
  });
  afterAll(async () => {
    await service.stop();
    await keySetServer.close();
  });

  async function expectRefusal(headers: Record<string, string>, challenge: RegExp) {
    const response = await service.post(CHANGE, headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(challenge);
    expect(await response.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(vendor.calls.length).toBe(callsBefore);
  }

  /** What the answer and the log say of a bad token is none of its own words. */
  const INVALID = /^Bearer error="invalid_token", error_description="[A-Za-z ]+\."$/;

  test.each(Object.entries(ofTheToken))('a token is refused that %s', async (_flaw, token) => {
    await expectRefusal(bearer(await token(key)), INVALID);
  });

  test.each(Object.entries(ofTheClaims))('a token is refused that %s', async (_flaw, claims) => {
    const token = await signed(key, claims);
    await expectRefusal(bearer(token), INVALID);
    expect(JSON.stringify(service.logged)).not.toContain(token.split('.')[1]);
  });

  test.each(Object.entries(ofTheHeader))('a caller is refused that %s', async (_flaw, headers) => {
    await expectRefusal(headers(await signed(key)), /^Bearer$/);
  });

  test.each(
    Object.entries({
      'is good': good(),
      'expired less than a minute ago': good({ exp: nowSeconds - 59 }),
      'is valid in a minute': good({ nbf: nowSeconds + 60 }),
      'is for several audiences': good({ aud: ['another-service', AUDIENCE] }),
      'has no subject': without('sub'),
      'has its scopes as a text in scp': good({
        scope: undefined,
        scp: 'a live-group-admins:write',
      }),
      'has its scopes as a list': good({ scope: undefined, scp: ['live-group-admins:write'] }),
      'has scopes in both claims': good({ scope: 'openid', scp: ['live-group-admins:write'] }),
      'is bound to the group': good({ live_groups: ['@TGS#live'] }),
      'is just short enough': good({ filler: 'x'.repeat(5000) }),
    }),
  )('a token is taken that %s', async (_case, claims) => {
    const response = await service.post(CHANGE, bearer(await signed(key, claims)));
    expect([response.status, await response.json()]).toEqual([200, DONE]);
    expect(vendor.calls.length).toBe(callsBefore + 1);
  });

  test('the scheme may be written in small letters', async () => {
    const response = await service.post(CHANGE, { authorization: `bearer ${await signed(key)}` });
    expect(await response.json()).toEqual(DONE);
  });
});
