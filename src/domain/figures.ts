/** How things stand at the moment, for those who look on. */

export interface QueueFigures {
  /** Waiting or in flight. */
  readonly queued: number;
  /** The most that may be. */
  readonly bound: number;
  /** Calls that could leave, but for their slots. */
  readonly callsWaiting: number;
  /** How many may leave in a second, as of now. */
  readonly callsPerSecond: number;
}

export interface ChangeQueueFigures extends QueueFigures {
  /** Groups with changes that are waiting or in flight, or with a call that was never answered. */
  readonly lanes: number;
}

export interface HostFigures {
  readonly name: string;
  /** Whether it gets calls, gets none, or gets one to see how it is. */
  readonly breaker: 'closed' | 'open' | 'probing';
}

export interface UserSigFigures {
  /** Of the one in use. Milliseconds since the Unix epoch; undefined where none was signed yet, or it does not say. */
  readonly signedAt: number | undefined;
  /** How long that one lives from then. */
  readonly lifeSeconds: number | undefined;
  /** How many were signed here. */
  readonly signed: number;
  /** To how many calls one was refused. */
  readonly refused: number;
}
