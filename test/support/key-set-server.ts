import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenSigner } from './tokens.ts';

/** How a request for the keys is taken. */
type Answer =
  | 'hang'
  | { readonly status?: number; readonly location?: string; readonly body: string };

export interface KeySetServer {
  readonly url: string;
  /** How often the keys were asked for. */
  readonly requests: number;
  /** From now on. */
  answer(answer: Answer): void;
  /** Resolves when the next request has come. */
  nextRequest(): Promise<void>;
  /** From now on nobody listens there. */
  close(): Promise<void>;
}

/** The keys of signers as they publish them, each under its id. */
export const keySet = (signers: Readonly<Record<string, TokenSigner>>): Answer => ({
  body: JSON.stringify({
    keys: Object.entries(signers).map(([kid, signer]) => ({
      ...publicJwk(signer),
      kid,
      use: 'sig',
    })),
  }),
});

export const publicJwk = ({ publicPem }: TokenSigner) =>
  createPublicKey(publicPem ?? '').export({ format: 'jwk' });

/** Publishes keys on loopback, or fails to, as it is told. */
export async function startKeySetServer(first: Answer, port = 0): Promise<KeySetServer> {
  let requests = 0;
  let current = first;
  let waiting: (() => void)[] = [];
  const server = createServer((_request, response) => {
    requests += 1;
    for (const resolve of waiting) resolve();
    waiting = [];
    send(current, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    get requests() {
      return requests;
    },
    answer(answer) {
      current = answer;
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(answer: Answer, response: ServerResponse) {
  if (answer === 'hang') return;
  const { status = 200, location, body } = answer;
  response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) });
  response.end(body);
}
