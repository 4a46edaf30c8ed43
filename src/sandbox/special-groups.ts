import { type Reply, refused, success } from './answer.ts';

const errorGroup = /^@TGS#error-(-?\d+)$/;
/** Lower ones are no end of an answer, and higher ones are no HTTP. */
const httpGroup = /^@TGS#http-([2-5]\d\d)$/;

/**
 * What a special group answers, whatever the command. It keeps nothing, so other groups cannot notice.
 * @returns undefined for every other group
 */
export function specialReply(groupId: unknown): Reply | undefined {
  if (typeof groupId !== 'string') return undefined;
  if (groupId === '@TGS#timeout') return { kind: 'silence' };
  const status = httpGroup.exec(groupId)?.[1];
  if (status !== undefined) return { kind: 'status', status: Number(status) };
  const code = Number(errorGroup.exec(groupId)?.[1]);
  if (!Number.isSafeInteger(code)) return undefined;
  return { kind: 'answer', answer: code === 0 ? success : refused(code) };
}

/** Whether a group fails by design. */
export const isSpecialGroup = (groupId: string): boolean => specialReply(groupId) !== undefined;
