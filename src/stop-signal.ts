import { systemClock } from './policy/clock.ts';

/** One press of Ctrl-C reaches a process started by npm twice: from the terminal, and from npm. */
const SAME_PRESS_MS = 500;

/** Stops in good order at the first SIGTERM or SIGINT, and at once at the second. */
export function onStopSignal(stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let firstAt: number | undefined;
  const receive = (signal: NodeJS.Signals) => {
    if (firstAt === undefined) {
      firstAt = systemClock.now();
      void stop(signal);
    } else if (systemClock.now() - firstAt > SAME_PRESS_MS) {
      process.exit(1);
    }
  };
  process.on('SIGTERM', receive);
  process.on('SIGINT', receive);
}
