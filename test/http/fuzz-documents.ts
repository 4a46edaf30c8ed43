import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schema } from '../../schema/index.ts';

/** Whether a document is to be valid, or only much like one that is. */
type Care = 'valid' | 'careless';

const id = fc.oneof(fc.constantFrom('g', '@TGS#live', 'alice', '', ' '), fc.string());
const goodScalar = id.map((value) => JSON.stringify(value));
const anyScalar = fc.oneof(
  { weight: 6, arbitrary: goodScalar },
  { weight: 1, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.constantFrom('null', 'true', '$v', '$w', 'SET', '"""x"""', '[]') },
);

function literal(type: GraphQLInputType, care: Care): fc.Arbitrary<string> {
  if (isNonNullType(type)) return literal(type.ofType, care);
  if (isListType(type)) {
    const items = fc.array(literal(type.ofType, care), { maxLength: 6 });
    return items.map((all) => `[${all.join()}]`);
  }
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name);
    return fc.constantFrom(...names, ...(care === 'valid' ? [] : ['NONE']));
  }
  if (!isInputObjectType(type)) return care === 'valid' ? goodScalar : anyScalar;
  return named(Object.values(type.getFields()), care).map((fields) => `{${fields}}`);
}

/** Each with a value of its type, and in a careless document now and then without. */
function named(inputs: readonly (GraphQLArgument | GraphQLInputField)[], care: Care) {
  const all = inputs.map(({ name, type }) => {
    const given = literal(type, care).map((value) => `${name}: ${value}`);
    return care === 'valid' ? given : fc.option(given, { freq: 20 });
  });
  return fc.tuple(...all).map((given) => given.filter(Boolean).join(', '));
}

const goodDirectives = ['', '', '', ' @skip(if: false)', ' @include(if: true)'];
const badDirectives = [' @include(if: $yes)', ' @skip', ' @defer', ' @x(y: 1)'];

function fieldOf(field: GraphQLField<unknown, unknown>, care: Care, depth: number) {
  const directives = care === 'valid' ? goodDirectives : [...goodDirectives, ...badDirectives];
  return fc
    .tuple(
      named(field.args, care),
      fc.constantFrom(...directives),
      selectionsOf(field.type, care, depth - 1),
    )
    .map(([args, directive, below]) => {
      return `${field.name}${args === '' ? '' : `(${args})`}${directive}${below}`;
    });
}

function selectionsOf(output: GraphQLOutputType, care: Care, depth: number): fc.Arbitrary<string> {
  const type = getNamedType(output);
  if (!isCompositeType(type)) return fc.constant('');
  if (depth <= 0) return fc.constant(' { __typename }');
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  const members = isObjectType(type) ? [] : schema.getPossibleTypes(type).slice(0, 4);
  const strange = fc.constantFrom('...F', 'nope', '... { __typename }', 'a: id');
  const one = fc.oneof(
    fc.constant('__typename'),
    ...(care === 'valid' ? [] : [strange]),
    ...fields.map((field) => ({ weight: 4, arbitrary: fieldOf(field, care, depth) })),
    ...members.map((member) => ({
      weight: 2,
      arbitrary: selectionsOf(member, care, depth - 1).map(
        (below) => `... on ${member.name}${below}`,
      ),
    })),
  );
  return fc.array(one, { minLength: 1, maxLength: 4 }).map((selections) => {
    // Under names of their own, no two fields contradict each other.
    const aliased = selections.map((selection, index) =>
      care === 'valid' && !selection.startsWith('.')
        ? `${type.name}_${/^\w+/.exec(selection)}${index}: ${selection}`
        : selection,
    );
    return ` { ${aliased.join(' ')} }`;
  });
}

const DEPTH = 5;
const goodHeads = ['', '', 'Name'];
const badHeads = ['($v: ID, $w: [ID!]!, $yes: Boolean = true)', 'N($v: Nope)', '($yes: Boolean!)'];
const more = [
  ' fragment F on LiveGroup { id }',
  ' fragment F on Query { ...F }',
  ' query B { __typename }',
];

function operation(kind: 'query' | 'mutation', care: Care): fc.Arbitrary<string> {
  const type = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  if (!type) throw new Error(`The schema has no ${kind}.`);
  const head = care === 'valid' ? goodHeads : [...goodHeads, ...badHeads];
  const tail = care === 'valid' ? [''] : ['', ...more];
  return fc
    .tuple(fc.constantFrom(...head), selectionsOf(type, care, DEPTH), fc.constantFrom(...tail))
    .map(([head, selections, tail]) => `${kind} ${head}${selections}${tail}`);
}

/** Takes a piece out, and puts another in. */
export const broken = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(texts, fc.nat(), fc.nat({ max: 8 }), fc.string({ unit: 'binary', maxLength: 4 }))
    .map(([text, at, length, piece]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + piece + text.slice(start + length);
    });

const pieces = fc.constantFrom(
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ':',
    '!',
    '...',
    '@',
    '$',
    '|',
    '&',
    '=',
    '"',
    '"""',
    '#',
    '\n',
  ],
  ...['query', 'mutation', 'subscription', 'fragment', 'on', 'type', 'extend', 'true', 'null'],
  ...['liveGroup', 'id', '1', '-0', '1e9', '\\u0000', '\ufeff', '__schema', '__type', 'a'],
);
const soup = fc.array(pieces, { maxLength: 60 }).map((all) => all.join(' '));

const valid = fc.oneof(operation('query', 'valid'), operation('mutation', 'valid'));
const careless = fc.oneof(operation('query', 'careless'), operation('mutation', 'careless'));

export const documents: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: valid },
  { weight: 3, arbitrary: careless },
  { weight: 2, arbitrary: broken(valid) },
  { weight: 1, arbitrary: soup },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
