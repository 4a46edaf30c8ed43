import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../policy/clock.ts';
import { tally } from '../policy/tally.ts';
import { answerBadHttp } from './bad-http.ts';
import { limitConnections, type Patience, patience, serverOptions } from './connection-limits.ts';
import { cors } from './cors.ts';
import { GRAPHQL_PATH } from './graphql.ts';
import { METRICS_PATH, type MetricsPage, scrape } from './metrics-page.ts';
import { pathOf } from './path.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';
import { requestIdOf } from './request-id.ts';
import type { RequestTracer } from './request-tracer.ts';
import { graphqlRefusal, type PlainAnswer, plainText, respond } from './respond.ts';
import { securityHeaders } from './security-headers.ts';
import type { Traffic } from './traffic.ts';
import type { RequestContext } from './use-operation-log.ts';

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
) => Promise<void> | void;

export interface HttpServerOptions {
  readonly clock: Clock;
  /** Whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  readonly tracer: RequestTracer;
  readonly patience?: Patience;
  readonly traffic?: Traffic | undefined;
  /** Where given, they are served beside the rest. */
  readonly metrics?: MetricsPage | undefined;
}

export interface HttpServer {
  /** @returns the port, of interest where 0 was asked for */
  listen(port: number, host: string): Promise<number>;
  /** From now on new operations get 503, and readiness is gone; the listener stays open. */
  refuse(): void;
  figures(): { readonly isReady: boolean; readonly requestsUnderWay: number };
  /** Resolves when no operation is under way. */
  whenIdle(): Promise<void>;
  /** Stops listening, once the last answers have reached their callers, or these have had time enough. */
  close(): Promise<void>;
}

/** How long callers may take to read the last answers, or to send what has begun. */
const FLUSH_MS = 2_000;

/** Connections that may wait to be accepted, when very many come at once. */
const BACKLOG = 4_096;

const shuttingDown = graphqlRefusal(
  503,
  { message: 'The service is shutting down. Nothing was sent: try again.' },
  { 'retry-after': '1' },
);

const noHost = plainText(400, 'The header host names no host.');

/** To a browser that asks whether a page may send a request. */
const leave: PlainAnswer = { ...plainText(204, ''), text: '' };

/** What answers are counted by. */
const endpoints = new Set([GRAPHQL_PATH, '/health', '/ready', METRICS_PATH]);

const bodyTooLong = graphqlRefusal(413, {
  message: `A body can have ${MAX_BODY_BYTES / 1024} KiB. Nothing was sent: split the request.`,
  extensions: { code: 'BAD_USER_INPUT' },
});

/** The listener: health, readiness, and GraphQL for as long as it is not draining. */
export function httpServer(
  graphql: Handler,
  { clock, corsOrigins, tracer, patience: patient = patience, traffic, metrics }: HttpServerOptions,
): HttpServer {
  let accepting = false;
  const underWay = tally();
  const asksForLeave = cors(corsOrigins);
  /** Connections on which an answer has begun, or is sure to come. */
  const inUse = new WeakSet<object>();

  function answer(request: IncomingMessage, response: ServerResponse, plain: PlainAnswer) {
    inUse.add(request.socket);
    respond(request, response, plain, clock);
  }

  async function operate(request: IncomingMessage, response: ServerResponse, requestId: string) {
    const traced = tracer.begin(request);
    response.once('close', () =>
      traced.end(response.headersSent ? response.statusCode : undefined),
    );
    const body = await readBody(request);
    if (body === undefined) return;
    if (body === 'too long') return answer(request, response, bodyTooLong);
    // What has not come in whole has not been accepted.
    if (!accepting) return answer(request, response, shuttingDown);
    inUse.add(request.socket);
    underWay.enter();
    let isCounted = true;
    const done = () => {
      if (isCounted) underWay.leave();
      isCounted = false;
    };
    // A caller that hangs up before its answer takes nothing back; one that does so later has been answered.
    response.once('close', () => response.headersSent && done());
    await Promise.resolve(graphql(request, response, { requestId, body, traced })).finally(done);
  }

  const server = createServer(serverOptions(patient), (request, response) => {
    const requestId = requestIdOf(request.headers['x-request-id']);
    response.setHeader('x-request-id', requestId);
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const path = pathOf(request);
    if (traffic) {
      const endpoint = endpoints.has(path) ? path : 'other';
      response.once('finish', () => traffic.responded(endpoint, response.statusCode));
    }
    if (!hasHost(request)) answer(request, response, noHost);
    else if (path === METRICS_PATH && metrics) {
      void scrape(request, metrics).then((plain) => answer(request, response, plain));
    } else if (path !== GRAPHQL_PATH) answer(request, response, answerAt(path));
    else if (asksForLeave(request, response)) answer(request, response, leave);
    else if (accepting) void operate(request, response, requestId);
    else answer(request, response, shuttingDown);
  });
  limitConnections(server);
  server.on('clientError', (error, socket) => {
    // What is written where an answer is due would be taken for that answer.
    if (!socket.writable || inUse.has(socket)) socket.destroy();
    else answerBadHttp(error, socket);
  });

  function answerAt(path: string | undefined): PlainAnswer {
    switch (path) {
      case '/health':
        return plainText(200, 'alive');
      case '/ready':
        return accepting ? plainText(200, 'ready') : plainText(503, 'not ready');
      default:
        return plainText(404, `There is nothing here: GraphQL is at ${GRAPHQL_PATH}.`);
    }
  }

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host, backlog: BACKLOG }, () => {
          accepting = true;
          resolve((server.address() as AddressInfo).port);
        });
      }),

    refuse() {
      accepting = false;
    },

    figures: () => ({ isReady: accepting, requestsUnderWay: underWay.count }),

    whenIdle: underWay.whenEmpty,

    close: () =>
      new Promise((resolve) => {
        const cancel = clock.after(FLUSH_MS, () => server.closeAllConnections());
        void underWay.whenEmpty().then(() => server.closeIdleConnections());
        server.close(() => {
          cancel();
          resolve();
        });
      }),
  };
}

/** It becomes part of a URL. */
const hasHost = ({ headers: { host } }: IncomingMessage) =>
  host === undefined || (/^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`));
