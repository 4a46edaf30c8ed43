import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace as traces,
} from '@opentelemetry/api';
import type { Journey, Observer } from '../domain/journey.ts';
import { callSpan } from './call-span.ts';
import { noteFailure } from './note-failure.ts';
import { contextOf } from './span-context.ts';

/** What there is of a change or a read in the trace of its request. */
interface Traced {
  readonly span: Span;
  /** When it was asked for, or when its last call came back. */
  waitingSince: number;
}

/** What is shorter is no waiting, but the way from one line of code to the next. */
const LEAST_WAIT_MS = 1;

/**
 * A span for each change and read, and within it one for each time it waited and each call that was made for it
 * first; the others of a call are linked with it. Accounts are people, and so left out.
 */
export function journeySpans(tracer: Tracer): Observer {
  const all = new WeakMap<Journey, Traced>();

  function noteWait({ span, waitingSince }: Traced, until: number) {
    tracer.startSpan('queue wait', { startTime: waitingSince }, within(span)).end(until);
  }

  return {
    asked(journey) {
      const { asked, askedAt, origin } = journey;
      const span = tracer.startSpan(
        asked.field,
        {
          startTime: askedAt,
          attributes: {
            'live_group_admins.action': asked.action,
            'live_group_admins.group_id': asked.groupId,
            'live_group_admins.accounts': asked.userIds.length,
          },
        },
        contextOf(origin.trace, { isRemote: false }),
      );
      all.set(journey, { span, waitingSince: askedAt });
    },

    called(call) {
      const carried = call.journeys.flatMap((journey) => all.get(journey) ?? []);
      for (const traced of carried) {
        noteWait(traced, call.sentAt);
        traced.waitingSince = call.endedAt;
      }
      callSpan(
        tracer,
        call,
        carried.map(({ span }) => span),
      );
    },

    answered(journey, outcome, at) {
      const traced = all.get(journey);
      if (!traced) return;
      const { span, waitingSince } = traced;
      if (outcome === undefined) {
        span.setAttribute('error.type', 'bug').setStatus({ code: SpanStatusCode.ERROR });
      } else if (outcome.kind !== 'Changed' && outcome.kind !== 'Admins') {
        noteFailure(span, outcome);
        const isOut = journey.outSince !== undefined;
        if (!isOut && at - waitingSince >= LEAST_WAIT_MS) noteWait(traced, at);
      }
      span.setAttribute('live_group_admins.attempts', journey.attempts);
      span.end(at);
    },
  };
}

const within = (span: Span): Context => traces.setSpan(ROOT_CONTEXT, span);
