import type { GraphQLResolveInfo } from 'graphql';
import type { AnsweredChange, Context } from '../../schema/context.ts';
import { type AskedChange, askedChanges } from '../../schema/root-changes.ts';
import type { Action, GroupId } from '../domain/admins-change.ts';
import { checkChange } from '../domain/check-input.ts';
import type { AdminsOutcome, ChangeOutcome } from '../domain/outcome.ts';
import type { Asking } from './asking.ts';
import { rootFields } from './root-fields.ts';
import { selectsAdmins } from './selects-admins.ts';

/** A change that is on its way to its outcome. */
interface Submitted {
  /** undefined where nothing is sent. */
  readonly groupId: GroupId | undefined;
  /** Whether its payload reads the administrators, once it is done. */
  readonly reads: boolean;
  readonly outcome: Promise<ChangeOutcome>;
}

/**
 * The changes of one operation. The executor runs root fields one after another; when it comes to the first,
 * the changes of all are queued, in order, and each resolver later picks up its own. No field waits for
 * another one.
 */
export function lookAhead(asking: Asking): Context['changes'] {
  const byResponseKey = new Map<string, Promise<AnsweredChange>[]>();
  /** The last read of a group in a payload so far: later changes of the group wait for it. */
  const lastReads = new Map<GroupId, Promise<AdminsOutcome | undefined>>();

  /** Queues the field that stands under `responseKey` and those after it, as far as arguments coerce. */
  function queueFrom(responseKey: string, info: GraphQLResolveInfo) {
    const fields = rootFields(info);
    const start = fields.findIndex((field) => field.responseKey === responseKey);
    for (const { responseKey, name, nodes, args } of fields.slice(start)) {
      if (args === undefined) return;
      const known: Partial<Record<Action, boolean>> = {};
      const reads = (action: Action) => (known[action] ??= selectsAdmins(info, nodes, action));
      const answers = withReads(
        askedChanges(name, args).map((asked) => ({
          ...submit(name, asked),
          reads: reads(asked.raw.action),
        })),
      );
      // Should one be rejected by a bug, the resolver will say so, when its turn comes.
      for (const answer of answers) answer.catch(() => {});
      byResponseKey.set(responseKey, answers);
    }
  }

  function submit(field: string, { raw, path }: AskedChange) {
    const checked = asking.forbidden('change', raw.groupId) ?? checkChange(raw, path);
    const groupId = 'kind' in checked ? undefined : checked.groupId;
    const after = groupId && lastReads.get(groupId);
    return { groupId, outcome: asking.change({ ...raw, field }, checked, after) };
  }

  /** The read of a group starts when the last of the field's changes of it is answered. */
  function withReads(submitted: readonly Submitted[]): Promise<AnsweredChange>[] {
    const byGroup = new Map<GroupId, Submitted[]>();
    for (const { groupId, reads } of submitted) if (groupId && reads) byGroup.set(groupId, []);
    for (const one of submitted) if (one.groupId) byGroup.get(one.groupId)?.push(one);
    for (const [groupId, ofGroup] of byGroup) {
      const read = readAfter(groupId, ofGroup);
      read.catch(() => {});
      lastReads.set(groupId, read);
    }
    return submitted.map(({ groupId, reads, outcome }) =>
      withRead(outcome, reads && groupId ? lastReads.get(groupId) : undefined),
    );
  }

  /** Nothing is read where no change is done whose payload would show it. */
  async function readAfter(groupId: GroupId, changes: readonly Submitted[]) {
    const outcomes = await Promise.all(changes.map(({ outcome }) => outcome));
    const isAsked = outcomes.some(({ kind }, index) => kind === 'Changed' && changes[index]?.reads);
    return isAsked ? asking.read(groupId, groupId) : undefined;
  }

  return (info) => {
    const responseKey = String(info.path.key);
    if (!byResponseKey.has(responseKey)) queueFrom(responseKey, info);
    const answers = byResponseKey.get(responseKey);
    if (answers === undefined) throw new Error(`No field was queued under ${responseKey}.`);
    return answers;
  };
}

async function withRead(
  change: Promise<ChangeOutcome>,
  admins: Promise<AdminsOutcome | undefined> | undefined,
): Promise<AnsweredChange> {
  const outcome = await change;
  return outcome.kind === 'Changed' ? { ...outcome, admins } : outcome;
}
