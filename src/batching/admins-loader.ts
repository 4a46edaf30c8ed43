import DataLoader from 'dataloader';
import type { GroupId } from '../domain/admins-change.ts';
import type { LiveGroups } from '../domain/live-groups.ts';
import type { AdminsOutcome } from '../domain/outcome.ts';

export type AdminsLoader = DataLoader<GroupId, AdminsOutcome>;

/**
 * The reads of one operation: one for each distinct group, however often it is asked. A change of a group
 * has to clear it.
 */
export const adminsLoader = (liveGroups: LiveGroups): AdminsLoader =>
  new DataLoader((groupIds) => Promise.all(groupIds.map((id) => liveGroups.admins(id))));
