/** What became of the calls to one host of late. Times are milliseconds since the Unix epoch. */
export type Breaker =
  | {
      readonly state: 'closed';
      readonly calls: readonly FinishedCall[];
      /** When the probe left that closed it. */
      readonly since: number;
    }
  | { readonly state: 'open'; readonly until: number }
  /** One real call is out to see how the host is. */
  | { readonly state: 'probing'; readonly since: number };

interface FinishedCall {
  readonly at: number;
  readonly group: string;
  readonly failed: boolean;
}

const WINDOW_MS = 10_000;
const LEAST_CALLS = 20;
const FAILING_SHARE = 0.5;
/** One group that makes every call of its own fail must not take the others with it. */
const LEAST_GROUPS = 5;
const OPEN_MS = 5_000;

export const closedBreaker: Breaker = closedSince(Number.NEGATIVE_INFINITY);

/** Whether a call may go to the host. */
export function admits(breaker: Breaker, now: number): boolean {
  if (breaker.state === 'closed') return true;
  return breaker.state === 'open' && now >= breaker.until;
}

/** A call that was admitted leaves: the first one to a host whose breaker was open is the probe. */
export const leave = (breaker: Breaker, now: number): Breaker =>
  breaker.state === 'open' ? { state: 'probing', since: now } : breaker;

/** A call that left at `leftAt` is back. `failed` is the host's fault, never the caller's or the plan's. */
export function record(
  breaker: Breaker,
  { leftAt, at, group, failed }: FinishedCall & { readonly leftAt: number },
): Breaker {
  // Calls that left before the probe say nothing new.
  if (breaker.state === 'open' || leftAt < breaker.since) return breaker;
  switch (breaker.state) {
    case 'probing':
      return failed ? { state: 'open', until: at + OPEN_MS } : closedSince(breaker.since);
    case 'closed': {
      const recent = breaker.calls.filter((call) => call.at > at - WINDOW_MS);
      const calls = [...recent, { at, group, failed }];
      return isFailing(calls) ? { state: 'open', until: at + OPEN_MS } : { ...breaker, calls };
    }
  }
}

function closedSince(since: number): Breaker {
  return { state: 'closed', calls: [], since };
}

function isFailing(calls: readonly FinishedCall[]): boolean {
  const failures = calls.filter(({ failed }) => failed);
  return (
    calls.length >= LEAST_CALLS &&
    failures.length >= calls.length * FAILING_SHARE &&
    new Set(failures.map(({ group }) => group)).size >= LEAST_GROUPS
  );
}
