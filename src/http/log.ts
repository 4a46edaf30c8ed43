import { type DestinationStream, type Logger, pino } from 'pino';
import type { Redactor } from '../policy/redact.ts';

export type Log = Logger;

/** Structured logs, one JSON object a line. Secrets are replaced in the finished line, wherever they came in. */
export const createLog = (
  level: string,
  redactor: Redactor,
  destination: DestinationStream = pino.destination({ sync: true }),
): Log =>
  pino({ level, base: null, hooks: { streamWrite: (line) => redactor.redact(line) } }, destination);
