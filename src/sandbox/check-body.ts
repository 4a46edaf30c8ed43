import { type Action, MAX_ADMINS } from '../domain/admins-change.ts';
import { type Answer, isAnswer, refused } from './answer.ts';

/** A body that is a JSON object; its fields are still to be looked at. */
export interface Body {
  readonly GroupId?: unknown;
  readonly CommandType?: unknown;
  readonly Admin_Account?: unknown;
}

export interface Modification {
  readonly action: Action;
  readonly accounts: readonly string[];
}

export function parseBody(text: string): Body | Answer {
  const json = parseJson(text);
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : refused(60003);
}

const possibleGroupId = /^[\x20-\x7e]{1,64}$/;
const possibleAccount = /^[\x20-\x7e]{1,32}$/;

export function checkGroupId({ GroupId }: Body): string | Answer {
  if (typeof GroupId !== 'string') return refused(10004, 'GroupId is missing, or is not a string.');
  return possibleGroupId.test(GroupId) ? GroupId : refused(10015);
}

export function checkModification({ CommandType, Admin_Account }: Body): Modification | Answer {
  if (CommandType !== 1 && CommandType !== 2) {
    return refused(10004, 'CommandType has to be 1 (set) or 2 (remove).');
  }
  const action = CommandType === 1 ? 'SET' : 'REMOVE';
  const accounts = checkAccounts(Admin_Account);
  return isAnswer(accounts) ? accounts : { action, accounts };
}

function checkAccounts(accounts: unknown): readonly string[] | Answer {
  if (!Array.isArray(accounts) || accounts.length === 0) {
    return refused(10004, 'Admin_Account has to be a list of accounts, and not an empty one.');
  }
  if (accounts.length > MAX_ADMINS) {
    return refused(
      10005,
      `Admin_Account has ${accounts.length} accounts; at most ${MAX_ADMINS} fit a call.`,
    );
  }
  if (!accounts.every((account) => typeof account === 'string')) return refused(60015);
  if (!accounts.every((account) => possibleAccount.test(account))) {
    return refused(10004, 'An account is not 1 to 32 bytes of printable ASCII.');
  }
  return accounts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
