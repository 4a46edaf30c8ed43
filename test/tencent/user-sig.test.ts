import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyUserSig } from '../../src/sandbox/verify-user-sig.ts';
import { decodeUserSig } from '../../src/tencent/decode-user-sig.ts';
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

describe('a UserSig that the vendor refused', () => {
  /** As the vendor's signer: one second and one life give one signature. */
  const signing = () => {
    const clock = virtualClock(0);
    const signed: string[] = [];
    const sign = (ttl: number) => `second ${Math.floor(clock.now() / 1_000)}, ttl ${ttl}`;
    const userSigs = signedUserSigs(sign, 86_400, clock, (userSig) => signed.push(userSig));
    return { clock, signed, userSigs };
  };

  test('is replaced by a new one', () => {
    const { clock, signed, userSigs } = signing();
    const first = userSigs.current();
    clock.advance(5_000);
    expect(userSigs.refused(first)).toBe(true);
    expect(userSigs.current()).toBe('second 5, ttl 86400');
    expect(signed).toEqual([first, 'second 5, ttl 86400']);
  });

  test('is replaced by another one even in the second it was signed in', () => {
    const { signed, userSigs } = signing();
    const first = userSigs.current();
    expect(userSigs.refused(first)).toBe(true);
    expect(userSigs.current()).not.toBe(first);
    expect(signed).toContain(userSigs.current());
  });

  test('is replaced once, however many calls it was refused to', () => {
    const { clock, signed, userSigs } = signing();
    const first = userSigs.current();
    clock.advance(5_000);
    const answers = Array.from({ length: 100 }, () => userSigs.refused(first));
    expect(answers.every((isAnother) => isAnother)).toBe(true);
    expect(signed).toHaveLength(2);
  });

  test('is replaced already for a call that went out with an older one', () => {
    const { clock, signed, userSigs } = signing();
    const first = userSigs.current();
    clock.advance(43_200_000);
    const second = userSigs.current();
    expect(userSigs.refused(first)).toBe(true);
    expect(userSigs.current()).toBe(second);
    expect(signed).toEqual([first, second]);
  });

  test('is not replaced within a minute of another one that was', () => {
    const { clock, signed, userSigs } = signing();
    clock.advance(5_000);
    userSigs.refused(userSigs.current());
    const second = userSigs.current();
    clock.advance(59_999);
    expect(userSigs.refused(second)).toBe(false);
    expect(userSigs.current()).toBe(second);
    const before = signed.length;
    clock.advance(1);
    expect(userSigs.refused(second)).toBe(true);
    expect(userSigs.current()).not.toBe(second);
    expect(signed).toHaveLength(before + 1);
  });

  test('is told to be replaced if and only if it is, and new ones are a minute apart', () => {
    const refusals = fc.array(fc.record({ afterMs: fc.nat(40_000), isOld: fc.boolean() }));
    fc.assert(
      fc.property(refusals, (refusals) => {
        const { clock, userSigs } = signing();
        const used = [userSigs.current()];
        let replacedAt = Number.NEGATIVE_INFINITY;
        for (const { afterMs, isOld } of refusals) {
          clock.advance(afterMs);
          const current = userSigs.current();
          const refused = (isOld && used[0]) || current;
          expect(userSigs.refused(refused)).toBe(userSigs.current() !== refused);
          if (userSigs.current() === current) continue;
          expect(clock.now() - replacedAt).toBeGreaterThanOrEqual(60_000);
          replacedAt = clock.now();
          used.push(userSigs.current());
        }
        expect(new Set(used).size).toBe(used.length);
      }),
    );
  });
});

test('a given UserSig stays as it is, refused or not', () => {
  const userSigs = givenUserSig('made elsewhere');
  expect(userSigs.current()).toBe('made elsewhere');
  expect(userSigs.refused('made elsewhere')).toBe(false);
  expect(userSigs.current()).toBe('made elsewhere');
});
