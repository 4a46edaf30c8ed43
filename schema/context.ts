import type { AdminsChange, GroupId } from '../src/domain/admins-change.ts';
import type { AdminsOutcome, ChangeOutcome } from '../src/domain/outcome.ts';

/** What resolvers may use; one for each operation. */
export interface Context {
  changeAdmins(change: AdminsChange): Promise<ChangeOutcome>;
  /** However often a group is asked for, it is read once; and again after a change of it. */
  admins(groupId: GroupId): Promise<AdminsOutcome>;
}
