import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** What a selection comes to with all its fragments in place, whatever types they are for. */
export interface Size {
  readonly selections: number;
  /** How deep they are within each other. */
  readonly levels: number;
}

/** An answer about the schema has so many values for each selection, about. */
const INTROSPECTION_WEIGHT = 50;
const introspection = new Set(['__schema', '__type']);

/** A selection belongs to one document, and is measured once: so fragments that multiply cost nothing. */
const known = new WeakMap<SelectionSetNode, Size>();

const nothing: Size = { selections: 0, levels: 0 };

export function sizeOf(set: SelectionSetNode, fragments: Fragments): Size {
  const size = known.get(set);
  if (size) return size;
  // For a fragment within itself. Validation refuses it.
  known.set(set, nothing);
  const total = { selections: 0, levels: 0 };
  for (const selection of set.selections) {
    const { selections, levels } = sizeOfOne(selection, fragments);
    total.selections += selections;
    total.levels = Math.max(total.levels, levels);
  }
  const measured = { selections: total.selections, levels: total.levels };
  known.set(set, measured);
  return measured;
}

function sizeOfOne(selection: SelectionNode, fragments: Fragments): Size {
  if (selection.kind === Kind.FRAGMENT_SPREAD) {
    const fragment = fragments[selection.name.value];
    const { selections, levels } = fragment ? sizeOf(fragment.selectionSet, fragments) : nothing;
    return { selections: selections + 1, levels };
  }
  const { selections, levels } = selection.selectionSet
    ? sizeOf(selection.selectionSet, fragments)
    : nothing;
  const isIntrospection = selection.kind === Kind.FIELD && introspection.has(selection.name.value);
  const weight = isIntrospection ? INTROSPECTION_WEIGHT : 1;
  return { selections: 1 + selections * weight, levels: levels + 1 };
}

export function fragmentsOf(document: DocumentNode): Fragments {
  const byName: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) byName[definition.name.value] = definition;
  }
  return byName;
}
