import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type RootField, rootFields } from '../batching/root-fields.ts';

export const MAX_CHANGES = 500;
export const MAX_GROUP_READS = 100;

/** What an operation asks for, before anything of it runs. */
export interface Weight {
  readonly changes: number;
  /** Groups asked for in queries. Reads in the payloads of changes come with their changes. */
  readonly groupReads: number;
}

export interface Operation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

const listLength = (field: RootField, argument: string): number => {
  const list = field.args?.[argument];
  return Array.isArray(list) ? list.length : 0;
};

const weights: Readonly<Record<string, (field: RootField) => Weight>> = {
  setLiveGroupAdmins: () => ({ changes: 1, groupReads: 0 }),
  removeLiveGroupAdmins: () => ({ changes: 1, groupReads: 0 }),
  liveGroup: () => ({ changes: 0, groupReads: 1 }),
  liveGroups: (field) => ({ changes: 0, groupReads: listLength(field, 'ids') }),
};

/** Adds up all operations of one HTTP request: aliases, lists and array entries alike. */
export function weigh(schema: GraphQLSchema, operations: readonly Operation[]): Weight {
  const fields = operations.flatMap(({ document, operationName, variables }) =>
    rootFields(schema, document, operationName, variables),
  );
  const total = { changes: 0, groupReads: 0 };
  for (const field of fields) {
    const weight = weights[field.name]?.(field);
    total.changes += weight?.changes ?? 0;
    total.groupReads += weight?.groupReads ?? 0;
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
