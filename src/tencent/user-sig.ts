import * as tlsSigApi from 'tls-sig-api-v2';
import type { UserSigFigures } from '../domain/figures.ts';
import type { Clock } from '../policy/clock.ts';
import { decodeUserSig } from './decode-user-sig.ts';

/** Where the credential of a call comes from. */
export interface UserSigs {
  /** A UserSig that is valid now, and for some time to come. */
  current(): string;
  /**
   * The vendor did not accept `userSig`.
   * @returns whether {@link current} is another one now
   */
  refused(userSig: string): boolean;
  figures(): UserSigFigures;
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

/** A UserSig can die before its time, but where a new one is refused, too, more of them do not help. */
const LEAST_MS_BETWEEN_REFUSED = 60_000;

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
  let cached: { userSig: string; signedAt: number; lifeSeconds: number } | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let signed = 0;
  let refused = 0;

  function renew(lifeSeconds: number): string {
    const userSig = sign(lifeSeconds);
    onSigned(userSig);
    cached = { userSig, signedAt: clock.now(), lifeSeconds };
    signed += 1;
    return userSig;
  }

  const isToBeRenewed = ({ signedAt, lifeSeconds }: { signedAt: number; lifeSeconds: number }) =>
    clock.now() >= signedAt + lifeSeconds * 1000 * RENEW_AFTER;

  return {
    current: () =>
      cached === undefined || isToBeRenewed(cached) ? renew(ttlSeconds) : cached.userSig,
    refused(userSig) {
      refused += 1;
      if (cached?.userSig !== userSig) return true;
      if (clock.now() - refusedAt < LEAST_MS_BETWEEN_REFUSED) return false;
      refusedAt = clock.now();
      // Within one second the same life gives the same signature.
      if (renew(ttlSeconds) === userSig) renew(ttlSeconds - 1);
      return true;
    },
    figures: () => ({
      signedAt: cached?.signedAt,
      lifeSeconds: cached?.lifeSeconds,
      signed,
      refused,
    }),
  };
}

/** A UserSig made elsewhere. It cannot be renewed here. */
export function givenUserSig(userSig: string): UserSigs {
  const said = decodeUserSig(userSig);
  let refused = 0;
  return {
    current: () => userSig,
    refused() {
      refused += 1;
      return false;
    },
    figures: () => ({
      signedAt: said && said.time * 1000,
      lifeSeconds: said?.expire,
      signed: 0,
      refused,
    }),
  };
}
