import type { Action } from '../src/domain/admins-change.ts';
import type { RawChange } from '../src/domain/check-input.ts';

/** The types that say of a change that it is done. */
export const successTypes = {
  SET: 'SetLiveGroupAdminsSuccess',
  REMOVE: 'RemoveLiveGroupAdminsSuccess',
} as const satisfies Record<Action, string>;

/** A change as a field asks for it, and where it stands, counted from the field's arguments. */
export interface AskedChange {
  readonly raw: RawChange;
  readonly path: readonly string[];
}

interface FieldArguments {
  readonly input: Omit<RawChange, 'action'>;
  readonly changes: readonly RawChange[];
}

/** The fields that ask for changes, and with which actions. */
export const changeFields = {
  setLiveGroupAdmins: ['SET'],
  removeLiveGroupAdmins: ['REMOVE'],
  changeLiveGroupAdmins: ['SET', 'REMOVE'],
} as const satisfies Record<string, readonly Action[]>;

/** The changes that each mutation field asks for, in order. Its arguments are coerced. */
const changesByField: Readonly<Record<string, (args: FieldArguments) => AskedChange[]>> = {
  setLiveGroupAdmins: ({ input }) => [{ raw: { ...input, action: 'SET' }, path: ['input'] }],
  removeLiveGroupAdmins: ({ input }) => [{ raw: { ...input, action: 'REMOVE' }, path: ['input'] }],
  changeLiveGroupAdmins: ({ changes }) =>
    changes.map((raw, index) => ({ raw, path: ['changes', String(index)] })),
};

/** The changes that a root field asks for; none for any other field. */
export const askedChanges = (
  fieldName: string,
  args: Readonly<Record<string, unknown>>,
): AskedChange[] => changesByField[fieldName]?.(args as unknown as FieldArguments) ?? [];
