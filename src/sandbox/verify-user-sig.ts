import { createHmac } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as z from 'zod';

/** What a UserSig says. */
export interface DecodedUserSig {
  readonly identifier: string;
  readonly sdkAppId: number;
  /** When it was signed, in seconds since the Unix epoch. */
  readonly time: number;
  /** How long it lives from then, in seconds. */
  readonly expire: number;
  /** Base64 of the HMAC over the fields above. */
  readonly sig: string;
}

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

/** Base64 with three characters replaced. It is not base64url, nor plain base64. */
const alphabet = /^[A-Za-z0-9*-]+_{0,2}$/;

/** A real one has some 200 bytes. */
const MAX_DECODED_BYTES = 4096;

const fields = z
  .object({
    'TLS.ver': z.literal('2.0'),
    'TLS.identifier': z.string(),
    'TLS.sdkappid': z.int(),
    'TLS.time': z.int(),
    'TLS.expire': z.int(),
    'TLS.sig': z.string(),
  })
  .transform((json) => ({
    identifier: json['TLS.identifier'],
    sdkAppId: json['TLS.sdkappid'],
    time: json['TLS.time'],
    expire: json['TLS.expire'],
    sig: json['TLS.sig'],
  }));

/** Reads a UserSig, and verifies nothing. @returns undefined for what is none */
export function decodeUserSig(userSig: string): DecodedUserSig | undefined {
  if (!alphabet.test(userSig)) return undefined;
  const base64 = userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
  try {
    const compressed = Buffer.from(base64, 'base64');
    const json = inflateSync(compressed, { maxOutputLength: MAX_DECODED_BYTES });
    return fields.safeParse(JSON.parse(json.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** The key is used as text, although it looks like hexadecimal digits. */
const digest = ({ identifier, sdkAppId, time, expire }: DecodedUserSig, secretKey: string) =>
  createHmac('sha256', secretKey)
    .update(`TLS.identifier:${identifier}\n`)
    .update(`TLS.sdkappid:${sdkAppId}\n`)
    .update(`TLS.time:${time}\n`)
    .update(`TLS.expire:${expire}\n`)
    .digest('base64');
