import * as z from 'zod';

/** The kinds of values that OpenTelemetry's own settings have. */

/** Collectors stand within a cluster, mostly, and speak plain http there. */
export const collectorUrl = z
  .string()
  .refine(isCollectorUrl, 'must be an http or https URL without user, query or fragment');

function isCollectorUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}` === '' && !/[?#]/.test(value);
}

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\x20-\x7e]+$/;

export const headerList = z.string().transform((text, context): Record<string, string> => {
  const headers = text.split(',').map((pair) => headerIn(pair.trim()));
  if (headers.every((header) => header !== undefined)) return Object.fromEntries(headers);
  context.addIssue({
    code: 'custom',
    message: 'must be pairs like name=value, with commas between them, and the values URL-encoded',
  });
  return z.NEVER;
});

function headerIn(pair: string): [string, string] | undefined {
  const [, name = '', encoded = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
  const value = decoded(encoded.trim());
  return HEADER_NAME.test(name.trim()) && HEADER_VALUE.test(value)
    ? [name.trim(), value]
    : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

export const ratio = z
  .string()
  .refine(
    (value) => /^(0|1|0?\.\d+|[01]\.\d+)$/.test(value) && Number(value) <= 1,
    'must be a number from 0 to 1',
  )
  .transform(Number);
