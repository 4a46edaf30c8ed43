declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The id of a live group: 1 to 64 bytes of printable ASCII, case-sensitive, never trimmed. */
export type GroupId = Branded<'GroupId'>;

/** The id of an account: 1 to 32 bytes of printable ASCII, case-sensitive, never trimmed. */
export type UserId = Branded<'UserId'>;

export type Action = 'SET' | 'REMOVE';

/** How many administrators a live group can have, and so how many accounts one call can carry. */
export const MAX_ADMINS = 5;

/** One caller's wish for one group. Its accounts are distinct, 1 to {@link MAX_ADMINS}, in the order asked. */
export interface AdminsChange {
  readonly action: Action;
  readonly groupId: GroupId;
  readonly userIds: readonly UserId[];
}

/** An administrator of a live group, as the vendor knows the account. */
export interface Administrator {
  readonly userId: string;
  readonly nickname: string | null;
  readonly avatarUrl: string | null;
}
