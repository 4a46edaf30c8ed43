import DataLoader from 'dataloader';
import type { GroupId } from '../domain/admins-change.ts';
import type { AdminsOutcome } from '../domain/outcome.ts';

/** The reads of one query: one for each distinct group, however often it is asked. */
export const adminsLoader = (read: (groupId: GroupId) => Promise<AdminsOutcome>) =>
  new DataLoader<GroupId, AdminsOutcome>((groupIds) => Promise.all(groupIds.map(read)));
