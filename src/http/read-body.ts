import type { IncomingMessage } from 'node:http';

/** More than 500 changes of 5 accounts take, each of 32 bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

/** A body, whole; `undefined` where the caller has hung up before. */
export type Body = Buffer | 'too long' | undefined;

/** Reads a body to its end, or to the limit; not at all where its length is given and beyond. */
export function readBody(request: IncomingMessage): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    return Promise.resolve('too long');
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= MAX_BODY_BYTES) return;
      request.off('data', take);
      resolve('too long');
    };
    request.on('data', take);
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.once('close', () => resolve(undefined));
  });
}
