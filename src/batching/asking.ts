import type { AdminsChange, GroupId } from '../domain/admins-change.ts';
import {
  type Asked,
  beginJourney,
  type Journey,
  type Observer,
  type Origin,
} from '../domain/journey.ts';
import type { AdminsOutcome, ChangeOutcome, Failure, Forbidden } from '../domain/outcome.ts';
import { forbidden, type Permissions, type Use } from '../domain/permissions.ts';
import type { Clock } from '../policy/clock.ts';
import type { ChangeQueue } from './change-queue.ts';
import type { ReadQueue } from './read-queue.ts';

export interface AskingOptions {
  readonly changes: Pick<ChangeQueue, 'submit'>;
  readonly reads: Pick<ReadQueue, 'admins'>;
  readonly origin: Origin;
  /** Undefined where everything is allowed. */
  readonly permissions: Permissions | undefined;
  readonly observer: Observer;
  readonly clock: Clock;
}

/** How the fields of one operation come to their outcomes, with somebody looking on. */
export interface Asking {
  /** Why nothing may be done with the group, whether its id is a possible one or not. */
  forbidden(use: Use, groupId: string): Forbidden | undefined;
  /**
   * @param checked the change, or why it is refused before anything is queued
   * @param after where given, the change waits for it
   */
  change(
    asked: Asked,
    checked: AdminsChange | Failure,
    after: Promise<unknown> | undefined,
  ): Promise<ChangeOutcome>;
  /** @param checked the group, or why it is not read */
  read(groupId: string, checked: GroupId | Failure): Promise<AdminsOutcome>;
}

export function asking(options: AskingOptions): Asking {
  const { changes, reads, origin, permissions, observer, clock } = options;

  function observed<Outcome extends ChangeOutcome | AdminsOutcome>(
    asked: Asked,
    answer: (journey: Journey) => Promise<Outcome>,
  ): Promise<Outcome> {
    const journey = beginJourney(origin, asked, clock.now());
    observer.asked(journey);
    const answered = answer(journey);
    // The caller first: what there is to note can wait until its answer is on its way.
    const note = (outcome: Outcome | undefined) => {
      const at = clock.now();
      clock.soon(() => observer.answered(journey, outcome, at));
    };
    answered.then(note, () => note(undefined));
    return answered;
  }

  return {
    forbidden: (use, groupId) => permissions && forbidden(permissions, use, groupId),
    change: (asked, checked, after) =>
      observed(asked, async (journey) =>
        'kind' in checked ? checked : changes.submit(checked, { journey, after }),
      ),
    read: (groupId, checked) =>
      observed({ field: 'admins', action: 'READ', groupId, userIds: [] }, async (journey) =>
        typeof checked === 'string' ? reads.admins(checked, journey) : checked,
      ),
  };
}
