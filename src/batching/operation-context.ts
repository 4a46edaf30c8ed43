import type { Context } from '../../schema/context.ts';
import { checkGroupId } from '../domain/check-input.ts';
import { adminsLoader } from './admins-loader.ts';
import { type AskingOptions, asking } from './asking.ts';
import { lookAhead } from './look-ahead.ts';

/** What the resolvers of one operation share. */
export function operationContext(options: AskingOptions): Context {
  const fields = asking(options);
  const loader = adminsLoader((groupId) => fields.read(groupId, groupId));
  return {
    changes: lookAhead(fields),
    async admins(id, path) {
      const checked = fields.forbidden('read', id) ?? checkGroupId(id, path);
      return typeof checked === 'string' ? loader.load(checked) : fields.read(id, checked);
    },
  };
}
