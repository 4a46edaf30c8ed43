import type { Context } from '../../schema/context.ts';
import { adminsLoader } from './admins-loader.ts';
import { type LookAheadOptions, lookAhead } from './look-ahead.ts';

/** What the resolvers of one operation share. */
export function operationContext(options: LookAheadOptions): Context {
  const { reads, caller } = options;
  const loader = adminsLoader((groupId) => reads.admins(groupId, caller));
  return {
    changes: lookAhead(options),
    admins: (groupId) => loader.load(groupId),
  };
}
