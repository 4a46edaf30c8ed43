import type { AdminListItem } from './answer.ts';

/**
 * An account as a list shows it. About half of the accounts have a profile, for both cases to be seen:
 * alice and user1 do, bob and user2 do not. The last character decides.
 */
export function listItem(account: string): AdminListItem {
  const hasProfile = account.charCodeAt(account.length - 1) % 2 === 1;
  return {
    Admin_Account: account,
    Avatar: hasProfile ? `https://avatars.example/${encodeURIComponent(account)}.png` : '',
    NickName: hasProfile ? account.charAt(0).toUpperCase() + account.slice(1) : '',
  };
}
