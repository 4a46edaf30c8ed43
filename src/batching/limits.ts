/** The bounds of what is queued and repeated. Times are milliseconds. */
export interface QueueLimits {
  /** First try included. */
  readonly maxAttempts: number;
  /** One call. */
  readonly timeoutMs: number;
  /** One change or read, its waiting and all its attempts; more than `timeoutMs`. */
  readonly deadlineMs: number;
  /** Waiting or in flight, all callers together. */
  readonly maxQueued: number;
  /** The same for one caller. */
  readonly maxQueuedPerCaller: number;
}
