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
