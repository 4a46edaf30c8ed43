import { effectOf, type Vendor, withEffect } from '../domain/call.ts';
import type { LiveGroups } from '../domain/live-groups.ts';

/** Live groups at the vendor: one call for each change and each read. */
export const tencentLiveGroups = (vendor: Vendor): LiveGroups => ({
  async change(change) {
    const result = await vendor.modifyAdmins(change);
    return result.ok
      ? { kind: 'Changed', change }
      : withEffect(result, effectOf(result.applied, change.userIds.length));
  },
  async admins(groupId) {
    const result = await vendor.listAdmins(groupId);
    return result.ok ? { kind: 'Admins', admins: result.value } : withEffect(result, 'NOT_APPLIED');
  },
});
