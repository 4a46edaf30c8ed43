import { describe, expect, test } from 'vitest';
import { decodeUserSig, verifyUserSig } from '../../src/sandbox/verify-user-sig.ts';
import { givenUserSig, signedUserSigs, vendorSigner } from '../../src/tencent/user-sig.ts';
import { app } from '../support/fake-vendor.ts';
import { virtualClock } from '../support/virtual-clock.ts';

describe("the vendor's signer", () => {
  test('makes UserSigs that verify without it', () => {
    const sign = vendorSigner(app.sdkAppId, app.identifier, app.secretKey);
    expect(verifyUserSig(sign(86_400), { ...app, now: Date.now() })).toMatchObject({
      ok: true,
      sdkAppId: app.sdkAppId,
      identifier: app.identifier,
      expire: 86_400,
    });
  });

  test.each([
    ['another key', { secretKey: 'another' }],
    ['another account', { identifier: 'somebody' }],
    ['another app', { sdkAppId: 1 }],
    ['a day later', { now: Date.now() + 86_401_000 }],
  ])('makes none that verifies with %s', (_what, other) => {
    const userSig = vendorSigner(app.sdkAppId, app.identifier, app.secretKey)(86_400);
    expect(verifyUserSig(userSig, { ...app, now: Date.now(), ...other })).toMatchObject({
      ok: false,
    });
  });

  test('makes text that needs no encoding in a URL but for the asterisk', () => {
    const userSig = vendorSigner(app.sdkAppId, app.identifier, app.secretKey)(1000);
    expect(userSig).toMatch(/^[\w*-]+$/);
    expect(decodeUserSig(userSig)).toMatchObject({ expire: 1000 });
  });
});

describe('signed UserSigs', () => {
  const signing = (ttlSeconds: number) => {
    const clock = virtualClock(0);
    const signed: string[] = [];
    const userSigs = signedUserSigs(
      (ttl) => `signed at ${clock.now()} for ${ttl}`,
      ttlSeconds,
      clock,
      (userSig) => signed.push(userSig),
    );
    return { clock, signed, userSigs };
  };

  test('are signed when first needed, and shared from then on', () => {
    const { clock, signed, userSigs } = signing(100);
    expect(signed).toEqual([]);
    clock.advance(7);
    expect(userSigs.current()).toBe('signed at 7 for 100');
    expect(userSigs.current()).toBe('signed at 7 for 100');
    expect(signed).toEqual(['signed at 7 for 100']);
  });

  test('are renewed when half of their life is over', () => {
    const { clock, userSigs } = signing(100);
    userSigs.current();
    clock.advance(49_999);
    expect(userSigs.current()).toBe('signed at 0 for 100');
    clock.advance(1);
    expect(userSigs.current()).toBe('signed at 50000 for 100');
  });
});

test('a given UserSig stays as it is', () => {
  expect(givenUserSig('made elsewhere').current()).toBe('made elsewhere');
});
