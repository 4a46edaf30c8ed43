import { startSandboxVendor } from '../../src/sandbox/vendor.ts';
import { vendorSigner } from '../../src/tencent/user-sig.ts';
import type { Command } from '../../src/tencent/wire.ts';
import { app } from '../support/fake-vendor.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** Parameters that differ from those of a good call; undefined leaves one out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** A sandbox on virtual time, and calls to it as a good client makes them. */
export async function sandboxOnVirtualTime() {
  const clock = virtualClock();
  const vendor = await startSandboxVendor({ ...app, clock });
  const userSig = vendorSigner(app.sdkAppId, app.identifier, app.secretKey)(86_400);

  function urlOf(command: string, parameters: Parameters = {}): string {
    const good = {
      sdkappid: String(app.sdkAppId),
      identifier: app.identifier,
      usersig: userSig,
      random: '4294967295',
      contenttype: 'json',
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...good, ...parameters })) {
      if (value !== undefined) query.append(name, value);
    }
    return `${vendor.url}/v4/group_open_avchatroom_http_svc/${command}?${query}`;
  }

  const post = (url: string, body: string) => fetch(url, { method: 'POST', body });

  const call = async (command: Command, body: unknown, parameters: Parameters = {}) =>
    (await post(urlOf(command, parameters), JSON.stringify(body))).json();

  const modify = (CommandType: 1 | 2, GroupId: string, Admin_Account: readonly string[]) =>
    call('modify_admin', { GroupId, CommandType, Admin_Account });

  return {
    clock,
    vendor,
    urlOf,
    post,
    call,
    set: (groupId: string, ...accounts: string[]) => modify(1, groupId, accounts),
    remove: (groupId: string, ...accounts: string[]) => modify(2, groupId, accounts),
    list: (groupId: string) => call('get_admin_list', { GroupId: groupId }),
    async admins(groupId: string): Promise<string[]> {
      const { Admin_List } = await call('get_admin_list', { GroupId: groupId });
      return Admin_List.map((item: { Admin_Account: string }) => item.Admin_Account);
    },
  };
}

export type Sandbox = Awaited<ReturnType<typeof sandboxOnVirtualTime>>;
