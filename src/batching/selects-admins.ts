import { collectFields } from '@graphql-tools/utils';
import { type FieldNode, isObjectType } from 'graphql';
import { successTypes } from '../../schema/root-changes.ts';
import type { Action } from '../domain/admins-change.ts';
import type { RunnableOperation } from './root-fields.ts';

/** Whether the payload of a change that is done reads the administrators of its group: `liveGroup { admins }`. */
export function selectsAdmins(
  operation: RunnableOperation,
  nodes: readonly FieldNode[],
  action: Action,
): boolean {
  try {
    const groups = subFields(operation, nodes, successTypes[action], 'liveGroup');
    return subFields(operation, groups, 'LiveGroup', 'admins').length > 0;
  } catch {
    // A directive cannot be evaluated. The executor will say so, where it stands.
    return false;
  }
}

/** The fields called `name` that are selected below `nodes` where these give a `typeName`. */
function subFields(
  { schema, fragments, variableValues }: RunnableOperation,
  nodes: readonly FieldNode[],
  typeName: string,
  name: string,
): FieldNode[] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return [];
  return nodes.flatMap(({ selectionSet }) => {
    if (!selectionSet) return [];
    const { fields } = collectFields(schema, fragments, variableValues, type, selectionSet);
    return [...fields.values()].flat().filter((node) => node.name.value === name);
  });
}
