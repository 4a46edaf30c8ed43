import type { ServerResponse } from 'node:http';

/** Sends an answer that is there as a whole. What the listener has set stays, but for what it sets anew. */
export async function send(answer: Response, response: ServerResponse): Promise<void> {
  const text = await answer.text();
  // The caller has hung up.
  if (response.destroyed) return;
  answer.headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  response.writeHead(answer.status);
  response.end(text);
}
