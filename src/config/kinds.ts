import * as z from 'zod';

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
    isHostUrl,
    'must be an https URL (http only to loopback) without user, query or fragment',
  );

function isHostUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  const isSafe =
    protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.toLowerCase()));
  return isSafe && `${username}${password}${search}${hash}` === '';
}
