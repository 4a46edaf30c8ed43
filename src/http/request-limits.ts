import type { GraphQLSchema } from 'graphql';
import { type RootField, rootFields } from '../batching/root-fields.ts';
import { operationAsGiven, type Parameters } from './operation-as-given.ts';

export const MAX_CHANGES = 500;
export const MAX_GROUP_READS = 100;

/** What an HTTP request asks for, before anything of it runs. */
export interface Weight {
  readonly changes: number;
  /** Groups asked for in queries. Reads in the payloads of changes come with their changes. */
  readonly groupReads: number;
}

/** A single value where a list is wanted is a list of one. */
function listLength({ args }: RootField, name: string): number {
  const list = args?.[name] ?? [];
  return Array.isArray(list) ? list.length : 1;
}

/** How much each root field asks for. */
const weights: Readonly<Record<string, (field: RootField) => Partial<Weight>>> = {
  setLiveGroupAdmins: () => ({ changes: 1 }),
  removeLiveGroupAdmins: () => ({ changes: 1 }),
  changeLiveGroupAdmins: (field) => ({ changes: listLength(field, 'changes') }),
  liveGroup: () => ({ groupReads: 1 }),
  liveGroups: (field) => ({ groupReads: listLength(field, 'ids') }),
};

/** Adds up all operations of one HTTP request: aliases, lists and array entries alike. */
export function weigh(schema: GraphQLSchema, operations: readonly Parameters[]): Weight {
  const total = { changes: 0, groupReads: 0 };
  for (const parameters of operations) {
    const operation = operationAsGiven(schema, parameters);
    for (const field of operation ? rootFields(operation) : []) {
      const { changes = 0, groupReads = 0 } = weights[field.name]?.(field) ?? {};
      total.changes += changes;
      total.groupReads += groupReads;
    }
  }
  return total;
}

/** @returns why the request is refused, or undefined where it is not */
export function excess({ changes, groupReads }: Weight): string | undefined {
  if (changes > MAX_CHANGES) {
    return `One HTTP request can carry ${MAX_CHANGES} changes; this one has ${changes}. Nothing was sent: split it.`;
  }
  if (groupReads > MAX_GROUP_READS) {
    return `One HTTP request can ask for ${MAX_GROUP_READS} groups; this one has ${groupReads}. Nothing was sent: split it.`;
  }
  return undefined;
}
