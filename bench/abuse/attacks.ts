import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { sleep } from '../batching/now.ts';
import { times } from '../batching/scenario.ts';

/** How the attacker's requests ended, counted. */
export type Outcomes = Readonly<Record<string, number>>;

/** Requests a second, sent whether or not the earlier ones are answered. */
export const ATTACKS_PER_SECOND = 30;
/** Of each sort: those that say nothing, and those that send a header now and then. */
export const SLOW_CONNECTIONS = 500;
const SLOW_HEADER_EVERY_MS = 500;

const document = (query: string) => JSON.stringify({ query });
const fields = (count: number, write: (index: number) => string) => times(count, write).join(' ');

/** What stays within a limit by little as well as what goes far beyond it. */
const bodies = {
  deep: document(`${'{a'.repeat(20_000)}${'}'.repeat(20_000)}`),
  wide: document(`{ ${fields(20_000, (index) => `x${index}`)} }`),
  aliased: document(`{ ${fields(5_000, (index) => `a${index}: __typename`)} }`),
  'aliased, within the limit': document(
    `{ ${fields(100, (index) => `a${index}: liveGroup(id: "${index}") { b: id c: id d: id }`)} }`,
  ),
  'fragments that double': document(
    `{ ...F0 } ${fields(40, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F40 on Query { __typename }`,
  ),
  'in lines': document(`${'\n'.repeat(120_000)}{ ${fields(1_000, (index) => `x${index}`)} }`),
  huge: ' '.repeat(1024 * 1024),
} as const;

export const attacks: Readonly<Record<string, (url: string, ms: number) => Promise<Outcomes>>> = {
  ...Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      name,
      (url: string, ms: number) => post(url, body, ms),
    ]),
  ),
  slow: dawdle,
};

async function post(url: string, body: string, ms: number): Promise<Outcomes> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const count = Math.floor((ms / 1000) * ATTACKS_PER_SECOND);
  const sent = times(count, async (index) => {
    await sleep((index * 1000) / ATTACKS_PER_SECOND);
    return new Promise<string>((resolve) => {
      const attack = request(`${url}/graphql`, { method: 'POST', agent, headers });
      attack.once('response', (response) => {
        response.resume();
        resolve(`HTTP ${response.statusCode}`);
      });
      attack.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'an error'));
      attack.end(body);
    });
  });
  const outcomes = counted(await Promise.all(sent));
  agent.destroy();
  return outcomes;
}

/** Many connections on which nothing comes, and as many on which a head never ends. */
async function dawdle(url: string, ms: number): Promise<Outcomes> {
  const { hostname, port } = new URL(url);
  const open = async (): Promise<Socket> => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const idle = await Promise.all(times(SLOW_CONNECTIONS, open));
  const slow = await Promise.all(times(SLOW_CONNECTIONS, open));
  const answers = [...idle, ...slow].map((socket) => {
    let answer = 'nothing yet';
    socket.on('data', (bytes) => {
      answer = `HTTP ${String(bytes).split(' ')[1]}`;
    });
    return () => answer;
  });
  for (const socket of slow) socket.write('POST /graphql HTTP/1.1\r\nhost: service\r\n');
  for (const _ of times(Math.ceil(ms / SLOW_HEADER_EVERY_MS), (index) => index)) {
    await sleep(SLOW_HEADER_EVERY_MS);
    for (const socket of slow) if (socket.writable) socket.write('x: x\r\n');
  }
  const outcomes = counted(answers.map((answer) => answer()));
  for (const socket of [...idle, ...slow]) socket.destroy();
  return outcomes;
}

function counted(outcomes: readonly string[]): Outcomes {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
