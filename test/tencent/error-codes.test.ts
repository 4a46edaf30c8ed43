import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorCode, errorCodes } from '../../src/tencent/error-codes.ts';

/** The codes for which `column` has each of its values. */
function codesBy(column: (row: ErrorCode) => string): Record<string, number[]> {
  const grouped: Record<string, number[]> = {};
  for (const row of errorCodes) {
    grouped[column(row)] = [...(grouped[column(row)] ?? []), row.code];
  }
  for (const codes of Object.values(grouped)) codes.sort((a, b) => a - b);
  return grouped;
}

/** All codes but those that the named groups have. */
const rest = (grouped: Record<string, number[]>, name: string) =>
  Object.keys(grouped).filter((other) => other !== name);

describe('the table of codes', () => {
  test('has every documented code once', () => {
    expect(errorCodes).toHaveLength(57);
    expect(new Set(errorCodes.map(({ code }) => code)).size).toBe(57);
  });

  test('gives the private codes of the endpoint types of their own, and the others a category', () => {
    expect(
      codesBy(({ type }) => (type.kind === 'CommonApiError' ? type.category : type.kind)),
    ).toEqual({
      AppAdminNotLoggedInError: [10001],
      SystemError: [10002],
      InvalidRequestCommandError: [10003],
      InvalidParametersError: [10004],
      InsufficientPermissionsError: [10007],
      GroupNotFoundError: [10010],
      InvalidGroupIdError: [10015],
      BAD_REQUEST: [10005, 10011, 60002, 60003, 60009, 60012, 60015, 70206, 70402],
      RATE_LIMIT: [10006, 60007, 60011, 60018, 60019, 70050, 70114],
      AUTHENTICATION: [
        10008, 60004, 60005, 70001, 70002, 70003, 70005, 70009, 70013, 70014, 70016, 70052,
      ],
      ACCOUNT: [10012, 10019, 60006, 70020, 70051, 70107],
      PERMISSION: [10016, 10026, 60010, 60017, 60021, 70403],
      PLAN: [10059, 60016, 60020, 70398],
      TIMEOUT: [60008, 60014, 70169, 70202],
      INTERNAL: [60013, 70500],
    });
  });

  test('says for which codes another attempt can help', () => {
    const byRepeat = codesBy(({ repeat }) => repeat);
    expect(byRepeat).toMatchObject({
      delay: [
        10002, 10003, 10006, 60007, 60008, 60011, 60013, 60014, 60018, 60019, 70114, 70169, 70202,
        70500,
      ],
      'new-usersig': [10001, 10008, 60004, 60005, 70001, 70002, 70003, 70005, 70013, 70014, 70052],
    });
    expect(rest(byRepeat, 'no').sort()).toEqual(['delay', 'new-usersig']);
  });

  test('says of which codes a neighbour in the call, or its group, may be the cause', () => {
    const byScope = codesBy(({ scope }) => scope);
    expect(byScope).toMatchObject({
      member: [10004, 10005, 10007, 10016, 10019, 70051, 70107, 70206, 70402],
      group: [10010, 10015],
    });
    expect(rest(byScope, 'vendor').sort()).toEqual(['group', 'member']);
  });

  test('says after which codes the change may have been applied', () => {
    const byApplied = codesBy(({ applied }) => applied);
    expect(byApplied).toMatchObject({
      maybe: [10002, 60008, 60013, 60014, 70169, 70202, 70500],
      part: [10004, 10005, 10007, 10016, 10019, 70051, 70107, 70206, 70402],
    });
    expect(rest(byApplied, 'no').sort()).toEqual(['maybe', 'part']);
  });

  test('knows exact codes, never ranges', () => {
    expect(errorCode(10002)?.type.kind).toBe('SystemError');
    for (const near of [10000, 10009, 60001, 60022, 60099, 70000]) {
      expect(errorCode(near)).toBeUndefined();
    }
  });
});
