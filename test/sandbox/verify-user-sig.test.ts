import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyUserSig } from '../../src/sandbox/verify-user-sig.ts';
import { decodeUserSig } from '../../src/tencent/decode-user-sig.ts';
import { vendorSigner } from '../../src/tencent/user-sig.ts';

const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';

/** Two signatures made elsewhere. */
const vectors = [
  {
    sdkAppId: 1_400_000_000,
    identifier: 'xiaojun',
    time: 1_700_000_000,
    expire: 15_552_000,
    sig: 'LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4=',
  },
  {
    sdkAppId: 88_888_888,
    identifier: 'administrator',
    time: 1_700_000_000,
    expire: 86_400,
    sig: 'UMlJckuI00rMolMG+4cRrC0Ou5qK3HvoVRgdgXmeN4g=',
  },
] as const;
const [, vector] = vectors;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = ({ identifier, sdkAppId, time, expire, sig }: (typeof vectors)[number]) => ({
  'TLS.ver': '2.0',
  'TLS.identifier': identifier,
  'TLS.sdkappid': sdkAppId,
  'TLS.time': time,
  'TLS.expire': expire,
  'TLS.sig': sig,
});

const encode = (fields: Fields) => escaped(deflateSync(JSON.stringify(fields)));

const escaped = (bytes: Buffer) =>
  bytes.toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');

const verifyVector = (userSig: string, other: Partial<Parameters<typeof verifyUserSig>[1]> = {}) =>
  verifyUserSig(userSig, {
    sdkAppId: vector.sdkAppId,
    identifier: vector.identifier,
    secretKey,
    now: vector.time * 1000,
    ...other,
  });

describe('a UserSig', () => {
  test.each(vectors)('of $identifier with a known digest verifies', (known) => {
    const { sdkAppId, identifier, time } = known;
    const userSig = encode(fieldsOf(known));
    expect(decodeUserSig(userSig)).toEqual(known);
    expect(verifyUserSig(userSig, { sdkAppId, identifier, secretKey, now: time * 1000 })).toEqual({
      ok: true,
      ...known,
    });
  });

  test('verifies whatever the order of its fields and the level of its compression', () => {
    const reversed = Object.fromEntries(Object.entries(fieldsOf(vector)).reverse());
    const userSig = escaped(deflateSync(JSON.stringify(reversed), { level: 1 }));
    expect(verifyVector(userSig)).toMatchObject({ ok: true });
  });

  test("verifies as the vendor's package makes it, for any app, account, key and life", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        fc.string({ minLength: 1, maxLength: 32 }),
        fc.string({ minLength: 1, maxLength: 64 }),
        fc.integer({ min: 60, max: 1_576_800_000 }),
        (sdkAppId, identifier, key, expire) => {
          const userSig = vendorSigner(sdkAppId, identifier, key)(expire);
          const expected = { sdkAppId, identifier, secretKey: key, now: Date.now() };
          expect(verifyUserSig(userSig, expected)).toMatchObject({
            ok: true,
            sdkAppId,
            identifier,
            expire,
          });
        },
      ),
    );
  });

  test('lives until its last millisecond, and no longer', () => {
    const endsAt = (vector.time + vector.expire) * 1000;
    const userSig = encode(fieldsOf(vector));
    expect(verifyVector(userSig, { now: endsAt - 1 })).toMatchObject({ ok: true });
    expect(verifyVector(userSig, { now: endsAt })).toEqual({ ok: false, code: 70001 });
  });
});

describe('a UserSig is refused', () => {
  const good = encode(fieldsOf(vector));
  const json = JSON.stringify(fieldsOf(vector));
  const late = (vector.time + vector.expire) * 1000;

  test.each([
    ['that is empty', '', {}, 70002],
    ['for another user', good, { identifier: 'Administrator' }, 70013],
    ['for another app', good, { sdkAppId: 1 }, 70014],
    ['signed with another key', good, { secretKey: 'another' }, 70009],
    ['with another key, even when its life is over', good, { secretKey: 'a', now: late }, 70009],
  ] as const)('%s', (_which, userSig, other, code) => {
    expect(verifyVector(userSig, other)).toEqual({ ok: false, code });
  });

  test.each([
    ['TLS.time', vector.time + 1],
    ['TLS.expire', vector.expire + 1],
    ['TLS.sig', vectors[0].sig],
  ])('when its %s was changed after signing', (field, value) => {
    const forged = encode({ ...fieldsOf(vector), [field]: value });
    expect(verifyVector(forged)).toEqual({ ok: false, code: 70009 });
  });

  test.each([
    ['cut off', good.slice(0, -8)],
    ['in plain base64', good.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=')],
    ['with a space around it', ` ${good}`],
    ['that is not compressed', escaped(Buffer.from(json))],
    ['that is no JSON', escaped(deflateSync('no JSON'))],
    ['that is no object', escaped(deflateSync('null'))],
    ['of another version', encode({ ...fieldsOf(vector), 'TLS.ver': '1.0' })],
    ['with its app as text', encode({ ...fieldsOf(vector), 'TLS.sdkappid': '88888888' })],
    ['without a digest', encode({ ...fieldsOf(vector), 'TLS.sig': undefined })],
    ['that inflates without end', escaped(deflateSync(json + ' '.repeat(1_000_000)))],
  ])('%s, since it cannot be read', (_which, userSig) => {
    expect(decodeUserSig(userSig)).toBeUndefined();
    expect(verifyVector(userSig)).toEqual({ ok: false, code: 70003 });
  });
});
