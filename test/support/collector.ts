import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Value = string | number;

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the first of a trace. */
  readonly parentSpanId: string | undefined;
  readonly traceState: string | undefined;
  readonly name: string;
  readonly kind: 'INTERNAL' | 'SERVER' | 'CLIENT';
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, Value>>;
  /** The ids of the spans it is linked with. */
  readonly links: readonly string[];
}

export type Answer = 200 | 307 | 400 | 503 | 'hang';

export interface FakeCollector {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** The name of each service that sent some. */
  readonly services: readonly string[];
  /** What came in, as text. */
  readonly bodies: readonly string[];
  readonly requests: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** From now on. */
  answer(how: Answer): void;
  /** Resolves when the next request has come in whole. */
  nextRequest(): Promise<void>;
  close(): Promise<void>;
}

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: readonly SentAttribute[];
  readonly links: readonly { readonly spanId: string }[];
}

interface SentAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, Value>>;
}

interface SentBatch {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly SentAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

/** A collector of the tests' own on loopback, for traces by OTLP over HTTP, as JSON. */
export async function startFakeCollector(): Promise<FakeCollector> {
  const spans: ReceivedSpan[] = [];
  const services: string[] = [];
  const bodies: string[] = [];
  const requests: { path: string; headers: IncomingHttpHeaders }[] = [];
  let how: Answer = 200;
  let waiting: (() => void)[] = [];

  const server = createServer(async (request, response) => {
    const batch = (await json(request)) as SentBatch;
    requests.push({ path: request.url ?? '', headers: request.headers });
    bodies.push(JSON.stringify(batch));
    if (how === 200) {
      for (const { resource, scopeSpans } of batch.resourceSpans) {
        services.push(String(attributesIn(resource.attributes)['service.name']));
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map(received)));
      }
    }
    for (const resolve of waiting) resolve();
    waiting = [];
    if (how !== 'hang') response.writeHead(how, { location: '/elsewhere' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    services,
    bodies,
    requests,
    answer(next) {
      how = next;
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const kinds = { 1: 'INTERNAL', 2: 'SERVER', 3: 'CLIENT' } as const;
const ERROR = 2;

const received = (sent: SentSpan): ReceivedSpan => ({
  traceId: sent.traceId,
  spanId: sent.spanId,
  parentSpanId: sent.parentSpanId,
  traceState: sent.traceState,
  name: sent.name,
  kind: kinds[sent.kind as keyof typeof kinds],
  startedAt: milliseconds(sent.startTimeUnixNano),
  endedAt: milliseconds(sent.endTimeUnixNano),
  failed: sent.status.code === ERROR,
  attributes: attributesIn(sent.attributes),
  links: sent.links.map(({ spanId }) => spanId),
});

const milliseconds = (nanoseconds: string) => Number(BigInt(nanoseconds) / 1_000_000n);

const attributesIn = (sent: readonly SentAttribute[]): Record<string, Value> =>
  Object.fromEntries(sent.map(({ key, value }) => [key, Object.values(value)[0] ?? '']));
