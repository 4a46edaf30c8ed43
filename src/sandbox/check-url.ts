import type { Command } from '../tencent/wire.ts';
import { type Answer, refused } from './answer.ts';
import { verifyUserSig } from './verify-user-sig.ts';

/** The app the vendor knows, and its one administrator account. */
export interface App {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly secretKey: string;
}

const SERVICE = '/v4/group_open_avchatroom_http_svc/';
const MAX_RANDOM = 0xffff_ffff;

/**
 * Checks all of a call but its body. Names and values are case-sensitive.
 * A refusal comes with HTTP 200 like any other: the vendor documents codes for these, and no status.
 * @param now milliseconds since the Unix epoch
 */
export function checkUrl(method: string, url: string, app: App, now: number): Command | Answer {
  const [path = '', query = ''] = url.split('?', 2);
  if (method !== 'POST') return refused(60002, 'Only POST is accepted.');
  if (!path.startsWith(SERVICE)) return refused(60009);
  const command = path.slice(SERVICE.length);
  if (!isCommand(command)) return refused(10003);
  return checkParameters(new URLSearchParams(query), app, now) ?? command;
}

const isCommand = (name: string): name is Command =>
  name === 'modify_admin' || name === 'get_admin_list';

function checkParameters(query: URLSearchParams, app: App, now: number): Answer | undefined {
  const sdkAppId = query.get('sdkappid');
  if (!sdkAppId) return refused(60012);
  if (sdkAppId !== String(app.sdkAppId)) return refused(60006);
  if (query.get('contenttype') !== 'json') return refused(60002, 'contenttype has to be json.');
  if (!isRandom(query.get('random'))) {
    return refused(60002, `random has to be an integer from 0 to ${MAX_RANDOM}.`);
  }
  if (query.get('identifier') !== app.identifier) return refused(60010);
  const verified = verifyUserSig(query.get('usersig') ?? '', { ...app, now });
  return verified.ok ? undefined : refused(verified.code);
}

const isRandom = (value: string | null) =>
  value !== null && /^\d{1,10}$/.test(value) && Number(value) <= MAX_RANDOM;
