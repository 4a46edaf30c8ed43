import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { verifyUserSig } from '../../src/sandbox/verify-user-sig.ts';

/** The vendor's public sample key. */
export const app = {
  sdkAppId: 1_400_000_000,
  identifier: 'administrator',
  secretKey: '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e',
} as const;

/** One call as the vendor got it. */
export interface VendorCall {
  readonly command: 'modify_admin' | 'get_admin_list';
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  readonly url: string;
  /** The connection it came over. */
  readonly connection: object;
}

/** How the vendor takes a call. */
export type Reply =
  | { readonly answer: unknown }
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | { readonly raw: string }
  | 'hang'
  | 'reset';

export type Behaviour = (call: VendorCall) => Reply | Promise<Reply>;

export const ok = { answer: { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' } } as const;

export const refusal = (code: number, info = `refused with ${code}`) =>
  ({ answer: { ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: info } }) as const;

export const adminList = (...userIds: string[]) =>
  ({
    answer: {
      ...ok.answer,
      Admin_List: userIds.map((id) => ({ Admin_Account: id, Avatar: '', NickName: '' })),
    },
  }) as const;

/** A vendor that keeps the administrators of one group. */
export function keepingAdmins(): Behaviour {
  const admins = new Set<string>();
  return ({ command, body }) => {
    if (command === 'get_admin_list') return adminList(...admins);
    for (const id of body['Admin_Account'] as string[]) {
      if (body['CommandType'] === 1) admins.add(id);
      else admins.delete(id);
    }
    return ok;
  };
}

export interface FakeVendor {
  readonly url: string;
  readonly calls: readonly VendorCall[];
  /** What was wrong with the calls, as far as the vendor documents what is right. */
  readonly complaints: readonly string[];
  /** From now on. */
  behave(behaviour: Behaviour): void;
  /** Resolves when the next call has come in whole. */
  nextCall(): Promise<VendorCall>;
  close(): Promise<void>;
}

/** A vendor of the tests' own on loopback. It answers as it is told, and checks every call. */
export async function startFakeVendor(): Promise<FakeVendor> {
  const calls: VendorCall[] = [];
  const complaints: string[] = [];
  let behaviour: Behaviour = () => ok;
  let waiting: ((call: VendorCall) => void)[] = [];

  const server = createServer(async (request, response) => {
    const call = await readCall(request).catch(() => undefined);
    if (call === undefined) return;
    complaints.push(...complaintsAbout(request, call));
    calls.push(call);
    for (const resolve of waiting) resolve(call);
    waiting = [];
    send(await behaviour(call), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    complaints,
    behave(next) {
      behaviour = next;
    },
    nextCall: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PATH = '/v4/group_open_avchatroom_http_svc/';

async function readCall(request: IncomingMessage): Promise<VendorCall> {
  const url = request.url ?? '';
  const { pathname, searchParams } = new URL(url, 'http://vendor');
  const body = JSON.parse(await text(request));
  const command = pathname.slice(PATH.length) as VendorCall['command'];
  return { command, body, query: searchParams, url, connection: request.socket };
}

function complaintsAbout(request: IncomingMessage, { command, body, query, url }: VendorCall) {
  const userSig = verifyUserSig(query.get('usersig') ?? '', { ...app, now: Date.now() });
  const random = query.get('random') ?? '';
  const checks: Record<string, boolean> = {
    method: request.method === 'POST',
    path: url.startsWith(`${PATH}modify_admin?`) || url.startsWith(`${PATH}get_admin_list?`),
    'content type': request.headers['content-type'] === 'application/json',
    parameters: [...query.keys()].join() === 'sdkappid,identifier,usersig,random,contenttype',
    sdkappid: query.get('sdkappid') === String(app.sdkAppId),
    identifier: query.get('identifier') === app.identifier,
    usersig: userSig.ok,
    random: /^\d+$/.test(random) && Number(random) <= 0xffffffff,
    contenttype: query.get('contenttype') === 'json',
    body:
      command === 'modify_admin' ? isModification(body) : Object.keys(body).join() === 'GroupId',
  };
  return Object.keys(checks).filter((name) => !checks[name]);
}

function isModification({ GroupId, CommandType, Admin_Account, ...rest }: VendorCall['body']) {
  return (
    typeof GroupId === 'string' &&
    (CommandType === 1 || CommandType === 2) &&
    Array.isArray(Admin_Account) &&
    Admin_Account.length >= 1 &&
    Admin_Account.length <= 5 &&
    new Set(Admin_Account).size === Admin_Account.length &&
    Object.keys(rest).length === 0
  );
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'reset') {
    response.socket?.resetAndDestroy();
  } else if ('raw' in reply) {
    response.socket?.end(reply.raw);
  } else if ('answer' in reply) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(reply.answer));
  } else {
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  }
}
