import * as z from 'zod';
import { type PublicKey, parsePublicKey } from '../callers/public-key.ts';

/** The kinds of values a setting can have. Each says in one sentence what it takes. */

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine(
      (value) => /^\d{1,16}$/.test(value) && Number(value) >= min && Number(value) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number);

export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

export const printableText = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

export const isLoopback = (host: string) => LOOPBACK.test(host);

/** Where a REST host is: a path is kept as a prefix; https, but for loopback. */
export const hostUrl = z
  .string()
  .refine(
    (value) => isSafeUrl(value) && !/[?#]/.test(value),
    'must be an https URL (http only to loopback) without user, query or fragment',
  );

/** What is fetched as it stands; https, but for loopback. */
export const documentUrl = z
  .string()
  .refine(
    (value) => isSafeUrl(value) && !value.includes('#'),
    'must be an https URL (http only to loopback) without user or fragment',
  );

function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  const isSafe =
    protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.toLowerCase()));
  return isSafe && `${username}${password}` === '';
}

/** RFC 7518: no shorter than the hash. */
const MIN_HS256_BYTES = 32;

export const hmacSecret = printableText.min(
  MIN_HS256_BYTES,
  `must be at least ${MIN_HS256_BYTES} bytes long`,
);

export const publicKey = z.string().transform((text, context): PublicKey => {
  const parsed = parsePublicKey(text);
  if (typeof parsed !== 'string') return parsed;
  context.addIssue({ code: 'custom', message: parsed });
  return z.NEVER;
});

/** A list in which each is written as browsers write it; blank for none. `*` and `null` name nobody. */
export const origins = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine(
    (values) => values.every(isOrigin),
    'must be origins (https://host or http://host, with a port where it has one, and nothing after), separated by commas; * and null are not taken',
  );

function isOrigin(value: string): boolean {
  if (!/^https?:[^*]+$/.test(value) || !URL.canParse(value)) return false;
  return new URL(value).origin === value;
}
