import type { Context } from '../../schema/context.ts';
import type { LiveGroups } from '../domain/live-groups.ts';
import { adminsLoader } from './admins-loader.ts';

/** What the resolvers of one operation share. */
export function operationContext(liveGroups: LiveGroups): Context {
  const reads = adminsLoader(liveGroups);
  return {
    async changeAdmins(change) {
      const outcome = await liveGroups.change(change);
      // Whatever came of it, what was read before may be out of date.
      reads.clear(change.groupId);
      return outcome;
    },
    admins: (groupId) => reads.load(groupId),
  };
}
