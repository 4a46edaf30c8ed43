/** How often calls of one command may leave. Times are milliseconds since the Unix epoch. */
export interface Pace {
  /** The most calls in any second. */
  readonly maximum: number;
  /** What it is kept to at the moment, at most {@link maximum}. */
  readonly rate: number;
  /** When `rate` was last lowered or raised. */
  readonly ratedAt: number;
  /** When it was last lowered. */
  readonly loweredAt: number;
  /** The first slot that is not taken. Slots are evenly spaced, whether they are used or not. */
  readonly nextSlot: number;
  /** The same for the moments at which calls leave, which may be later than their slots. */
  readonly nextLeaving: number;
}

const MAX_BURST = 10;
const BURST_SHARE = 1 / 20;
/** How much of the burst is used for slots that are late. */
const USED_SHARE = 1 / 2;
/**
 * How much of it calls may be early, because those before them were later than they are. The rest is for calls
 * that reach the vendor closer together than they left.
 */
const EARLY_SHARE = 1 / 4;
/** Timers are no finer than this: a slot that is late by so little is never lost. */
const TIMER_MS = 2;
const LOWEST_SHARE = 1 / 10;
const RECOVERY_SHARE = 1 / 20;
const SECOND = 1000;

export const pace = (maximum: number, now: number): Pace => ({
  maximum,
  rate: maximum,
  ratedAt: now,
  loweredAt: Number.NEGATIVE_INFINITY,
  nextSlot: Number.NEGATIVE_INFINITY,
  nextLeaving: Number.NEGATIVE_INFINITY,
});

/** The distance of two slots, in milliseconds. It leaves room for one burst in each second. */
export const interval = ({ rate }: Pace): number => SECOND / (rate - burst(rate));

/** The earliest moment, from `now` on, at which a call may leave that lets so many others go `before` it. */
export const dueAt = (pace: Pace, now: number, before = 0): number =>
  Math.max(now, slotFor(pace, now, pace.nextSlot) + before * interval(pace));

/** A call gets the slot that is due `now`. */
export const take = (pace: Pace, now: number): Pace => ({
  ...pace,
  nextSlot: slotFor(pace, now, pace.nextSlot) + interval(pace),
});

/**
 * Whether a call that has got its slot may leave `now`. That may be a good while later: a connection had to be made
 * for it, or the process was stalled. Calls that are all late by the same are as far apart as their slots. But
 * where connections come up together, so would calls: those that come too close need another slot.
 */
export const mayLeave = (pace: Pace, now: number): boolean =>
  slotFor(pace, now, pace.nextLeaving) - now <= burst(pace.rate) * EARLY_SHARE * interval(pace);

/** A call leaves `now`. */
export const depart = (pace: Pace, now: number): Pace => ({
  ...pace,
  nextLeaving: slotFor(pace, now, pace.nextLeaving) + interval(pace),
});

/**
 * The vendor refused a call for frequency: half as fast, though never below a tenth of the maximum. Calls that
 * left before the pace was lowered are refused for the same reason once more, which tells nothing new.
 * @param sentAt when the call left
 */
export function slowDown(pace: Pace, now: number, sentAt: number): Pace {
  if (sentAt < pace.loweredAt) return pace;
  const rate = Math.max(pace.maximum * LOWEST_SHARE, pace.rate / 2);
  return { ...pace, rate, ratedAt: now, loweredAt: now };
}

/** A twentieth of the maximum faster for each second without a refusal. */
export function recover(pace: Pace, now: number): Pace {
  const cleanSeconds = Math.floor((now - pace.ratedAt) / SECOND);
  if (pace.rate === pace.maximum || cleanSeconds <= 0) return pace;
  const rate = Math.min(pace.maximum, pace.rate + cleanSeconds * pace.maximum * RECOVERY_SHARE);
  return { ...pace, rate, ratedAt: pace.ratedAt + cleanSeconds * SECOND };
}

/**
 * A slot may be used late by as much as a burst lasts; what was missed by more is given up. So in a second
 * there can be its own slots and those of one burst, and no more.
 */
function slotFor(pace: Pace, now: number, next: number): number {
  const burstMs = Math.max(TIMER_MS, (burst(pace.rate) * USED_SHARE - 1) * interval(pace));
  return Math.max(now - burstMs, next);
}

/** How many calls may leave together after a pause. Below 1 it only widens the interval. */
const burst = (rate: number): number => Math.min(MAX_BURST, rate * BURST_SHARE);
