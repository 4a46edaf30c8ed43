import type { Server, ServerOptions } from 'node:http';

/** In milliseconds, on node's own clock. */
export interface Patience {
  /** For the whole head of a request, and for its first byte on a new connection. */
  readonly head: number;
  /** For the whole request, its body included. */
  readonly request: number;
  /** Between two looks at who is late. */
  readonly checkEvery: number;
}

export const patience: Patience = { head: 10_000, request: 30_000, checkEvery: 2_000 };

/** Longer than the idle time of common load balancers, so that they close first. */
const KEEP_ALIVE_MS = 75_000;

/** Of a request's line and all its headers: room for a token and for a query in the URL. */
const MAX_HEAD_BYTES = 16 * 1024;

/** More are not looked at. */
const MAX_HEADERS = 100;

/** At the most, with a body as long as it may be for each, a gigabyte. Further ones are closed at once. */
const MAX_CONNECTIONS = 4_096;

export const serverOptions = ({ head, request, checkEvery }: Patience): ServerOptions => ({
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: head,
  requestTimeout: request,
  connectionsCheckingInterval: checkEvery,
  maxHeaderSize: MAX_HEAD_BYTES,
});

export function limitConnections(server: Server): void {
  server.maxHeadersCount = MAX_HEADERS;
  server.maxConnections = MAX_CONNECTIONS;
}
