/** What became of the calls to one host of late. Times are milliseconds since the Unix epoch. */
export type Breaker =
  | {
      readonly state: 'closed';
      readonly ticks: readonly Tick[];
      /** When the probe left that closed it. */
      readonly since: number;
    }
  | { readonly state: 'open'; readonly until: number }
  /** One real call is out to see how the host is. */
  | { readonly state: 'probing'; readonly since: number };

/** The calls that came back within one tenth of a second: few things to look at, however many calls there are. */
interface Tick {
  readonly number: number;
  readonly calls: number;
  /** One for each call that failed. */
  readonly failedGroups: readonly string[];
}

export interface FinishedCall {
  readonly leftAt: number;
  readonly at: number;
  readonly group: string;
  readonly failed: boolean;
}

const TICK_MS = 100;
const WINDOW_TICKS = 100;
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
export function record(breaker: Breaker, call: FinishedCall): Breaker {
  const { leftAt, at, failed } = call;
  // Calls that left before the probe say nothing new.
  if (breaker.state === 'open' || leftAt < breaker.since) return breaker;
  switch (breaker.state) {
    case 'probing':
      return failed ? { state: 'open', until: at + OPEN_MS } : closedSince(breaker.since);
    case 'closed': {
      const ticks = counted(breaker.ticks, call);
      return isFailing(ticks) ? { state: 'open', until: at + OPEN_MS } : { ...breaker, ticks };
    }
  }
}

/** The ticks of the last ten seconds, `call` included. */
function counted(ticks: readonly Tick[], { at, group, failed }: FinishedCall): readonly Tick[] {
  const number = Math.floor(at / TICK_MS);
  const last = ticks.at(-1);
  const isNew = last === undefined || last.number !== number;
  const { calls, failedGroups } = isNew ? { calls: 0, failedGroups: [] } : last;
  const groups = failed ? [...failedGroups, group] : failedGroups;
  const earlier = isNew
    ? ticks.filter((tick) => tick.number > number - WINDOW_TICKS)
    : ticks.slice(0, -1);
  return [...earlier, { number, calls: calls + 1, failedGroups: groups }];
}

function closedSince(since: number): Breaker {
  return { state: 'closed', ticks: [], since };
}

function isFailing(ticks: readonly Tick[]): boolean {
  let calls = 0;
  let failures = 0;
  for (const tick of ticks) {
    calls += tick.calls;
    failures += tick.failedGroups.length;
  }
  return (
    calls >= LEAST_CALLS &&
    failures >= calls * FAILING_SHARE &&
    new Set(ticks.flatMap((tick) => tick.failedGroups)).size >= LEAST_GROUPS
  );
}
