import type { RateLimited, ShedReason, Unavailable } from '../domain/outcome.ts';

/** The failures that arise here rather than at the vendor. */

export const rateLimited = (
  reason: ShedReason,
  message: string,
  retryAfterMs: number,
): RateLimited => ({
  kind: 'RateLimitedError',
  reason,
  message: `${message} Nothing was sent: try again later.`,
  retryable: true,
  retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)),
});

type LocalReason = 'TIMEOUT' | 'CIRCUIT_OPEN';

export const unavailable = (
  reason: LocalReason,
  message: string,
  outcome: Unavailable['outcome'],
): Unavailable => ({
  kind: 'UpstreamUnavailableError',
  message,
  retryable: true,
  reason,
  outcome,
});

export const CIRCUIT_OPEN_MESSAGE =
  'The vendor has failed so often of late that nothing is sent for some seconds.';
