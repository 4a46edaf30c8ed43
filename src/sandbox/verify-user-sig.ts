import { createHmac } from 'node:crypto';
import { type DecodedUserSig, decodeUserSig } from '../tencent/decode-user-sig.ts';

/** Whom a UserSig has to be for. */
export interface ExpectedUserSig {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly secretKey: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The documented codes a UserSig can be refused with here. */
type UserSigRefusal = 70001 | 70002 | 70003 | 70009 | 70013 | 70014;

export type VerifiedUserSig =
  | ({ readonly ok: true } & DecodedUserSig)
  | { readonly ok: false; readonly code: UserSigRefusal };

/**
 * Judges a UserSig without the vendor's package, so that the two check each other.
 * The life is looked at last, since only a signature that is right can be believed about it.
 */
export function verifyUserSig(userSig: string, expected: ExpectedUserSig): VerifiedUserSig {
  if (userSig === '') return { ok: false, code: 70002 };
  const decoded = decodeUserSig(userSig);
  if (decoded === undefined) return { ok: false, code: 70003 };
  if (decoded.identifier !== expected.identifier) return { ok: false, code: 70013 };
  if (decoded.sdkAppId !== expected.sdkAppId) return { ok: false, code: 70014 };
  // Everything in it is this app's, so what differs is the key.
  if (decoded.sig !== digest(decoded, expected.secretKey)) return { ok: false, code: 70009 };
  const endsAt = (decoded.time + decoded.expire) * 1000;
  return expected.now < endsAt ? { ok: true, ...decoded } : { ok: false, code: 70001 };
}

/** The key is used as text, although it looks like hexadecimal digits. */
const digest = ({ identifier, sdkAppId, time, expire }: DecodedUserSig, secretKey: string) =>
  createHmac('sha256', secretKey)
    .update(`TLS.identifier:${identifier}\n`)
    .update(`TLS.sdkappid:${sdkAppId}\n`)
    .update(`TLS.time:${time}\n`)
    .update(`TLS.expire:${expire}\n`)
    .digest('base64');
