import type { Action } from '../domain/admins-change.ts';

/** How long the vendor may go on working on a call that it has not answered: its own timeout. */
const VENDOR_TIMEOUT_MS = 3_000;

const opposite = { SET: 'REMOVE', REMOVE: 'SET' } as const satisfies Record<Action, Action>;

/** The calls of a group that were never answered. What they may still do must not undo what comes later. */
export interface Unanswered {
  /** A call that left at `sentAt` ended without an answer. */
  add(action: Action, sentAt: number): void;
  /** From when on a call with `action` may leave. */
  clearFor(action: Action): number;
  /** From when on there is nothing to remember. */
  clear(): number;
}

export function unanswered(): Unanswered {
  const until: Record<Action, number> = { SET: 0, REMOVE: 0 };
  return {
    add(action, sentAt) {
      until[action] = sentAt + VENDOR_TIMEOUT_MS;
    },
    clearFor: (action) => until[opposite[action]],
    clear: () => Math.max(until.SET, until.REMOVE),
  };
}
