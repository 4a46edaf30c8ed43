import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionSetNode,
  type TypeNode,
  type ValueNode,
} from 'graphql';
import { fragmentsOf, sizeOf } from './selection-size.ts';

/** What one document may hold. The largest there is a use for has 500 changes under aliases. */
export const documentLimits = {
  /** Each with some 75 of them: five accounts, and a selection of its own. */
  tokens: 40_000,
  /** Operations and fragments: what refers to what is looked at for each pair of them. */
  definitions: 50,
  /** Selections in selections, their fragments in place; likewise lists and objects. Introspection has 15. */
  levels: 20,
  /** In one selection set. The largest has the 500 aliases; no type has ten fields. */
  'selections side by side': 1_000,
  aliases: 500,
  directives: 500,
} as const;

type Limit = keyof typeof documentLimits;

const remedies: Readonly<Record<Limit, string>> = {
  tokens: 'split it, or send its values as variables',
  definitions: 'split it',
  levels: 'select less within each other',
  'selections side by side': 'split it',
  aliases: 'split it, or send a list of changes or groups',
  directives: 'split it',
};

/** @param found how many there are, where that is known */
export const exceeds = (limit: Limit, found: number | 'more' = 'more'): string =>
  `A document can have ${documentLimits[limit]} ${limit}; this one has ${found}. Nothing was sent: ${remedies[limit]}.`;

type Count = Record<Exclude<Limit, 'tokens' | 'definitions'>, number>;

/**
 * Takes a time in proportion to the document's length, however it is made.
 * @returns why the document is not even validated, or undefined where it is
 */
export function excessOfDocument(document: DocumentNode): string | undefined {
  const { definitions } = document;
  if (definitions.length > documentLimits.definitions) {
    return exceeds('definitions', definitions.length);
  }
  const count: Count = { aliases: 0, directives: 0, levels: 0, 'selections side by side': 0 };
  for (const definition of definitions) countDefinition(definition, count);
  // As they are written first: what is less deep than that can be measured without a limit.
  if (count.levels > documentLimits.levels) return exceeds('levels');
  const fragments = fragmentsOf(document);
  for (const definition of definitions) {
    if (!('selectionSet' in definition)) continue;
    const { levels } = sizeOf(definition.selectionSet, fragments);
    if (levels > documentLimits.levels) return exceeds('levels');
  }
  for (const limit of ['selections side by side', 'aliases', 'directives'] as const) {
    if (count[limit] > documentLimits[limit]) return exceeds(limit, count[limit]);
  }
  return undefined;
}

/** @returns whether there may be anything further below */
function countLevel(level: number, count: Count): boolean {
  count.levels = Math.max(count.levels, level);
  return level <= documentLimits.levels;
}

function countDefinition(definition: DefinitionNode, count: Count) {
  countDirectives(definition.directives, count);
  if ('variableDefinitions' in definition) {
    for (const { type, defaultValue, directives } of definition.variableDefinitions ?? []) {
      countType(type, count);
      countDirectives(directives, count);
      if (defaultValue) countValue(defaultValue, 1, count);
    }
  }
  if ('selectionSet' in definition) countSelections(definition.selectionSet, 1, count);
}

function countSelections(set: SelectionSetNode, level: number, count: Count) {
  if (!countLevel(level, count)) return;
  const { length } = set.selections;
  count['selections side by side'] = Math.max(count['selections side by side'], length);
  for (const selection of set.selections) {
    countDirectives(selection.directives, count);
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    if (selection.kind === Kind.FIELD) {
      if (selection.alias) count.aliases += 1;
      for (const { value } of selection.arguments ?? []) countValue(value, 1, count);
    }
    if (selection.selectionSet) countSelections(selection.selectionSet, level + 1, count);
  }
}

function countDirectives(directives: readonly DirectiveNode[] = [], count: Count) {
  count.directives += directives.length;
  for (const directive of directives) {
    for (const { value } of directive.arguments ?? []) countValue(value, 1, count);
  }
}

function countValue(value: ValueNode, level: number, count: Count) {
  if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) return;
  if (!countLevel(level, count)) return;
  const members =
    value.kind === Kind.LIST ? value.values : value.fields.map((field) => field.value);
  for (const member of members) countValue(member, level + 1, count);
}

function countType(type: TypeNode, count: Count) {
  let level = 1;
  for (let at = type; at.kind !== Kind.NAMED_TYPE; at = at.type) level += 1;
  countLevel(level, count);
}
