import type { Action } from './admins-change.ts';
import type { CallResult } from './call.ts';
import type { AdminsOutcome, ChangeOutcome } from './outcome.ts';
import type { Trace } from './trace.ts';

/** Where a change or a read comes from. */
export interface Origin {
  /** Whose turn it takes when slots go round, and whose part of the queue it uses up. */
  readonly caller: string;
  /** Of the caller's token, where there is one. */
  readonly subject?: string | undefined;
  /** Of the HTTP request. */
  readonly requestId: string;
  /** Undefined where nobody traces it. */
  readonly trace: Trace | undefined;
}

/** What is to be done with which accounts of which group. A read has none. */
export interface Deed {
  readonly action: Action | 'READ';
  readonly groupId: string;
  readonly userIds: readonly string[];
}

/** What a field asks for, as it was given: nothing is checked yet. */
export interface Asked extends Deed {
  /** The field of the schema that asks. */
  readonly field: string;
}

/** What one change or read lives through until it is answered. Times are milliseconds since the Unix epoch. */
export interface Journey {
  readonly origin: Origin;
  readonly asked: Asked;
  readonly askedAt: number;
  /** The calls that carried it. */
  attempts: number;
  /** The most other changes that one of them carried. */
  sharedWith: number;
  /** How long those took that are back. */
  upstreamMs: number;
  /** When the one left that is under way. */
  outSince: number | undefined;
}

/** A call to the vendor that is back. */
export interface EndedCall {
  readonly carried: Deed;
  /** The name of the host. */
  readonly host: string;
  /** Those it was made for. */
  readonly journeys: readonly Journey[];
  /** Since when it had waited for its slot. */
  readonly readyAt: number;
  readonly sentAt: number;
  readonly endedAt: number;
  readonly result: CallResult<unknown>;
}

/** Is told what happens, and has no part in it. */
export interface Observer {
  asked(journey: Journey): void;
  called(call: EndedCall): void;
  /** @param outcome undefined where a bug broke it */
  answered(journey: Journey, outcome: ChangeOutcome | AdminsOutcome | undefined, at: number): void;
}

export const beginJourney = (origin: Origin, asked: Asked, askedAt: number): Journey => ({
  origin,
  asked,
  askedAt,
  attempts: 0,
  sharedWith: 0,
  upstreamMs: 0,
  outSince: undefined,
});

/** A call leaves that carries them. */
export function depart(journeys: readonly Journey[], sentAt: number): void {
  for (const journey of journeys) {
    journey.attempts += 1;
    journey.sharedWith = Math.max(journey.sharedWith, journeys.length - 1);
    journey.outSince = sentAt;
  }
}

/** It is back. */
export function comeBack(journeys: readonly Journey[], endedAt: number): void {
  for (const journey of journeys) {
    journey.upstreamMs = upstreamMsUntil(journey, endedAt);
    journey.outSince = undefined;
  }
}

/** How long it has been at the vendor, the call included that may still be under way. */
export const upstreamMsUntil = ({ upstreamMs, outSince }: Journey, at: number): number =>
  upstreamMs + (outSince === undefined ? 0 : at - outSince);

/** Tells each of them, in order. One that fails has no effect on the others, nor on what it is told of. */
export function observers(all: readonly Observer[], onBug: (bug: unknown) => void): Observer {
  const tell = (what: (observer: Observer) => void) => {
    for (const observer of all) {
      try {
        what(observer);
      } catch (bug) {
        onBug(bug);
      }
    }
  };
  return {
    asked: (journey) => tell((observer) => observer.asked(journey)),
    called: (call) => tell((observer) => observer.called(call)),
    answered: (journey, outcome, at) => tell((observer) => observer.answered(journey, outcome, at)),
  };
}
