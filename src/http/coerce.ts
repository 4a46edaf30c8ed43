import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
} from 'graphql';
import type { CoercedOperation } from '../batching/root-fields.ts';

/** What a caller sends to have one operation executed, the document parsed. */
export interface Parameters {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The operation as it would run. @returns undefined for one that would not run at all */
export function coerce(
  schema: GraphQLSchema,
  { document, operationName, variables }: Parameters,
): CoercedOperation | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return undefined;
  const { coerced: variableValues } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variables ?? {},
    { maxErrors: 1 },
  );
  return variableValues && { schema, operation, fragments: fragments(document), variableValues };
}

function fragments(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const byName: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) byName[definition.name.value] = definition;
  }
  return byName;
}
