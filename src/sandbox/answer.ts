import { errorCode } from '../tencent/error-codes.ts';

export interface AdminListItem {
  readonly Admin_Account: string;
  readonly Avatar: string;
  readonly NickName: string;
}

/** The JSON the vendor answers with. Code 0 is success. */
export interface Answer {
  readonly ActionStatus: 'OK' | 'FAIL';
  readonly ErrorCode: number;
  readonly ErrorInfo: string;
  readonly Admin_List?: readonly AdminListItem[];
}

/** What a call gets back: an answer, a bare HTTP status, or nothing at all. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'silence' };

export const success: Answer = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' };

/** @param info says more than the code's own meaning does */
export const refused = (code: number, info = meaningOf(code)): Answer => ({
  ActionStatus: 'FAIL',
  ErrorCode: code,
  ErrorInfo: info,
});

/** Tells an answer from what a check hands on where it has nothing to refuse. */
export const isAnswer = (value: string | object): value is Answer =>
  typeof value === 'object' && 'ErrorCode' in value;

const meaningOf = (code: number) =>
  errorCode(code)?.meaning ?? 'This code is not documented for the endpoint.';
