import type { KeySetReport } from './callers/jwks.ts';
import type { Log } from './http/log.ts';
import type { ExportReport } from './telemetry/outage.ts';

/** What operators are told of the services that this one leans on: once when one is lost, once when it is back. */

export const keySetReport = (log: Log): KeySetReport => ({
  lost: (reason) => log.warn({ reason }, 'the keys at AUTH_JWKS_URL cannot be had'),
  found: () => log.warn('the keys at AUTH_JWKS_URL can be had again'),
});

export const exportReport = (log: Log): ExportReport => ({
  lost: (reason) => log.warn({ reason }, 'the collector does not take traces'),
  found: (lostSpans) => log.warn({ lostSpans }, 'the collector takes traces again'),
});
