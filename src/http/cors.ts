import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a browser may go by a preflight: as long as any of them does. */
const MAX_AGE_SECONDS = 7_200;

const preflight = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'authorization, content-type, x-request-id, traceparent, tracestate',
  'access-control-max-age': String(MAX_AGE_SECONDS),
};

/** Lets pages of some origins read answers. @returns whether the request asks no more than whether it may */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Without credentials: no page has the browser send a cookie, since there is none. */
export function cors(origins: readonly string[]): Cors {
  const allowed = new Set(origins);
  if (allowed.size === 0) return () => false;
  return ({ method, headers }, response) => {
    // The answer to one origin must not be kept for another.
    response.setHeader('vary', 'origin');
    const { origin } = headers;
    if (origin === undefined || !allowed.has(origin)) return false;
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) {
      return false;
    }
    for (const [name, value] of Object.entries(preflight)) response.setHeader(name, value);
    return true;
  };
}
