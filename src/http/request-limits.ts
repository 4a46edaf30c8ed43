import type { GraphQLSchema } from 'graphql';
import { askedChanges } from '../../schema/root-changes.ts';
import { rootFields } from '../batching/root-fields.ts';
import { coerce, type Parameters } from './coerce.ts';

export const MAX_CHANGES = 500;
export const MAX_GROUP_READS = 100;

/** What an HTTP request asks for, before anything of it runs. */
export interface Weight {
  readonly changes: number;
  /** Groups asked for in queries. Reads in the payloads of changes come with their changes. */
  readonly groupReads: number;
}

/** Adds up all operations of one HTTP request: aliases, lists and array entries alike. */
export function weigh(schema: GraphQLSchema, operations: readonly Parameters[]): Weight {
  const fields = operations.flatMap((parameters) => {
    const operation = coerce(schema, parameters);
    return operation ? rootFields(operation) : [];
  });
  let changes = 0;
  let groupReads = 0;
  for (const { name, args } of fields) {
    changes += args ? askedChanges(name, args).length : 0;
    if (name === 'liveGroup') groupReads += 1;
    if (name === 'liveGroups' && Array.isArray(args?.['ids'])) groupReads += args['ids'].length;
  }
  return { changes, groupReads };
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
