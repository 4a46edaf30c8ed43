import { type Action, MAX_ADMINS } from '../src/domain/admins-change.ts';
import { builder } from './builder.ts';
import type { AnsweredChange, AnsweredSuccess } from './context.ts';
import { errorTypes } from './errors.ts';
import { LiveGroup } from './live-group.ts';
import { successTypes } from './root-changes.ts';

const success = (action: Action, description: string) =>
  builder.objectRef<AnsweredSuccess>(successTypes[action]).implement({
    description,
    fields: (t) => ({
      userIds: t.idList({
        description: 'The distinct account ids asked, in the order asked.',
        resolve: ({ change }) => [...change.userIds],
      }),
      liveGroup: t.field({
        type: LiveGroup,
        description: 'The group after the change. Select its admins to read them anew.',
        resolve: ({ change: { groupId }, admins }) => ({
          id: groupId,
          admins: async (context) => (await admins) ?? context.admins(groupId, []),
        }),
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

const resolveType = (outcome: AnsweredChange) =>
  outcome.kind === 'Changed' ? successTypes[outcome.change.action] : outcome.kind;

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

const LiveGroupAdminsAction = builder.enumType('LiveGroupAdminsAction', {
  description: 'What to do with the accounts.',
  values: {
    SET: { description: 'They become administrators.' },
    REMOVE: { description: 'They cease to be administrators.' },
  } satisfies Record<Action, object>,
});

const LiveGroupAdminsChangeInput = builder.inputType('LiveGroupAdminsChangeInput', {
  description: 'One change of one group: what to do with which accounts.',
  fields: (t) => ({
    action: t.field({
      type: LiveGroupAdminsAction,
      required: true,
      description: 'Whether the accounts are set or removed.',
    }),
    groupId: t.id({ required: true, description: groupIdDescription }),
    userIds: t.idList({ required: true, description: userIdsDescription }),
  }),
});

const LiveGroupAdminsChangeResult = builder.unionType('LiveGroupAdminsChangeResult', {
  description: 'What one change of a list came to.',
  types: [SetLiveGroupAdminsSuccess, RemoveLiveGroupAdminsSuccess, ...Object.values(errorTypes)],
  resolveType,
});

builder.mutationFields((t) => ({
  setLiveGroupAdmins: t.field({
    type: SetLiveGroupAdminsResult,
    nullable: true,
    description: `Makes accounts administrators of a live group, which can have ${MAX_ADMINS}. An account need not be in
the group, and stays an administrator until it is removed. Safe to repeat.`,
    args: {
      input: t.arg({
        type: SetLiveGroupAdminsInput,
        required: true,
        description: 'The group and the accounts.',
      }),
    },
    resolve: (_root, _args, context, info) => context.changes(info)[0],
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
    resolve: (_root, _args, context, info) => context.changes(info)[0],
  }),
  changeLiveGroupAdmins: t.field({
    type: [LiveGroupAdminsChangeResult],
    nullable: { list: true, items: true },
    description: `Many changes over many groups in one static document: one result for each, in the order given.
Changes of one group take effect in order; different groups do not wait for each other. One HTTP request can
carry 500 changes.`,
    args: {
      changes: t.arg({
        type: [LiveGroupAdminsChangeInput],
        required: true,
        description: 'The changes, 500 at most.',
      }),
    },
    resolve: (_root, _args, context, info) => context.changes(info),
  }),
}));
