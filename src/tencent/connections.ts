import { Pool } from 'undici';

/** Idle connections are kept this long, unless the vendor announces less. */
const KEEP_ALIVE_MS = 30_000;

/** As many connections to one host as there are calls under way: a call never queues for one. */
export const connectionsTo = (origin: string, timeoutMs: number): Pool =>
  new Pool(origin, {
    connections: null,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: timeoutMs },
    // One timer watches over the whole call: see exchange.ts.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
