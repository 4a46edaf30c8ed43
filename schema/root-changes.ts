import type { RawChange } from '../src/domain/check-input.ts';

/** A change as a field asks for it, and where it stands, counted from the field's arguments. */
export interface AskedChange {
  readonly raw: RawChange;
  readonly path: readonly string[];
}

interface FieldArguments {
  readonly input: Omit<RawChange, 'action'>;
  readonly changes: readonly RawChange[];
}

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
