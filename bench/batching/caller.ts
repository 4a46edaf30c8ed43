import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { now } from './now.ts';

export interface Change {
  readonly action: 'SET' | 'REMOVE';
  readonly groupId: string;
  readonly userIds: readonly string[];
}

/** An HTTP answer to GraphQL parameters, and how long it took from the moment of sending. */
export interface Answered {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly ms: number;
}

/** Sends operations to one service. */
export interface Caller {
  post(query: string, variables?: unknown): Promise<Answered>;
  /** One HTTP request with these changes. @returns the types they came to */
  change(changes: readonly Change[]): Promise<{ readonly types: string[]; readonly ms: number }>;
  close(): void;
}

/** One HTTP request can carry no more. */
export const MAX_CHANGES = 500;

export const changeMutation = `mutation Change($changes: [LiveGroupAdminsChangeInput!]!) {
  changeLiveGroupAdmins(changes: $changes) { __typename }
}`;

/** More that are opened at once would not all be taken at once by the system: its backlog is finite. */
const MAX_CONNECTIONS = 200;

export function caller(serviceUrl: string): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });

  async function post(query: string, variables?: unknown): Promise<Answered> {
    const sentAt = now();
    const response = await send(`${serviceUrl}/graphql`, agent, { query, variables });
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.resume();
      return { status, data: null, ms: now() - sentAt };
    }
    const { data, errors } = (await json(response)) as { data: Answered['data']; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return { status, data, ms: now() - sentAt };
  }

  return {
    post,
    async change(changes) {
      const { data, ms } = await post(changeMutation, { changes });
      return { types: typesOf(data), ms };
    },
    close: () => agent.destroy(),
  };
}

async function send(url: string, agent: Agent, body: unknown): Promise<IncomingMessage> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  const sent = request(url, { method: 'POST', agent, headers }).end(text);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

const directAgent = new Agent({ keepAlive: true });

/** A call to the vendor itself. @returns how long it took */
export async function directCall(vendorUrl: string): Promise<number> {
  const sentAt = now();
  const body = { GroupId: '@TGS#direct', CommandType: 1, Admin_Account: ['u1'] };
  await json(await send(`${vendorUrl}/v4/direct`, directAgent, body));
  return now() - sentAt;
}

/** The types of an answer to {@link changeMutation}. */
export const typesOf = (data: Answered['data']): string[] =>
  ((data?.['changeLiveGroupAdmins'] ?? []) as { __typename: string }[]).map(
    ({ __typename }) => __typename,
  );

/** Requests of at most {@link MAX_CHANGES} changes. */
export function requestsOf(changes: readonly Change[]): Change[][] {
  const requests: Change[][] = [];
  for (let from = 0; from < changes.length; from += MAX_CHANGES) {
    requests.push(changes.slice(from, from + MAX_CHANGES));
  }
  return requests;
}

export const isSuccess = (type: string): boolean => type.endsWith('Success');
