import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { RunnableOperation } from '../batching/root-fields.ts';
import { fragmentsOf } from './selection-size.ts';

/** What a caller sends to have one operation executed, the document parsed. */
export interface Parameters {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * The operation with its variables as they were given. To count what it asks for that is enough, and spares
 * the work of coercing them twice: the executor refuses what does not coerce.
 * @returns undefined where there is no such operation
 */
export function operationAsGiven(
  schema: GraphQLSchema,
  { document, operationName, variables }: Parameters,
): RunnableOperation | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return undefined;
  const variableValues = { ...defaults(operation), ...variables };
  return { schema, operation, fragments: fragmentsOf(document), variableValues };
}

function defaults({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue) values[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return values;
}
