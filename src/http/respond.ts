import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../policy/clock.ts';
import { MAX_BODY_BYTES } from './read-body.ts';

/** What is answered without GraphQL. */
export interface PlainAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const plainText = (
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): PlainAnswer => ({ status, type: 'text/plain; charset=utf-8', text: `${text}\n`, headers });

/** A refusal in the form that clients of GraphQL read. */
export const graphqlRefusal = (
  status: number,
  error: { readonly message: string; readonly extensions?: { readonly code: string } },
  headers: Readonly<Record<string, string>> = {},
): PlainAnswer => ({
  status,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify({ errors: [error] }),
  headers,
});

/** What is still read, and thrown away, of a body that is not wanted: its sender reads no answer before. */
const MAX_DISCARDED_BYTES = 4 * MAX_BODY_BYTES;
const DISCARD_MS = 1_000;

/** Answers at once, be the request's body whole or not. A long one ends the connection. */
export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, text, headers }: PlainAnswer,
  clock: Clock,
): void {
  const isLong = hasLongBody(request);
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    ...(isLong && { connection: 'close' }),
    ...headers,
  });
  if (!isLong) {
    response.end(text);
    return;
  }
  // All of the answer, but not its end: a connection that is closed on unread bytes is reset, and the answer lost.
  response.write(text);
  let discarded = 0;
  const end = () => {
    cancel();
    response.end();
  };
  const cancel = clock.after(DISCARD_MS, end);
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED_BYTES) end();
  });
  request.once('close', end);
  if (request.readableEnded) end();
}

/** Whether more may follow than node may read on its own for the sake of the next request. */
const hasLongBody = ({ headers }: IncomingMessage) =>
  'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES;
