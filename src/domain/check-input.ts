import {
  type Action,
  type AdminsChange,
  type GroupId,
  MAX_ADMINS,
  type UserId,
} from './admins-change.ts';
import type { InputIssue, InvalidInput } from './outcome.ts';

const MAX_GROUP_ID_BYTES = 64;
const MAX_USER_ID_BYTES = 32;
const MAX_USER_IDS_GIVEN = 100;
const MAX_ISSUES = 20;

const printableAscii = /^[\x20-\x7e]*$/;

type Path = readonly string[];

/** What a caller sent, before anything is known of it. */
export interface RawChange {
  readonly action: Action;
  readonly groupId: string;
  readonly userIds: readonly string[];
}

/**
 * Checks everything there is to check before a call, and reports all that is wrong at once.
 * @param path where the change stands, counted from the field's arguments
 */
export function checkChange(raw: RawChange, path: Path): AdminsChange | InvalidInput {
  const issues = [
    ...idIssues('group id', raw.groupId, MAX_GROUP_ID_BYTES, [...path, 'groupId']),
    ...userIdsIssues(raw.userIds, [...path, 'userIds']),
  ];
  if (issues.length > 0) return invalidInput(issues);
  return {
    action: raw.action,
    groupId: raw.groupId as GroupId,
    userIds: [...new Set(raw.userIds)] as UserId[],
  };
}

/** Checks the id of a group that is to be read. */
export function checkGroupId(raw: string, path: Path): GroupId | InvalidInput {
  const issues = idIssues('group id', raw, MAX_GROUP_ID_BYTES, path);
  return issues.length > 0 ? invalidInput(issues) : (raw as GroupId);
}

function userIdsIssues(userIds: readonly string[], path: Path): InputIssue[] {
  if (userIds.length > MAX_USER_IDS_GIVEN) {
    const message = `At most ${MAX_USER_IDS_GIVEN} account ids can be given; there are ${userIds.length}.`;
    return [{ path, message }];
  }
  const distinct = new Set(userIds).size;
  const wrongNumber = distinct < 1 || distinct > MAX_ADMINS;
  return [
    ...(wrongNumber
      ? [{ path, message: `Give 1 to ${MAX_ADMINS} distinct account ids; there are ${distinct}.` }]
      : []),
    ...userIds.flatMap((userId, index) =>
      idIssues('account id', userId, MAX_USER_ID_BYTES, [...path, String(index)]),
    ),
  ];
}

function idIssues(what: string, id: string, maxBytes: number, path: Path): InputIssue[] {
  const message = idProblem(what, id, maxBytes);
  return message === undefined ? [] : [{ path, message }];
}

function idProblem(what: string, id: string, maxBytes: number): string | undefined {
  if (id.trim() === '') return `The ${what} is blank.`;
  if (!printableAscii.test(id)) {
    return `The ${what} has a character other than printable ASCII (space to ~).`;
  }
  // One byte for each character, since only ASCII is left.
  if (id.length > maxBytes) {
    return `The ${what} has ${id.length} bytes; at most ${maxBytes} are possible.`;
  }
  return undefined;
}

const invalidInput = (issues: readonly InputIssue[]): InvalidInput => ({
  kind: 'InvalidInputError',
  message: 'The input is not valid, so nothing was sent: see issues.',
  retryable: false,
  issues: issues.slice(0, MAX_ISSUES),
});
