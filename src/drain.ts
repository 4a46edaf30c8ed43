import type { ChangeQueue } from './batching/change-queue.ts';
import type { ReadQueue } from './batching/read-queue.ts';
import type { Log } from './http/log.ts';
import type { HttpServer } from './http/server.ts';
import type { Clock } from './policy/clock.ts';

/**
 * Takes nothing new, and ends when all that was accepted is answered, or `timeoutMs` have passed: then what is
 * left is answered with what is known of it.
 */
export type Drain = (timeoutMs: number) => Promise<void>;

export interface DrainOptions {
  readonly http: HttpServer;
  readonly changes: ChangeQueue;
  readonly reads: ReadQueue;
  readonly vendor: { close(): Promise<void> };
  readonly tracing: { close(): Promise<void> };
  /** Goes last, so that it can be seen how the rest ends. */
  readonly metrics: { close(): Promise<void> } | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export const drain =
  ({ http, changes, reads, vendor, tracing, metrics, clock, log }: DrainOptions): Drain =>
  async (timeoutMs) => {
    http.refuse();
    let cancelTimer = () => {};
    const timeIsUp = new Promise<'time is up'>((resolve) => {
      cancelTimer = clock.after(timeoutMs, () => resolve('time is up'));
    });
    if ((await Promise.race([allAnswered(), timeIsUp])) === 'time is up') {
      for (const { action, groupId, userIds } of changes.abandon()) {
        log.error({ action, groupId, userIds }, 'stopped before this change was answered');
      }
      const left = reads.abandon();
      if (left > 0) log.error({ reads: left }, 'stopped before these reads were answered');
    }
    cancelTimer();
    await http.close();
    await vendor.close();
    await tracing.close();
    await metrics?.close();
    // The last lines of the log may still be put off to the end of this turn.
    await new Promise<void>((resolve) => clock.soon(resolve));

    /** In this order: callers that hung up leave changes behind, and these the reads of their payloads. */
    async function allAnswered() {
      await http.whenIdle();
      await changes.whenEmpty();
      await reads.whenEmpty();
    }
  };
