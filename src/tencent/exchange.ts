import type { Dispatcher } from 'undici';
import type { Clock } from '../policy/clock.ts';
import { MAX_ANSWER_BYTES } from './wire.ts';

/** What one HTTP exchange came to: `held` where the connection is there, but nothing may be sent now. `sent` is false only where not one byte of the request can have left. */
export type Exchange =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'held' }
  | {
      readonly kind: 'no-answer';
      readonly reason: 'CONNECTION' | 'TIMEOUT' | 'INVALID_RESPONSE';
      readonly sent: boolean;
    };

export interface Post {
  readonly path: string;
  readonly body: string;
  readonly timeoutMs: number;
  /** Asked when the connection is there. */
  readonly mayLeave: () => boolean;
}

/**
 * Sends one POST and collects its answer. Errors of the connection are told apart by when they come:
 * before the request is written (refused, DNS, TLS, connecting too slowly), after, or after the answer began.
 * Their texts are dropped, since they may quote the URL.
 */
export function exchange(connections: Dispatcher, post: Post, clock: Clock): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status: number | undefined;
    let request: Dispatcher.DispatchController | undefined;
    let settled = false;

    const settle = (result: Exchange) => {
      if (settled) return;
      settled = true;
      resolve(result);
    };
    const noAnswer = (reason: 'CONNECTION' | 'TIMEOUT' | 'INVALID_RESPONSE') =>
      settle({ kind: 'no-answer', reason, sent: request !== undefined });
    const giveUp = () => {
      noAnswer(request === undefined ? 'CONNECTION' : 'TIMEOUT');
      request?.abort(new Error('The answer took too long.'));
    };
    const cancelTimer = clock.after(post.timeoutMs, giveUp);

    try {
      connections.dispatch(
        {
          method: 'POST',
          path: post.path,
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: post.body,
        },
        {
          onRequestStart(controller) {
            if (settled) return controller.abort(new Error('Connecting took too long.'));
            if (!post.mayLeave()) {
              settle({ kind: 'held' });
              // Unlike an abort, it leaves the connection as it is: idle.
              throw new Error('It must not leave now.');
            }
            request = controller;
          },
          onResponseStart(_controller, statusCode) {
            if (statusCode < 200) return;
            status = statusCode;
            // The status says it all; the body is read only to keep the connection.
            if (statusCode !== 200) settle({ kind: 'answer', status: statusCode, body: '' });
          },
          onResponseData(controller, chunk) {
            size += chunk.length;
            if (size <= MAX_ANSWER_BYTES) {
              chunks.push(chunk);
            } else {
              noAnswer('INVALID_RESPONSE');
              controller.abort(new Error('The answer is too long.'));
            }
          },
          onResponseEnd() {
            cancelTimer();
            const body = Buffer.concat(chunks).toString('utf8');
            settle({ kind: 'answer', status: status ?? 0, body });
          },
          onResponseError(_controller, error) {
            cancelTimer();
            noAnswer(isUnreadable(status, error) ? 'INVALID_RESPONSE' : 'CONNECTION');
          },
        },
      );
    } catch (error) {
      cancelTimer();
      reject(error);
    }
  });
}

/** True for an answer that broke off once it had begun, and for bytes that are no HTTP. */
const isUnreadable = (status: number | undefined, error: Error) =>
  status !== undefined || error.name === 'HTTPParserError';
