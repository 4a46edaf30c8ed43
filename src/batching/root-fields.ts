import { collectFields } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
} from 'graphql';

/** A field of the operation's root that will run, under its response key. */
export interface RootField {
  readonly responseKey: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  /** Coerced; undefined where they do not coerce, so that the field will fail. */
  readonly args: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The root fields that executing the operation would run, in order: aliases, fragments, `@skip`, `@include`
 * and variables considered. Empty for an operation that would not run at all.
 */
export function rootFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
  variables?: Readonly<Record<string, unknown>> | null,
): RootField[] {
  const operation = getOperationAST(document, operationName);
  const type = operation && schema.getRootType(operation.operation);
  if (!operation || !type) return [];
  const { coerced } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variables ?? {},
    { maxErrors: 1 },
  );
  if (!coerced) return [];

  const { fields } = collectFields(
    schema,
    fragmentsOf(document),
    coerced,
    type,
    operation.selectionSet,
  );
  const definitions = type.getFields();
  return [...fields].flatMap(([responseKey, nodes]) => {
    const [node] = nodes;
    const definition = node && definitions[node.name.value];
    if (!definition) return [];
    return [{ responseKey, name: definition.name, nodes, args: argumentsOf() }];

    function argumentsOf() {
      try {
        return definition && node && getArgumentValues(definition, node, coerced);
      } catch {
        return undefined;
      }
    }
  });
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments[definition.name.value] = definition;
    }
  }
  return fragments;
}
