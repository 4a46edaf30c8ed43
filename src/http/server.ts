import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../policy/clock.ts';
import { GRAPHQL_PATH } from './graphql.ts';
import { requestIdOf } from './request-id.ts';
import type { RequestContext } from './use-operation-log.ts';

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
) => Promise<void> | void;

export interface HttpServer {
  /** @returns the port, of interest where 0 was asked for */
  listen(port: number, host: string): Promise<number>;
  /**
   * Takes no new operations, waits until those under way are answered, then stops listening.
   * @returns how many were still under way after `timeoutMs`, and so were cut off
   */
  drain(timeoutMs: number): Promise<number>;
}

/** Longer than the idle time of common load balancers, so that they close first. */
const KEEP_ALIVE_MS = 75_000;

/** How long the last answers may take to reach callers that read slowly. */
const FLUSH_MS = 2_000;

/** The listener: health, readiness, and GraphQL for as long as it is not draining. */
export function httpServer(graphql: Handler, clock: Clock): HttpServer {
  let accepting = false;
  let underWay = 0;
  let whenIdle: (() => void) | undefined;

  async function operate(request: IncomingMessage, response: ServerResponse, requestId: string) {
    underWay += 1;
    let isCounted = true;
    const done = () => {
      if (!isCounted) return;
      isCounted = false;
      underWay -= 1;
      if (underWay === 0) whenIdle?.();
    };
    // A caller that hangs up before its answer takes nothing back; one that does so later has been answered.
    response.once('close', () => response.headersSent && done());
    await Promise.resolve(graphql(request, response, { requestId })).finally(done);
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const requestId = requestIdOf(request.headers['x-request-id']);
    response.setHeader('x-request-id', requestId);
    switch (pathOf(request)) {
      case GRAPHQL_PATH:
        if (accepting) void operate(request, response, requestId);
        else respond(response, 503, 'The service is shutting down.', { 'retry-after': '1' });
        break;
      case '/health':
        respond(response, 200, 'alive');
        break;
      case '/ready':
        if (accepting) respond(response, 200, 'ready');
        else respond(response, 503, 'not ready');
        break;
      default:
        respond(response, 404, `There is nothing here: GraphQL is at ${GRAPHQL_PATH}.`);
    }
  });

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          accepting = true;
          resolve((server.address() as AddressInfo).port);
        });
      }),

    async drain(timeoutMs) {
      accepting = false;
      if (underWay > 0) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(timeoutMs, resolve);
          whenIdle = () => {
            cancel();
            resolve();
          };
        });
      }
      const cutOff = underWay;
      const closed = new Promise((resolve) => server.close(resolve));
      const cancel = clock.after(cutOff > 0 ? 0 : FLUSH_MS, () => server.closeAllConnections());
      await closed;
      cancel();
      return cutOff;
    },
  };
}

const pathOf = ({ url = '' }: IncomingMessage) => url.split('?', 1)[0];

function respond(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${text}\n`);
}
