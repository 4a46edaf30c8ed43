import type { GraphQLResolveInfo } from 'graphql';
import type { AnsweredChange, Context } from '../../schema/context.ts';
import { type AskedChange, askedChanges } from '../../schema/root-changes.ts';
import type { AdminsChange, GroupId } from '../domain/admins-change.ts';
import { checkChange } from '../domain/check-input.ts';
import type { AdminsOutcome, ChangeOutcome, InvalidInput } from '../domain/outcome.ts';
import type { ChangeQueue } from './change-queue.ts';
import type { ReadQueue } from './read-queue.ts';
import { rootFields } from './root-fields.ts';
import { selectsAdmins } from './selects-admins.ts';

export interface LookAheadOptions {
  readonly changes: ChangeQueue;
  readonly reads: ReadQueue;
  /** Whose turn the operation takes when slots go round. */
  readonly caller: string;
}

/**
 * The changes of one operation. The executor runs root fields one after another; when it comes to the first,
 * the changes of all are queued, in order, and each resolver later picks up its own. No field waits for
 * another one.
 */
export function lookAhead({ changes, reads, caller }: LookAheadOptions): Context['changes'] {
  const byResponseKey = new Map<string, Promise<AnsweredChange>[]>();
  /** The last read of a group in a payload so far: later changes of the group wait for it. */
  const lastReads = new Map<GroupId, Promise<AdminsOutcome | undefined>>();

  /** Queues the field that stands under `responseKey` and those after it, as far as arguments coerce. */
  function queueFrom(responseKey: string, info: GraphQLResolveInfo) {
    const fields = rootFields(info);
    const start = fields.findIndex((field) => field.responseKey === responseKey);
    for (const { responseKey, name, nodes, args } of fields.slice(start)) {
      if (args === undefined) return;
      const checked = askedChanges(name, args).map(check);
      const outcomes = checked.map(submit);
      const answers = selectsAdmins(info, nodes)
        ? withReads(checked, outcomes)
        : outcomes.map((outcome) => withRead(outcome, undefined));
      // Should one be rejected by a bug, the resolver will say so, when its turn comes.
      for (const answer of answers) answer.catch(() => {});
      byResponseKey.set(responseKey, answers);
    }
  }

  async function submit(checked: AdminsChange | InvalidInput): Promise<ChangeOutcome> {
    if ('issues' in checked) return checked;
    return changes.submit(checked, { caller, after: lastReads.get(checked.groupId) });
  }

  /** The read of a group starts when the last of the field's changes of it is answered. */
  function withReads(
    checked: readonly (AdminsChange | InvalidInput)[],
    outcomes: readonly Promise<ChangeOutcome>[],
  ): Promise<AnsweredChange>[] {
    const outcomesByGroup = new Map<GroupId, Promise<ChangeOutcome>[]>();
    const groups = checked.map((change) => ('issues' in change ? undefined : change.groupId));
    groups.forEach((groupId, index) => {
      const outcome = outcomes[index];
      if (!groupId || !outcome) return;
      outcomesByGroup.set(groupId, [...(outcomesByGroup.get(groupId) ?? []), outcome]);
    });
    for (const [groupId, ofGroup] of outcomesByGroup) {
      const read = readAfter(groupId, ofGroup);
      read.catch(() => {});
      lastReads.set(groupId, read);
    }
    return outcomes.map((outcome, index) => {
      const groupId = groups[index];
      return withRead(outcome, groupId && lastReads.get(groupId));
    });
  }

  async function readAfter(groupId: GroupId, outcomes: readonly Promise<ChangeOutcome>[]) {
    const answered = await Promise.all(outcomes);
    const isAsked = answered.some(({ kind }) => kind === 'Changed');
    return isAsked ? reads.admins(groupId, caller) : undefined;
  }

  return (info) => {
    const responseKey = String(info.path.key);
    if (!byResponseKey.has(responseKey)) queueFrom(responseKey, info);
    const answers = byResponseKey.get(responseKey);
    if (answers === undefined) throw new Error(`No field was queued under ${responseKey}.`);
    return answers;
  };
}

const check = ({ raw, path }: AskedChange) => checkChange(raw, path);

async function withRead(
  change: Promise<ChangeOutcome>,
  admins: Promise<AdminsOutcome | undefined> | undefined,
): Promise<AnsweredChange> {
  const outcome = await change;
  return outcome.kind === 'Changed' ? { ...outcome, admins } : outcome;
}
