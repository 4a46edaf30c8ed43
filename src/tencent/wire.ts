import * as z from 'zod';
import type { Action, Administrator, AdminsChange, GroupId } from '../domain/admins-change.ts';

/** The vendor's answers are small; what is longer is not one. */
export const MAX_ANSWER_BYTES = 1024 * 1024;

export type Command = 'modify_admin' | 'get_admin_list';

const COMMAND_TYPE = { SET: 1, REMOVE: 2 } as const satisfies Record<Action, number>;

export const modifyAdminBody = ({ action, groupId, userIds }: AdminsChange): string =>
  JSON.stringify({
    GroupId: groupId,
    CommandType: COMMAND_TYPE[action],
    Admin_Account: userIds,
  });

export const getAdminListBody = (groupId: GroupId): string => JSON.stringify({ GroupId: groupId });

export interface Query {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly userSig: string;
  /** Unsigned, 32 bits. */
  readonly random: number;
}

/** Path and query of a call. It holds the credential: never log it. */
export function callPath(command: Command, query: Query): string {
  const identifier = encodeURIComponent(query.identifier);
  const userSig = encodeURIComponent(query.userSig);
  return (
    `/v4/group_open_avchatroom_http_svc/${command}?sdkappid=${query.sdkAppId}` +
    `&identifier=${identifier}&usersig=${userSig}&random=${query.random}&contenttype=json`
  );
}

/** What is read of every answer. The code decides; ActionStatus and fields not known here are left alone. */
const envelope = z.object({ ErrorCode: z.int32(), ErrorInfo: z.string().nullish() });

const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

const adminList = z.object({
  Admin_List: z
    .array(z.object({ Admin_Account: z.string(), NickName: text, Avatar: text }))
    .nullish(),
});

export interface Envelope {
  readonly code: number;
  readonly info: string;
}

/** @returns undefined for anything that is not an answer as documented */
export function decodeEnvelope(answer: unknown): Envelope | undefined {
  const { data } = envelope.safeParse(answer);
  return data && { code: data.ErrorCode, info: data.ErrorInfo ?? '' };
}

/** A group without administrators may come without the list. @returns undefined as above */
export function decodeAdminList(answer: unknown): Administrator[] | undefined {
  const { data } = adminList.safeParse(answer);
  return (
    data &&
    (data.Admin_List ?? []).map((admin) => ({
      userId: admin.Admin_Account,
      nickname: admin.NickName,
      avatarUrl: admin.Avatar,
    }))
  );
}
