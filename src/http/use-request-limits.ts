import { type DocumentNode, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { badUserInput } from './bad-user-input.ts';
import { documentLimits, exceeds, excessOfDocument } from './document-limits.ts';
import { isNestedBeyond } from './nesting.ts';
import type { Parameters } from './operation-as-given.ts';
import { excess, weigh } from './request-limits.ts';
import { findUnsafeNumber } from './unsafe-numbers.ts';

/** The operations that one array may hold. */
export const MAX_BATCHED_OPERATIONS = 50;

/**
 * For an error, the lines are counted from the first to each of the places it names. In a long document of
 * nothing but lines that takes seconds, so errors in long ones name no places.
 */
const MAX_LOCATED_CHARACTERS = 16 * 1024;

/** Selections, and within the last of them the brackets of arguments, and their lists and objects. */
const MAX_OPEN_BRACKETS = 2 * documentLimits.levels + 1;

export interface DocumentCache {
  get(source: string): DocumentNode | undefined;
  set(source: string, document: DocumentNode): unknown;
}

/**
 * Refuses an HTTP request that asks for too much, or whose variables hold numbers that JSON has changed.
 * It looks at all entries of an array batch before the first of them runs.
 * @param documents shared with the execution, so that nothing is parsed twice
 */
export function useRequestLimits(schema: GraphQLSchema, documents: DocumentCache): Plugin {
  function documentOf(source: string): DocumentNode | undefined {
    const known = documents.get(source);
    if (known) return known;
    const document = parsed(source);
    if (document === undefined) return undefined;
    const reason = excessOfDocument(document);
    if (reason) throw badUserInput(reason);
    documents.set(source, document);
    return document;
  }

  function operationOf(params: GraphQLParams): Parameters[] {
    const { query, operationName, variables } = params;
    const document = typeof query === 'string' ? documentOf(query) : undefined;
    return document ? [{ document, operationName, variables }] : [];
  }

  return {
    onRequestParse: () => ({
      onRequestParseDone({ requestParserResult }) {
        const isBatch = Array.isArray(requestParserResult);
        const entries = (isBatch ? requestParserResult : [requestParserResult]).filter(isObject);
        if (entries.length > MAX_BATCHED_OPERATIONS) {
          throw badUserInput(
            `One array can hold ${MAX_BATCHED_OPERATIONS} operations; this one has ${entries.length}. Nothing was sent: split it.`,
          );
        }
        const unsafe = findUnsafeNumber(entries.map((entry) => entry.variables));
        if (unsafe) {
          const [index, ...rest] = unsafe;
          const path = [...(isBatch ? [index] : []), 'variables', ...rest].join('.');
          throw badUserInput(
            `${path} is not a whole number that JSON carries unchanged. Nothing was sent: send ids as strings.`,
          );
        }
        const reason = excess(weigh(schema, entries.flatMap(operationOf)));
        if (reason) throw badUserInput(reason);
      },
    }),
  };
}

/** @returns undefined where it is no document: the execution will say what is wrong with it */
function parsed(source: string): DocumentNode | undefined {
  if (isNestedBeyond(MAX_OPEN_BRACKETS, source)) throw badUserInput(exceeds('levels'));
  try {
    return parse(source, {
      maxTokens: documentLimits.tokens,
      noLocation: source.length > MAX_LOCATED_CHARACTERS,
    });
  } catch (error) {
    if (isTokenLimit(error)) throw badUserInput(exceeds('tokens'));
    return undefined;
  }
}

const isTokenLimit = (error: unknown) =>
  error instanceof GraphQLError && / \d+ tokens\. Parsing aborted/.test(error.message);

const isObject = (entry: unknown): entry is GraphQLParams =>
  typeof entry === 'object' && entry !== null;
