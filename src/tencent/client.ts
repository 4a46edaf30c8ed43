import type { Dispatcher } from 'undici';
import type { Administrator } from '../domain/admins-change.ts';
import type { CallFailure, CallResult, Departure, Vendor } from '../domain/call.ts';
import type { Clock } from '../policy/clock.ts';
import type { Redactor } from '../policy/redact.ts';
import { badStatus, refusal, silence, unreadable } from './classify.ts';
import { exchange } from './exchange.ts';
import type { UserSigs } from './user-sig.ts';
import {
  type Command,
  callPath,
  decodeAdminList,
  decodeEnvelope,
  getAdminListBody,
  modifyAdminBody,
} from './wire.ts';

export interface ClientOptions {
  /** Connections to one host. */
  readonly connections: Dispatcher;
  /** Stands before the path of every call; mostly empty. */
  readonly pathPrefix: string;
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly userSigs: UserSigs;
  /** For what the vendor may echo. */
  readonly redactor: Redactor;
  /** For one call, connecting included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** An unsigned integer of 32 bits, another one at each call. */
  readonly random: () => number;
}

/** The vendor's REST API at one host. */
export function tencentClient(options: ClientOptions): Vendor {
  const {
    connections,
    pathPrefix,
    sdkAppId,
    identifier,
    userSigs,
    redactor,
    timeoutMs,
    clock,
    random,
  } = options;

  /** Sends it as soon as there is a connection and it may leave, within its time. */
  async function inTurn(path: string, body: string, departure: Departure) {
    const endsAt = clock.now() + timeoutMs;
    const leftMs = () => endsAt - clock.now();
    for (;;) {
      const post = { path, body, timeoutMs: leftMs(), mayLeave: departure.leave };
      const result = await exchange(connections, post, clock);
      if (result.kind !== 'held') return result;
      if (!(await departure.another(leftMs()))) return neverLeft;
    }
  }

  async function call<Value>(
    command: Command,
    body: string,
    decode: (answer: unknown) => Value | undefined,
    departure: Departure,
  ): Promise<CallResult<Value>> {
    const userSig = userSigs.current();
    const query = { sdkAppId, identifier, userSig, random: random() };
    const path = pathPrefix + callPath(command, query);
    const result = await inTurn(path, body, departure);
    if (result.kind === 'no-answer') return failed(silence(result));
    if (result.status !== 200) return failed(badStatus(result.status));

    const answer = parseJson(result.body);
    const envelope = decodeEnvelope(answer);
    if (envelope === undefined) return failed(unreadable());
    if (envelope.code !== 0) {
      const refused = refusal({ ...envelope, info: redactor.redact(envelope.info) });
      const isHopeless = refused.repeat === 'new-usersig' && !userSigs.refused(userSig);
      return failed(isHopeless ? { ...refused, repeat: 'no' } : refused);
    }
    const value = decode(answer);
    return value === undefined ? failed(unreadable()) : { ok: true, value };
  }

  /** A vendor that echoes does so anywhere, and people choose what they are called. */
  function cleanAdminList(answer: unknown): Administrator[] | undefined {
    const clean = (text: string | null) => text && redactor.redactCertain(text);
    return decodeAdminList(answer)?.map(({ userId, nickname, avatarUrl }) => ({
      userId: redactor.redactCertain(userId),
      nickname: clean(nickname),
      avatarUrl: clean(avatarUrl),
    }));
  }

  return {
    modifyAdmins: (change, departure) =>
      call('modify_admin', modifyAdminBody(change), () => null, departure),
    listAdmins: (groupId, departure) =>
      call('get_admin_list', getAdminListBody(groupId), cleanAdminList, departure),
  };
}

const neverLeft = { kind: 'no-answer', reason: 'CONNECTION', sent: false } as const;

const failed = (failure: CallFailure) => ({ ok: false, ...failure }) as const;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
