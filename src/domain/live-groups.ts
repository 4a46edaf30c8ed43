import type { AdminsChange, GroupId } from './admins-change.ts';
import type { AdminsOutcome, ChangeOutcome } from './outcome.ts';

/** What the API needs of the world behind it. Neither method rejects but for a bug. */
export interface LiveGroups {
  change(change: AdminsChange): Promise<ChangeOutcome>;
  admins(groupId: GroupId): Promise<AdminsOutcome>;
}
