import { type Action, MAX_ADMINS } from '../domain/admins-change.ts';
import { type Answer, refused, success } from './answer.ts';
import { listItem } from './profile.ts';

/** The groups that can have administrators. */
export const liveGroupIds = ['@TGS#live', '@TGS#stage'] as const;

/** Groups of the types that this API does not serve. */
export const otherGroupIds = [
  '@TGS#public',
  '@TGS#private',
  '@TGS#chatroom',
  '@TGS#_community',
] as const;

export interface Groups {
  modifyAdmins(groupId: string, action: Action, accounts: readonly string[]): Answer;
  listAdmins(groupId: string): Answer;
}

/**
 * The groups and who administers them. A call is applied whole or not at all, and both actions may be
 * repeated: to set an administrator again, or remove one who is none, succeeds and changes nothing.
 */
export function sandboxGroups(): Groups {
  const adminsOf = new Map<string, ReadonlySet<string>>(liveGroupIds.map((id) => [id, new Set()]));
  const otherTypes = new Set<string>(otherGroupIds);

  const noLiveGroup = (groupId: string) => refused(otherTypes.has(groupId) ? 10007 : 10010);

  return {
    modifyAdmins(groupId, action, accounts) {
      const admins = adminsOf.get(groupId);
      if (admins === undefined) return noLiveGroup(groupId);
      const after = action === 'SET' ? union(admins, accounts) : difference(admins, accounts);
      if (after.size > MAX_ADMINS) return tooMany(admins.size, after.size);
      adminsOf.set(groupId, after);
      return success;
    },
    listAdmins(groupId) {
      const admins = adminsOf.get(groupId);
      return admins === undefined
        ? noLiveGroup(groupId)
        : { ...success, Admin_List: [...admins].map(listItem) };
    },
  };
}

const union = (admins: ReadonlySet<string>, accounts: readonly string[]) =>
  new Set([...admins, ...accounts]);

const difference = (admins: ReadonlySet<string>, accounts: readonly string[]) =>
  new Set([...admins].filter((admin) => !accounts.includes(admin)));

/** Which code a sixth administrator gets is not documented. */
const tooMany = (before: number, after: number) =>
  refused(
    10004,
    `A group can have at most ${MAX_ADMINS} administrators: this one has ${before}, ` +
      `and the call would make it ${after}. Nothing was changed.`,
  );
