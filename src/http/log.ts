import { type DestinationStream, type Logger, pino } from 'pino';
import type { Clock } from '../policy/clock.ts';
import type { Redactor } from '../policy/redact.ts';

export type Log = Logger;

/** A log of its own within the log: its lines have `log: "audit"`, and are left out by `silent` only. */
export const auditLogOf = (log: Log): Log =>
  log.child({ log: 'audit' }, { level: log.level === 'silent' ? 'silent' : 'info' });

/** What may wait to be written, in bytes. What is more is dropped: the memory is for changes. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Lines of one turn that are written together, in characters. */
const MAX_TOGETHER = 16 * 1024;

/** Where lines go. `flushSync` writes those that wait. */
export interface LogDestination extends DestinationStream {
  flushSync(): void;
}

/**
 * Standard output. The lines of a turn of the event loop are written at its end, together: answers come first.
 * Where they cannot be written, as on a full disk, the service runs on: lines wait, and are written once there
 * is room.
 * @param onBroken hears of the first failure, and again of the first after lines were written
 */
export function standardOutput(clock: Clock, onBroken: (error: Error) => void): LogDestination {
  const destination = pino.destination({ sync: true, maxLength: MAX_WAITING_BYTES });
  let isBroken = false;
  destination.on('error', (error) => {
    if (!isBroken) onBroken(error);
    isBroken = true;
  });
  destination.on('drain', () => {
    isBroken = false;
  });
  let lines = '';
  function flushSync() {
    if (lines !== '') destination.write(lines);
    lines = '';
  }
  return {
    write(line) {
      if (lines === '') clock.soon(flushSync);
      lines += line;
      if (lines.length >= MAX_TOGETHER) flushSync();
    },
    flushSync,
  };
}

/** Structured logs, one JSON object a line. Secrets are replaced in the finished line, wherever they came in. */
export const createLog = (level: string, redactor: Redactor, destination: DestinationStream): Log =>
  pino({ level, base: null, hooks: { streamWrite: (line) => redactor.redact(line) } }, destination);
