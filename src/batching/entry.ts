import type { AdminsChange } from '../domain/admins-change.ts';
import { type CallFailure, withEffect } from '../domain/call.ts';
import type { Journey } from '../domain/journey.ts';
import type { ChangeOutcome } from '../domain/outcome.ts';
import type { Clock } from '../policy/clock.ts';
import type { Ticket } from '../policy/line.ts';
import { noTries, type Tries } from './after-failure.ts';
import { type Doubt, doubtAfter, effectOf, type Waiting } from './merge.ts';
import { unavailable } from './refusals.ts';

/** A change from the moment it is accepted until it is answered. */
export interface Entry extends Waiting {
  readonly journey: Journey;
  /** Earlier changes have lower ones. */
  readonly order: number;
  alone: boolean;
  held: boolean;
  /** Whether a call that carries it is under way. */
  isOut: boolean;
  readonly isAnswered: boolean;
  tries: Tries;
  /** Its call leaves: from now on only the deadline ends its waiting. */
  leave(): void;
  fail(failed: CallFailure, call: { accounts: number; alone: boolean }): void;
  /** The true outcome as of now, for a change that has been tried and failed. */
  failure(): ChangeOutcome | undefined;
  /** Ends its waiting where its time is up, though its timer is late, as in a process that was stalled. */
  expire(): void;
  /** Answers with that. */
  giveUp(): void;
  /** True where `at` lies before its deadline. */
  hasTimeUntil(at: number): boolean;
  /** The first answer counts; every later one is ignored. */
  answer(outcome: ChangeOutcome): void;
  /** Something broke that is no outcome of a change. */
  break(bug: unknown): void;
}

/** Its place in the line for slots. */
export const ticketOf = ({ order, alone, journey }: Entry): Ticket => ({
  caller: journey.origin.caller,
  order,
  urgent: alone,
});

export interface EntryOptions {
  readonly change: AdminsChange;
  readonly journey: Journey;
  readonly order: number;
  readonly held: boolean;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly clock: Clock;
  onAnswer(outcome: ChangeOutcome): void;
  onBug(bug: unknown): void;
  /** It was never sent, and a first attempt could not end in time any more. */
  onTooLate(): void;
}

export function entry(options: EntryOptions): Entry {
  const { change, journey, order, clock, deadlineMs, timeoutMs } = options;
  const deadline = clock.now() + deadlineMs;
  let doubt: Doubt = 'no';
  let lastFailure: CallFailure | undefined;
  let isAnswered = false;
  let hasLeft = false;
  let timeUp = { at: deadline - timeoutMs, end: options.onTooLate };
  let cancelTimer = clock.after(deadlineMs - timeoutMs, options.onTooLate);

  const self: Entry = {
    change,
    journey,
    order,
    alone: false,
    held: options.held,
    isOut: false,
    tries: noTries,
    get isAnswered() {
      return isAnswered;
    },
    leave() {
      self.isOut = true;
      if (hasLeft) return;
      hasLeft = true;
      cancelTimer();
      timeUp = { at: deadline, end: onDeadline };
      cancelTimer = clock.after(deadline - clock.now(), onDeadline);
    },
    expire() {
      if (clock.now() > timeUp.at) timeUp.end();
    },
    fail(failed, call) {
      self.isOut = false;
      doubt = doubtAfter(doubt, failed.applied, call);
      const mayBeNeighbours = failed.scope === 'member' && !call.alone;
      lastFailure = mayBeNeighbours ? notByItself : failed;
    },
    failure: () => lastFailure && withEffect(lastFailure, effectOf(doubt)),
    giveUp() {
      const outcome = self.failure();
      if (outcome) self.answer(outcome);
    },
    hasTimeUntil: (at) => at < deadline,
    answer: (outcome) => end(() => options.onAnswer(outcome)),
    break: (bug) => end(() => options.onBug(bug)),
  };

  function end(tell: () => void) {
    if (isAnswered) return;
    isAnswered = true;
    cancelTimer();
    tell();
  }

  function onDeadline() {
    const inTime = 'The vendor did not answer in time.';
    const outcome = self.isOut ? undefined : self.failure();
    self.answer(outcome ?? unavailable('TIMEOUT', inTime, 'UNKNOWN'));
  }

  return self;
}

/** What is known of a change whose call failed for one of its members, until it has gone by itself. */
const notByItself: CallFailure = {
  failure: {
    kind: 'UpstreamUnavailableError',
    message: 'A call that it shared failed, and it could not be sent by itself in time.',
    retryable: true,
    reason: 'TIMEOUT',
  },
  repeat: 'no',
  scope: 'vendor',
  applied: 'part',
};
