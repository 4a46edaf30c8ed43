import type { CallFailure } from '../domain/call.ts';
import type { UnavailableReason } from '../domain/outcome.ts';
import { errorCode } from './error-codes.ts';
import type { Exchange } from './exchange.ts';
import type { Envelope } from './wire.ts';

/** What a code other than 0 means for the call that got it. */
export function refusal({ code, info }: Envelope): CallFailure {
  const row = errorCode(code);
  if (row === undefined) {
    return {
      failure: {
        kind: 'UnknownApiError',
        message: `The vendor answered with code ${code}, which is not documented for this endpoint.`,
        retryable: false,
        errorCode: code,
        errorInfo: info,
      },
      repeat: 'no',
      scope: 'member',
      applied: 'maybe',
    };
  }
  const { type, repeat, scope, applied, meaning } = row;
  const retryable = repeat === 'delay';
  return {
    failure: { ...type, message: meaning, retryable, errorCode: code, errorInfo: info },
    repeat,
    scope,
    applied,
  };
}

/** What it means that no answer came. */
export function silence({ reason, sent }: Extract<Exchange, { kind: 'no-answer' }>): CallFailure {
  return unavailable(reason, sent ? silenceAfterSending[reason] : 'The vendor cannot be reached.', {
    retryable: true,
    applied: sent ? 'maybe' : 'no',
  });
}

const silenceAfterSending = {
  CONNECTION: 'The connection to the vendor broke before its answer came.',
  TIMEOUT: 'The vendor did not answer in time.',
  INVALID_RESPONSE: 'The answer of the vendor broke off, or is too long, or is no HTTP.',
} as const satisfies Partial<Record<UnavailableReason, string>>;

/** What an HTTP status other than 200 means. Only of 3xx and 4xx is it certain that nothing was done. */
export function badStatus(status: number): CallFailure {
  return unavailable('HTTP_STATUS', `The vendor answered with HTTP status ${status}.`, {
    retryable: status >= 500 || status === 429,
    applied: status >= 300 && status < 500 ? 'no' : 'maybe',
  });
}

/** What a body means that is not an answer as documented. */
export const unreadable = (): CallFailure =>
  unavailable('INVALID_RESPONSE', 'The answer of the vendor is not of the documented form.', {
    retryable: true,
    applied: 'maybe',
  });

function unavailable(
  reason: UnavailableReason,
  message: string,
  { retryable, applied }: { retryable: boolean; applied: 'no' | 'maybe' },
): CallFailure {
  return {
    failure: { kind: 'UpstreamUnavailableError', message, retryable, reason },
    repeat: retryable ? 'delay' : 'no',
    scope: 'vendor',
    applied,
  };
}
