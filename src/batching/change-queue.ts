import type { AdminsChange, GroupId } from '../domain/admins-change.ts';
import type { ChangeQueueFigures } from '../domain/figures.ts';
import type { Journey } from '../domain/journey.ts';
import type { ChangeOutcome } from '../domain/outcome.ts';
import { admission } from './admission.ts';
import { type Entry, entry } from './entry.ts';
import { type Lane, lane } from './lane.ts';
import type { QueueOptions } from './queue-options.ts';
import { CIRCUIT_OPEN_MESSAGE, rateLimited, unavailable } from './refusals.ts';

/** Changes of live groups: merged, in order, at the vendor's pace, each answered once. */
export interface ChangeQueue {
  /**
   * Takes its place in the lane of its group at once.
   * @param after where given, the change and those behind it in its lane wait for it
   */
  submit(
    change: AdminsChange,
    from: { journey: Journey; after?: Promise<unknown> | undefined },
  ): Promise<ChangeOutcome>;
  figures(): ChangeQueueFigures;
  /** Resolves when every accepted change is answered. */
  whenEmpty(): Promise<void>;
  /** Answers what is left with its true outcome, and takes nothing more. @returns the changes it answered */
  abandon(): AdminsChange[];
}

export function changeQueue(
  options: QueueOptions & {
    /** Hears of every answer before the caller does. */
    readonly onAnswered: (change: AdminsChange, outcome: ChangeOutcome) => void;
  },
): ChangeQueue {
  const { hosts, dispatcher, limits, clock } = options;
  const { timeoutMs, deadlineMs } = limits;
  const lanes = new Map<GroupId, Lane>();
  const queued = admission(limits, dispatcher, clock);
  let order = 0;
  let isClosed = false;

  function laneOf(groupId: GroupId): Lane {
    const known = lanes.get(groupId);
    if (known !== undefined) return known;
    const created: Lane = lane({
      ...options,
      groupId,
      onEmpty() {
        if (lanes.get(groupId) === created) lanes.delete(groupId);
      },
    });
    lanes.set(groupId, created);
    return created;
  }

  function refuse(
    change: AdminsChange,
    { caller, held }: { caller: string; held: boolean },
  ): ChangeOutcome | undefined {
    if (isClosed) return unavailable('TIMEOUT', STOPPED_UNSENT, 'NOT_APPLIED');
    if (!hosts.isAvailable()) {
      return unavailable('CIRCUIT_OPEN', CIRCUIT_OPEN_MESSAGE, 'NOT_APPLIED');
    }
    const needsSlot = held || !lanes.get(change.groupId)?.hasRoomFor(change);
    return queued.refuse(caller, needsSlot);
  }

  return {
    submit(change, { journey, after }) {
      const { caller } = journey.origin;
      const held = after !== undefined;
      const refused = refuse(change, { caller, held });
      if (refused) return Promise.resolve(refused);
      const { groupId } = change;
      const itsLane = laneOf(groupId);
      const leaveQueue = queued.enter(caller);
      return new Promise((resolve, reject) => {
        const accepted: Entry = entry({
          change,
          journey,
          order: order++,
          held,
          timeoutMs,
          deadlineMs,
          clock,
          onAnswer(outcome) {
            onDone();
            options.onAnswered(change, outcome);
            resolve(outcome);
          },
          onBug(error) {
            onDone();
            reject(error);
          },
          onTooLate: () => accepted.answer(tooLate(itsLane, caller)),
        });
        const onDone = () => {
          leaveQueue();
          itsLane.remove(accepted);
        };
        itsLane.add(accepted);
        const release = () => {
          accepted.held = false;
          itsLane.release();
        };
        after?.then(release, release);
      });
    },

    figures: () => ({ ...queued.figures(), lanes: lanes.size }),
    whenEmpty: () => queued.whenEmpty(),

    abandon() {
      isClosed = true;
      const left = [...lanes.values()]
        .flatMap(({ waiting, out }) => [...out, ...waiting])
        .filter(({ isAnswered }) => !isAnswered);
      for (const accepted of left) accepted.answer(abandoned(accepted));
      return left.map(({ change }) => change);
    },
  };

  /** Never sent, and its time is up. */
  function tooLate({ isWaitingForSlot }: Lane, caller: string): ChangeOutcome {
    if (isWaitingForSlot) {
      const message = "The vendor's limit of calls left no room for it in time.";
      return rateLimited('NO_SLOT_IN_TIME', message, dispatcher.expectedAt(caller) - clock.now());
    }
    const message = 'Earlier calls of its group took so long that it could not be sent in time.';
    return unavailable('TIMEOUT', message, 'NOT_APPLIED');
  }
}

const STOPPED_UNSENT = 'The service was stopped before it could be sent.';

function abandoned({ isOut, failure }: Entry): ChangeOutcome {
  if (isOut) {
    const message = 'The service was stopped before the vendor had answered.';
    return unavailable('TIMEOUT', message, 'UNKNOWN');
  }
  return failure() ?? unavailable('TIMEOUT', STOPPED_UNSENT, 'NOT_APPLIED');
}
