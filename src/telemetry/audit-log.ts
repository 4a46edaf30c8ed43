import { type Journey, type Observer, upstreamMsUntil } from '../domain/journey.ts';
import type { ChangeOutcome } from '../domain/outcome.ts';
import { answerLabels } from './outcome-labels.ts';

/** Where the lines go. */
export interface AuditSink {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What is shown of ids, since those of a change that is not valid may be many, and long. */
const MAX_ID_CHARACTERS = 64;
const MAX_USER_IDS = 5;
const MAX_SUBJECT_CHARACTERS = 256;

/** One line for each change, when it is answered: who wanted what, and what came of it. */
export const auditLog = (sink: AuditSink): Observer => ({
  asked: () => {},
  called: () => {},
  answered(journey, outcome, at) {
    if (journey.asked.action === 'READ') return;
    const line = lineOf(journey, outcome as ChangeOutcome | undefined, at);
    if (outcome === undefined) sink.error(line, 'change');
    else if (outcome.kind === 'Changed') sink.info(line, 'change');
    else sink.warn(line, 'change');
  },
});

/** Ids are as they were given: a caller may have sent anything. */
function lineOf(journey: Journey, outcome: ChangeOutcome | undefined, at: number) {
  const { origin, asked, askedAt, attempts, sharedWith } = journey;
  const { subject, requestId, trace } = origin;
  const userIds = [...new Set(asked.userIds)];
  const upstreamMs = upstreamMsUntil(journey, at);
  const labels = answerLabels(asked, outcome);
  return {
    ...(subject && { subject: cut(subject, MAX_SUBJECT_CHARACTERS) }),
    requestId,
    ...(trace && { traceId: trace.traceId }),
    field: asked.field,
    command: 'modify_admin',
    action: asked.action,
    groupId: cut(asked.groupId, MAX_ID_CHARACTERS),
    userIds: userIds.slice(0, MAX_USER_IDS).map((id) => cut(id, MAX_ID_CHARACTERS)),
    ...(userIds.length > MAX_USER_IDS && { userIdsGiven: userIds.length }),
    outcome: labels.outcome,
    ...(labels.detail && { detail: labels.detail }),
    ...(outcome && 'outcome' in outcome && { effect: outcome.outcome }),
    ...(outcome && 'errorCode' in outcome && { errorCode: outcome.errorCode }),
    attempts,
    sharedWith,
    queuedMs: Math.round(at - askedAt - upstreamMs),
    upstreamMs: Math.round(upstreamMs),
  };
}

const cut = (text: string, max: number) => (text.length > max ? `${text.slice(0, max)}…` : text);
