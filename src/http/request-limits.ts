import type { GraphQLSchema } from 'graphql';
import { type RootField, rootFields } from '../batching/root-fields.ts';
import { operationAsGiven, type Parameters } from './operation-as-given.ts';
import { type Fragments, sizeOf } from './selection-size.ts';

export const MAX_CHANGES = 500;
export const MAX_GROUP_READS = 100;
/** 60 for each of 500 changes. */
export const MAX_SELECTIONS = 30_000;

/** What an HTTP request asks for, before anything of it runs. */
export interface Weight {
  readonly changes: number;
  /** Groups asked for in queries. Reads in the payloads of changes come with their changes. */
  readonly groupReads: number;
  /** With all fragments in place, and once for each item of the lists of changes and groups. */
  readonly selections: number;
}

/** What a root field has results for. */
type Items = Partial<Pick<Weight, 'changes' | 'groupReads'>>;

/** A single value where a list is wanted is a list of one. */
function listLength({ args }: RootField, name: string): number {
  const list = args?.[name] ?? [];
  return Array.isArray(list) ? list.length : 1;
}

/** How much each root field asks for. */
const weights: Readonly<Record<string, (field: RootField) => Items>> = {
  setLiveGroupAdmins: () => ({ changes: 1 }),
  removeLiveGroupAdmins: () => ({ changes: 1 }),
  changeLiveGroupAdmins: (field) => ({ changes: listLength(field, 'changes') }),
  liveGroup: () => ({ groupReads: 1 }),
  liveGroups: (field) => ({ groupReads: listLength(field, 'ids') }),
};

/** Adds up all operations of one HTTP request: aliases, lists and array entries alike. */
export function weigh(schema: GraphQLSchema, operations: readonly Parameters[]): Weight {
  const total = { changes: 0, groupReads: 0, selections: 0 };
  for (const parameters of operations) {
    const runnable = operationAsGiven(schema, parameters);
    if (!runnable) continue;
    const { operation, fragments } = runnable;
    total.selections += sizeOf(operation.selectionSet, fragments).selections;
    for (const field of rootFields(runnable)) {
      const { changes = 0, groupReads = 0 } = weights[field.name]?.(field) ?? {};
      total.changes += changes;
      total.groupReads += groupReads;
      total.selections += Math.max(changes + groupReads - 1, 0) * selectionsBelow(field, fragments);
    }
  }
  return total;
}

function selectionsBelow({ nodes }: RootField, fragments: Fragments): number {
  let selections = 0;
  for (const { selectionSet } of nodes) {
    if (selectionSet) selections += sizeOf(selectionSet, fragments).selections;
  }
  return selections;
}

/** @returns why the request is refused, or undefined where it is not */
export function excess({ changes, groupReads, selections }: Weight): string | undefined {
  if (changes > MAX_CHANGES) {
    return `One HTTP request can carry ${MAX_CHANGES} changes; this one has ${changes}. Nothing was sent: split it.`;
  }
  if (groupReads > MAX_GROUP_READS) {
    return `One HTTP request can ask for ${MAX_GROUP_READS} groups; this one has ${groupReads}. Nothing was sent: split it.`;
  }
  if (selections > MAX_SELECTIONS) {
    return `One HTTP request can select ${MAX_SELECTIONS} fields and fragments, fragments in place and items of lists counted; this one has ${selections}. Nothing was sent: split it, or select less.`;
  }
  return undefined;
}
