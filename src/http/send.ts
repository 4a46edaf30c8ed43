import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Sends an answer that is there as a whole, beside the headers that are set already. */
export async function send(answer: Response, response: ServerResponse): Promise<void> {
  const text = await answer.text();
  if (response.destroyed) return;
  answer.headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  response.setHeader('content-length', Buffer.byteLength(text));
  response.writeHead(answer.status);
  // Node takes a connection for idle, and may close it, once its answer is ended, be it still on its way.
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  response.end();
}
