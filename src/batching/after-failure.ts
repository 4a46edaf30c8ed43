import { type CallFailure, isFrequencyRefusal } from '../domain/call.ts';

/** What a change has behind it. */
export interface Tries {
  /** Attempts that count. */
  readonly attempts: number;
  /** Attempts that failed, for whatever reason. */
  readonly failures: number;
  /** Whether it was repeated for the sake of a new UserSig. That is done once. */
  readonly renewed: boolean;
}

export const noTries: Tries = { attempts: 0, failures: 0, renewed: false };

/** What is to be done with a change whose call failed. */
export type Next =
  | { readonly kind: 'answer' }
  | {
      readonly kind: 'repeat';
      /** By itself, since a neighbour may be the cause. */
      readonly alone: boolean;
      /** After a pause that grows with the failures, or at once. */
      readonly pause: boolean;
      readonly tries: Tries;
    };

/** @param shared whether the call carried other changes, too */
export function afterFailure(
  tries: Tries,
  failed: CallFailure,
  { shared, maxAttempts }: { shared: boolean; maxAttempts: number },
): Next {
  const failures = tries.failures + 1;
  const { attempts } = tries;
  if (shared && failed.scope === 'member') {
    // It tells nothing of this change yet, so it does not count.
    return { kind: 'repeat', alone: true, pause: false, tries };
  }
  if (failed.repeat === 'new-usersig' && !tries.renewed) {
    const again = { ...tries, failures, renewed: true };
    return { kind: 'repeat', alone: false, pause: false, tries: again };
  }
  if (failed.repeat === 'delay') {
    // Refusals for frequency use up the deadline, not the attempts.
    if (isFrequencyRefusal(failed)) {
      return { kind: 'repeat', alone: false, pause: true, tries: { ...tries, failures } };
    }
    if (attempts + 1 < maxAttempts) {
      const again = { ...tries, failures, attempts: attempts + 1 };
      return { kind: 'repeat', alone: false, pause: true, tries: again };
    }
  }
  return { kind: 'answer' };
}
