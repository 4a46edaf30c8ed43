import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { RunnableOperation } from '../batching/root-fields.ts';

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
  return { schema, operation, fragments: fragments(document), variableValues };
}

function defaults({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue) values[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return values;
}

function fragments(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const byName: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) byName[definition.name.value] = definition;
  }
  return byName;
}
