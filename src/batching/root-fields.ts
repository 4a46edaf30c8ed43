import { collectFields } from '@graphql-tools/utils';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getArgumentValues,
  type OperationDefinitionNode,
} from 'graphql';

/** An operation with the values of its variables. A resolver's `info` is one. */
export interface RunnableOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

/** A field of the operation's root that will run, under its response key. */
export interface RootField {
  readonly responseKey: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  /** Coerced; undefined where they do not coerce, so that the field will fail. */
  readonly args: Readonly<Record<string, unknown>> | undefined;
}

/** The root fields that will run, in order: aliases, fragments, `@skip`, `@include` and variables considered. */
export function rootFields(runnable: RunnableOperation): RootField[] {
  const { schema, operation, fragments, variableValues } = runnable;
  const type = schema.getRootType(operation.operation);
  if (!type) return [];
  // A document that was not validated may hold directives that cannot be evaluated: it will not run.
  const collected = attempt(() =>
    collectFields(schema, fragments, variableValues, type, operation.selectionSet),
  );
  const definitions = type.getFields();
  return [...(collected?.fields ?? [])].flatMap(([responseKey, nodes]) => {
    const [node] = nodes;
    const definition = node && definitions[node.name.value];
    if (!node || !definition) return [];
    const args = attempt(() => getArgumentValues(definition, node, variableValues));
    return [{ responseKey, name: definition.name, nodes, args }];
  });
}

function attempt<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
