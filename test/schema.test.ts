import { readFileSync } from 'node:fs';
import {
  type GraphQLArgument,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../schema/index.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);

/** Everything a type says something of, itself first. */
function described(type: GraphQLNamedType): [coordinate: string, description: unknown][] {
  const own: [string, unknown][] = [[type.name, type.description]];
  if (isEnumType(type)) {
    return own.concat(
      type.getValues().map((value) => [`${type.name}.${value.name}`, value.description]),
    );
  }
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return own;
  for (const field of Object.values(type.getFields())) {
    own.push([`${type.name}.${field.name}`, field.description]);
    for (const arg of 'args' in field ? (field.args as readonly GraphQLArgument[]) : []) {
      own.push([`${type.name}.${field.name}(${arg.name})`, arg.description]);
    }
  }
  return own;
}

/** The definition of a type without its descriptions, on one line. */
function shape(name: string): string {
  const document = parse(printSchema(schema));
  const definition = document.definitions.find(
    (node) => 'name' in node && node.name?.value === name,
  );
  if (definition === undefined) return `no ${name}`;
  const bare = visit(definition, {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
  return print(bare).replace(/\s+/g, ' ');
}

const errors = [
  'AppAdminNotLoggedInError',
  'CommonApiError',
  'ForbiddenError',
  'GroupNotFoundError',
  'InsufficientPermissionsError',
  'InvalidGroupIdError',
  'InvalidInputError',
  'InvalidParametersError',
  'InvalidRequestCommandError',
  'RateLimitedError',
  'SystemError',
  'UnknownApiError',
  'UpstreamUnavailableError',
];

describe('the schema', () => {
  test('is the one that is checked in (npm run codegen prints it anew)', () => {
    expect(readFileSync('schema/schema.graphql', 'utf8')).toBe(`${printSchema(schema)}\n`);
  });

  test('describes every type, field, argument and enum value', () => {
    const bare = types
      .flatMap(described)
      .filter(([, description]) => typeof description !== 'string' || description.trim() === '');
    expect(bare).toEqual([]);
  });

  test.each([
    ['SetLiveGroupAdminsResult', ['SetLiveGroupAdminsSuccess']],
    ['RemoveLiveGroupAdminsResult', ['RemoveLiveGroupAdminsSuccess']],
    ['LiveGroupAdminsChangeResult', ['SetLiveGroupAdminsSuccess', 'RemoveLiveGroupAdminsSuccess']],
    ['LiveGroupAdminsResult', ['LiveGroupAdmins']],
  ])('%s is a success, or any of the errors', (name, successes) => {
    const union = schema.getType(name);
    const members = isUnionType(union) ? union.getTypes().map((type) => type.name) : [];
    expect(members.sort()).toEqual([...successes, ...errors].sort());
  });

  test.each([
    [
      'Query',
      'type Query { liveGroup(id: ID!): LiveGroup! liveGroups(ids: [ID!]!): [LiveGroup!]! }',
    ],
    [
      'Mutation',
      'type Mutation { changeLiveGroupAdmins(changes: [LiveGroupAdminsChangeInput!]!): [LiveGroupAdminsChangeResult] removeLiveGroupAdmins(input: RemoveLiveGroupAdminsInput!): RemoveLiveGroupAdminsResult setLiveGroupAdmins(input: SetLiveGroupAdminsInput!): SetLiveGroupAdminsResult }',
    ],
    ['SetLiveGroupAdminsInput', 'input SetLiveGroupAdminsInput { groupId: ID! userIds: [ID!]! }'],
    [
      'RemoveLiveGroupAdminsInput',
      'input RemoveLiveGroupAdminsInput { groupId: ID! userIds: [ID!]! }',
    ],
    [
      'LiveGroupAdminsChangeInput',
      'input LiveGroupAdminsChangeInput { action: LiveGroupAdminsAction! groupId: ID! userIds: [ID!]! }',
    ],
    ['LiveGroupAdminsAction', 'enum LiveGroupAdminsAction { REMOVE SET }'],
    [
      'SetLiveGroupAdminsSuccess',
      'type SetLiveGroupAdminsSuccess { liveGroup: LiveGroup! userIds: [ID!]! }',
    ],
    [
      'RemoveLiveGroupAdminsSuccess',
      'type RemoveLiveGroupAdminsSuccess { liveGroup: LiveGroup! userIds: [ID!]! }',
    ],
    ['LiveGroup', 'type LiveGroup { admins: LiveGroupAdminsResult id: ID! }'],
    [
      'LiveGroupAdmins',
      'type LiveGroupAdmins { limit: Int! nodes: [LiveGroupAdmin!]! remaining: Int! }',
    ],
    ['LiveGroupAdmin', 'type LiveGroupAdmin { avatarUrl: String nickname: String userId: ID! }'],
    ['Error', 'interface Error { message: String! retryable: Boolean! }'],
    [
      'UpstreamError',
      'interface UpstreamError implements Error { errorCode: Int! errorInfo: String! message: String! outcome: ChangeOutcome! retryable: Boolean! }',
    ],
    [
      'GroupNotFoundError',
      'type GroupNotFoundError implements Error & UpstreamError { errorCode: Int! errorInfo: String! message: String! outcome: ChangeOutcome! retryable: Boolean! }',
    ],
    [
      'CommonApiError',
      'type CommonApiError implements Error & UpstreamError { category: CommonApiErrorCategory! errorCode: Int! errorInfo: String! message: String! outcome: ChangeOutcome! retryable: Boolean! }',
    ],
    [
      'UpstreamUnavailableError',
      'type UpstreamUnavailableError implements Error { message: String! outcome: ChangeOutcome! reason: UpstreamUnavailableReason! retryable: Boolean! }',
    ],
    [
      'InvalidInputError',
      'type InvalidInputError implements Error { issues: [InputIssue!]! message: String! retryable: Boolean! }',
    ],
    ['InputIssue', 'type InputIssue { message: String! path: [String!]! }'],
    [
      'RateLimitedError',
      'type RateLimitedError implements Error { message: String! retryAfterMs: Int! retryable: Boolean! }',
    ],
    [
      'ForbiddenError',
      'type ForbiddenError implements Error { message: String! retryable: Boolean! }',
    ],
    ['ChangeOutcome', 'enum ChangeOutcome { NOT_APPLIED UNKNOWN }'],
    [
      'UpstreamUnavailableReason',
      'enum UpstreamUnavailableReason { CIRCUIT_OPEN CONNECTION HTTP_STATUS INVALID_RESPONSE TIMEOUT }',
    ],
    [
      'CommonApiErrorCategory',
      'enum CommonApiErrorCategory { ACCOUNT AUTHENTICATION BAD_REQUEST INTERNAL PERMISSION PLAN RATE_LIMIT TIMEOUT }',
    ],
  ])('%s has the shape that clients rely on', (name, expected) => {
    expect(shape(name)).toBe(expected);
  });
});
