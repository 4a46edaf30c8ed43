import * as tlsSigApi from 'tls-sig-api-v2';
import type { Clock } from '../policy/clock.ts';

/** Where the credential of a call comes from. */
export interface UserSigs {
  /** A UserSig that is valid now, and for some time to come. */
  current(): string;
}

/** Signs a UserSig that ends `ttlSeconds` from now. */
export type SignUserSig = (ttlSeconds: number) => string;

/** Signing as the vendor's own package does it. */
export function vendorSigner(sdkAppId: number, identifier: string, secretKey: string): SignUserSig {
  const api = new tlsSigApi.Api(sdkAppId, secretKey);
  return (ttlSeconds) => api.genSig(identifier, ttlSeconds);
}

/** Half of a life is left when a UserSig is renewed, so that a clock that is off does no harm. */
const RENEW_AFTER = 0.5;

/**
 * One UserSig for all calls, signed when first needed and renewed well before it ends.
 * @param onSigned hears of each, before it is used
 */
export function signedUserSigs(
  sign: SignUserSig,
  ttlSeconds: number,
  clock: Clock,
  onSigned: (userSig: string) => void,
): UserSigs {
  let cached: { readonly userSig: string; readonly renewAt: number } | undefined;
  return {
    current() {
      if (cached === undefined || clock.now() >= cached.renewAt) {
        const renewAt = clock.now() + ttlSeconds * 1000 * RENEW_AFTER;
        cached = { userSig: sign(ttlSeconds), renewAt };
        onSigned(cached.userSig);
      }
      return cached.userSig;
    },
  };
}

/** A UserSig made elsewhere. It cannot be renewed here. */
export const givenUserSig = (userSig: string): UserSigs => ({ current: () => userSig });
