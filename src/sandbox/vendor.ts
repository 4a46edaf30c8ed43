import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from '../policy/clock.ts';
import type { Reply } from './answer.ts';
import { type HttpCall, sandboxApi } from './api.ts';
import type { App } from './check-url.ts';

export interface SandboxOptions extends App {
  readonly clock: Clock;
}

export interface SandboxVendor {
  /** Where it listens, with no slash at the end. */
  readonly url: string;
  /** Ends at once, the calls that are never answered included. */
  close(): Promise<void>;
}

/** Longer than clients keep idle connections, so that they are the ones to close them. */
const KEEP_ALIVE_MS = 75_000;

/** Starts a stand-in for the vendor's REST API on a free port of the loopback address. */
export async function startSandboxVendor({
  clock,
  ...app
}: SandboxOptions): Promise<SandboxVendor> {
  const api = sandboxApi(app, clock);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, async (request, response) => {
    const call = await read(request);
    if (call !== undefined) send(response, api(call));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @returns undefined where the caller hung up, and there is nobody left to answer */
async function read(request: IncomingMessage): Promise<HttpCall | undefined> {
  const { method = '', url = '' } = request;
  try {
    return { method, url, body: await text(request) };
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.kind === 'silence') return;
  if (reply.kind === 'answer') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(reply.answer));
    return;
  }
  response.statusCode = reply.status;
  response.setHeader('content-type', 'text/html');
  response.end(`<html><body><h1>${reply.status}</h1></body></html>\n`);
}
