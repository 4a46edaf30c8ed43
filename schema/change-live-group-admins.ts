import { type Action, MAX_ADMINS } from '../src/domain/admins-change.ts';
import { checkChange } from '../src/domain/check-input.ts';
import type { Changed, ChangeOutcome } from '../src/domain/outcome.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { errorTypes } from './errors.ts';
import { LiveGroup } from './live-group.ts';

const successType = {
  SET: 'SetLiveGroupAdminsSuccess',
  REMOVE: 'RemoveLiveGroupAdminsSuccess',
} as const satisfies Record<Action, string>;

const success = (action: Action, description: string) =>
  builder.objectRef<Changed>(successType[action]).implement({
    description,
    fields: (t) => ({
      userIds: t.idList({
        description: 'The distinct account ids asked, in the order asked.',
        resolve: ({ change }) => [...change.userIds],
      }),
      liveGroup: t.field({
        type: LiveGroup,
        description: 'The group after the change. Select its admins to read them anew.',
        resolve: ({ change: { groupId } }) => ({ id: groupId, checked: groupId }),
      }),
    }),
  });

const SetLiveGroupAdminsSuccess = success(
  'SET',
  'The accounts are administrators of the group now. One that was already stays one.',
);
const RemoveLiveGroupAdminsSuccess = success(
  'REMOVE',
  'The accounts are no administrators of the group any more.',
);

const resolveType = (outcome: ChangeOutcome) =>
  outcome.kind === 'Changed' ? successType[outcome.change.action] : outcome.kind;

const SetLiveGroupAdminsResult = builder.unionType('SetLiveGroupAdminsResult', {
  description: 'What setting administrators came to.',
  types: [SetLiveGroupAdminsSuccess, ...Object.values(errorTypes)],
  resolveType,
});

const RemoveLiveGroupAdminsResult = builder.unionType('RemoveLiveGroupAdminsResult', {
  description: 'What removing administrators came to.',
  types: [RemoveLiveGroupAdminsSuccess, ...Object.values(errorTypes)],
  resolveType,
});

const groupIdDescription =
  'The live group: 1 to 64 bytes of printable ASCII, case-sensitive, never trimmed.';
const userIdsDescription = `The accounts: 1 to ${MAX_ADMINS} distinct ones (duplicates are dropped; at most 100 as
given), each 1 to 32 bytes of printable ASCII. Send ids as strings: a JSON number past 2^53 is another id.`;

const SetLiveGroupAdminsInput = builder.inputType('SetLiveGroupAdminsInput', {
  description: 'Which accounts become administrators of which group.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: groupIdDescription }),
    userIds: t.idList({ required: true, description: userIdsDescription }),
  }),
});

const RemoveLiveGroupAdminsInput = builder.inputType('RemoveLiveGroupAdminsInput', {
  description: 'Which accounts cease to be administrators of which group.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: groupIdDescription }),
    userIds: t.idList({ required: true, description: userIdsDescription }),
  }),
});

async function change(
  action: Action,
  input: { groupId: string; userIds: readonly string[] },
  context: Context,
): Promise<ChangeOutcome> {
  const checked = checkChange({ action, ...input }, ['input']);
  return 'issues' in checked ? checked : context.changeAdmins(checked);
}

builder.mutationFields((t) => ({
  setLiveGroupAdmins: t.field({
    type: SetLiveGroupAdminsResult,
    nullable: true,
    description: `Makes accounts administrators of a live group, which can have ${MAX_ADMINS}. An account need not be in
the group, and stays administrator until it is removed here. Safe to repeat.`,
    args: {
      input: t.arg({
        type: SetLiveGroupAdminsInput,
        required: true,
        description: 'The group and the accounts.',
      }),
    },
    resolve: (_root, { input }, context) => change('SET', input, context),
  }),
  removeLiveGroupAdmins: t.field({
    type: RemoveLiveGroupAdminsResult,
    nullable: true,
    description: 'Takes accounts off the administrators of a live group. Safe to repeat.',
    args: {
      input: t.arg({
        type: RemoveLiveGroupAdminsInput,
        required: true,
        description: 'The group and the accounts.',
      }),
    },
    resolve: (_root, { input }, context) => change('REMOVE', input, context),
  }),
}));
