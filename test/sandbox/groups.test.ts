import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Groups,
  liveGroupIds,
  otherGroupIds,
  sandboxGroups,
} from '../../src/sandbox/groups.ts';

const accountsOf = (groups: Groups, groupId: string) =>
  groups.listAdmins(groupId).Admin_List?.map((item) => item.Admin_Account);

describe('a live group', () => {
  test.each(liveGroupIds)('%s starts without administrators', (groupId) => {
    expect(sandboxGroups().listAdmins(groupId)).toMatchObject({ ErrorCode: 0, Admin_List: [] });
  });

  test('says why a sixth administrator is refused, and keeps the five', () => {
    const groups = sandboxGroups();
    groups.modifyAdmins('@TGS#live', 'SET', ['a', 'b', 'c', 'd']);
    expect(groups.modifyAdmins('@TGS#live', 'SET', ['d', 'e', 'f'])).toEqual({
      ActionStatus: 'FAIL',
      ErrorCode: 10004,
      ErrorInfo:
        'A group can have at most 5 administrators: this one has 4, and the call would make it 6. ' +
        'Nothing was changed.',
    });
    expect(accountsOf(groups, '@TGS#live')).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is like a set that holds five, whatever is done and to whichever group', () => {
    const account = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    const step = fc.record({
      groupId: fc.constantFrom(...liveGroupIds),
      action: fc.constantFrom('SET', 'REMOVE'),
      accounts: fc.uniqueArray(account, { minLength: 1, maxLength: 5 }),
    });

    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const groups = sandboxGroups();
        const model = new Map(liveGroupIds.map((id) => [id, new Set<string>()]));
        for (const { groupId, action, accounts } of steps) {
          const before = model.get(groupId) ?? new Set();
          const after = new Set(before);
          for (const each of accounts) after[action === 'SET' ? 'add' : 'delete'](each);
          const fits = after.size <= 5;
          if (fits) model.set(groupId, after);

          const { ErrorCode } = groups.modifyAdmins(groupId, action, accounts);
          expect(ErrorCode).toBe(fits ? 0 : 10004);
          for (const [id, admins] of model) {
            expect(accountsOf(groups, id)?.sort()).toEqual([...admins].sort());
          }
        }
      }),
    );
  });
});

describe('no live group', () => {
  test.each([
    ...otherGroupIds.map((groupId) => [groupId, 10007] as const),
    ['@TGS#nobody-made-this-one', 10010] as const,
    ['@TGS#Live', 10010] as const,
    ['live', 10010] as const,
  ])('%s is refused with %i by both commands', (groupId, code) => {
    const groups = sandboxGroups();
    const refused = { ActionStatus: 'FAIL', ErrorCode: code };
    expect(groups.modifyAdmins(groupId, 'SET', ['a'])).toMatchObject(refused);
    expect(groups.modifyAdmins(groupId, 'REMOVE', ['a'])).toMatchObject(refused);
    expect(groups.listAdmins(groupId)).toMatchObject(refused);
  });
});
