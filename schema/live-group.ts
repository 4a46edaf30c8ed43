import { type Administrator, MAX_ADMINS } from '../src/domain/admins-change.ts';
import type { Admins, AdminsOutcome } from '../src/domain/outcome.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { errorTypes } from './errors.ts';

const ID_DESCRIPTION =
  'The id of a group: 1 to 64 bytes of printable ASCII, case-sensitive, never trimmed.';

/** A group as it was asked for, and how to come by its administrators. */
export interface AskedGroup {
  readonly id: string;
  readonly admins: (context: Context) => Promise<AdminsOutcome>;
}

const askedGroup = (id: string, path: readonly string[]): AskedGroup => ({
  id,
  admins: (context) => context.admins(id, path),
});

const LiveGroupAdmin = builder.objectRef<Administrator>('LiveGroupAdmin').implement({
  description:
    'An administrator of a live group. It may mute members, and speak while the room is muted.',
  fields: (t) => ({
    userId: t.exposeID('userId', { description: "The account's id, case-sensitive." }),
    nickname: t.exposeString('nickname', {
      nullable: true,
      description: "The account's nickname; null where it has none.",
    }),
    avatarUrl: t.exposeString('avatarUrl', {
      nullable: true,
      description: "The URL of the account's picture; null where it has none.",
    }),
  }),
});

const LiveGroupAdmins = builder.objectRef<Admins>('LiveGroupAdmins').implement({
  description: 'The administrators of one live group.',
  fields: (t) => ({
    nodes: t.field({
      type: [LiveGroupAdmin],
      description: "The administrators, in the vendor's order.",
      resolve: ({ admins }) => [...admins],
    }),
    limit: t.int({
      description: `How many administrators a live group can have. Always ${MAX_ADMINS}.`,
      resolve: () => MAX_ADMINS,
    }),
    remaining: t.int({
      description: 'How many more can be set: limit less the number of nodes, never below 0.',
      resolve: ({ admins }) => Math.max(0, MAX_ADMINS - admins.length),
    }),
  }),
});

const LiveGroupAdminsResult = builder.unionType('LiveGroupAdminsResult', {
  description: 'The administrators of a group, or why they could not be read.',
  types: [LiveGroupAdmins, ...Object.values(errorTypes)],
  resolveType: (outcome: AdminsOutcome) =>
    outcome.kind === 'Admins' ? 'LiveGroupAdmins' : outcome.kind,
});

export const LiveGroup = builder.objectRef<AskedGroup>('LiveGroup').implement({
  description:
    'A live-streaming group (AVChatRoom). That it exists is known only once admins is read.',
  fields: (t) => ({
    id: t.exposeID('id', {
      description: 'The id as it was asked for: case-sensitive, never trimmed.',
    }),
    admins: t.field({
      type: LiveGroupAdminsResult,
      nullable: true,
      description: `Its administrators, read from the vendor when selected: once for each group of an operation,
however often it is asked. In the payload of a change they are read after the change.
Null only together with a top-level error.`,
      resolve: (group, _args, context) => group.admins(context),
    }),
  }),
});

builder.queryFields((t) => ({
  liveGroup: t.field({
    type: LiveGroup,
    description:
      'One live-streaming group. Nothing is fetched until a field other than id is selected.',
    args: { id: t.arg.id({ required: true, description: ID_DESCRIPTION }) },
    resolve: (_root, { id }) => askedGroup(id, ['id']),
  }),
  liveGroups: t.field({
    type: [LiveGroup],
    description: `Several groups in the order asked, for a static (persisted, code-generated) document. One HTTP
request can ask for 100 groups.`,
    args: {
      ids: t.arg.idList({ required: true, description: `At most 100. ${ID_DESCRIPTION}` }),
    },
    resolve: (_root, { ids }) => ids.map((id, index) => askedGroup(id, ['ids', String(index)])),
  }),
}));
