import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../policy/clock.ts';

/** How long a caller may take to read its answer. Until then the answer is in memory. */
const READ_MS = 60_000;

/**
 * Sends an answer that is there as a whole, beside the headers that are set already. Whoever does not read it in
 * a minute is cut off.
 */
export async function send(
  answer: Response,
  response: ServerResponse,
  clock: Clock,
): Promise<void> {
  const text = await answer.text();
  if (response.destroyed) return;
  answer.headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  response.setHeader('content-length', Buffer.byteLength(text));
  response.writeHead(answer.status);
  // Node takes a connection for idle, and may close it, once its answer is ended, be it still on its way.
  if (!response.write(text)) {
    const cancelTimer = clock.after(READ_MS, () => response.destroy());
    await Promise.race([once(response, 'drain'), once(response, 'close')]);
    cancelTimer();
  }
  response.end();
}
