import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type DrainOptions, drain } from '../src/drain.ts';
import { adminList, ok, type Reply, refusal, startFakeVendor } from './support/fake-vendor.ts';
import { configFor, startService } from './support/service.ts';
import { type VirtualClock, virtualClock } from './support/virtual-clock.ts';
import { watched } from './support/watched.ts';

const toUndo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

type Answer = Readonly<Record<string, unknown>>;

/** A whole service on virtual time, before a vendor that answers once it is told to. */
async function start() {
  const vendor = await startFakeVendor();
  toUndo.push(vendor.close);
  const clock = virtualClock();
  const service = await startService(configFor(vendor.url), { clock, random: () => 0.99 });

  let isAnswering = false;
  let waiting: (() => void)[] = [];
  vendor.behave(
    ({ command }) =>
      new Promise<Reply>((resolve) => {
        const answer = () => resolve(command === 'modify_admin' ? ok : adminList('alice'));
        if (isAnswering) answer();
        else waiting.push(answer);
      }),
  );
  const answerAll = () => {
    isAnswering = true;
    for (const answer of waiting) answer();
    waiting = [];
  };
  let stopping: Promise<void> | undefined;
  const stop = (timeoutMs = 0) => {
    stopping ??= service.stop(timeoutMs);
    return stopping;
  };
  toUndo.push(async () => {
    answerAll();
    await stop();
    expect(vendor.complaints).toEqual([]);
  });

  return {
    ...service,
    vendor,
    clock,
    answerAll,
    stop,
    /** Resolves when the vendor has got so many calls in all. */
    async called(times: number) {
      while (vendor.calls.length < times) await vendor.nextCall();
    },
    async run(query: string): Promise<Answer> {
      const response = await service.post({ query });
      expect(response.status).toBe(200);
      const { data, ...rest } = await response.json();
      expect(rest).toEqual({});
      return data;
    },
    /** An answer over a connection of its own. */
    async status(path: string): Promise<number | undefined> {
      const [response] = await once(
        request(service.url + path, { agent: new Agent() }).end(),
        'response',
      );
      response.resume();
      return response.statusCode;
    },
    /** A connection that has sent this much, and reads only when told to. */
    async sent(text: string): Promise<Socket> {
      const { hostname, port } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      toUndo.push(async () => socket.destroy());
      socket.on('error', () => {});
      await once(socket, 'connect');
      await new Promise((resolve) => socket.write(text, resolve));
      return socket;
    },
  };
}

const FAILURE = `... on UpstreamError { errorCode outcome }
  ... on UpstreamUnavailableError { reason outcome }`;
const set = (alias: string, groupId: string, userId = 'alice') =>
  `${alias}: setLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ["${userId}"] }) {
    __typename ... on SetLiveGroupAdminsSuccess { liveGroup { admins { __typename } } } ${FAILURE}
  }`;
const remove = (alias: string, groupId: string) =>
  set(alias, groupId).replace('setLive', 'removeLive').replace('SetLive', 'RemoveLive');

const READ = { liveGroup: { admins: { __typename: 'LiveGroupAdmins' } } };
const WAS_SET = { __typename: 'SetLiveGroupAdminsSuccess', ...READ };
const WAS_REMOVED = { __typename: 'RemoveLiveGroupAdminsSuccess', ...READ };

/** A change, one behind it that waits for its read, and one of another group. */
const MUTATION = `mutation { ${set('a', 'g')} ${remove('b', 'g')} ${set('c', 'h')} }`;
/** What the vendor is called for where nothing is lost. */
const CALLS = [
  ['g', 1],
  ['g', 'read'],
  ['g', 2],
  ['g', 'read'],
  ['h', 1],
  ['h', 'read'],
];
const callsAt = ({ calls }: { calls: readonly { body: Answer }[] }) =>
  calls
    .map(({ body }) => [body['GroupId'], body['CommandType'] ?? 'read'])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));

/** Parts of which each of these is done as soon as it is asked for. */
const atOnce = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, async () => {}]));

describe('a service that is told to stop', () => {
  test('refuses new operations, and its listener stays open', async () => {
    const service = await start();
    const answer = service.run(MUTATION);
    await service.called(2);
    const stopped = service.stop(1000);

    expect(await service.status('/health')).toBe(200);
    expect(await service.status('/ready')).toBe(503);
    for (const refused of [
      await service.post({ query: MUTATION }),
      await service.fetch('/graphql?query={__typename}'),
    ]) {
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(refused.headers.get('x-request-id')).toMatch(/./);
    }

    service.answerAll();
    await answer;
    await stopped;
    await expect(service.status('/health')).rejects.toThrow();
    expect(callsAt(service.vendor)).toEqual(CALLS);
  });

  test('is not done before all that was accepted is answered, the reads of payloads included', async () => {
    const service = await start();
    const answer = service.run(MUTATION);
    await service.called(2);
    const stopped = watched(service.stop(1000));
    service.clock.advance(999);
    await service.status('/health');
    expect(stopped.isDone()).toBe(false);
    service.answerAll();
    await stopped.promise;
    expect(await answer).toEqual({ a: WAS_SET, b: WAS_REMOVED, c: WAS_SET });
    expect(callsAt(service.vendor)).toEqual(CALLS);
  });

  test('sends all that a caller has asked for that hung up', async () => {
    const service = await start();
    const caller = new AbortController();
    const answer = service.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: MUTATION }),
      signal: caller.signal,
    });
    await service.called(2);
    caller.abort();
    await expect(answer).rejects.toThrow();
    const stopped = watched(service.stop(1000));
    await service.status('/health');
    expect(stopped.isDone()).toBe(false);
    service.answerAll();
    await stopped.promise;
    expect(callsAt(service.vendor)).toEqual(CALLS);
    expect(service.logged).toEqual([
      expect.objectContaining({ msg: 'operation', type: 'mutation' }),
    ]);
    expect(service.audited).toHaveLength(3);
  });

  test('has noted all when it is done, however fast it closes', async () => {
    const clock = virtualClock();
    const parts = { ...atOnce(['close', 'refuse', 'whenIdle', 'whenEmpty']), clock };
    const noted: string[] = [];
    const changes = {
      ...parts,
      async whenEmpty() {
        clock.soon(() => noted.push('the last change'));
      },
    };
    const options = { http: parts, changes, reads: parts, vendor: parts, tracing: parts, clock };
    await drain(options as unknown as DrainOptions)(1000);
    expect(noted).toEqual(['the last change']);
  });

  test('is done at once where nothing is under way, idle connections or not', async () => {
    const service = await start();
    service.answerAll();
    expect(await service.run(`mutation { ${set('a', 'g')} }`)).toEqual({ a: WAS_SET });
    await service.status('/health');
    await service.stop(1000);
    await expect(service.status('/health')).rejects.toThrow();
  });
});

describe('when the time is up', () => {
  const UNANSWERED = { __typename: 'UpstreamUnavailableError', reason: 'TIMEOUT' };
  const UNKNOWN = { ...UNANSWERED, outcome: 'UNKNOWN' };
  const NOT_APPLIED = { ...UNANSWERED, outcome: 'NOT_APPLIED' };

  test('what is left is answered with its true outcome, and logged', async () => {
    const service = await start();
    service.vendor.behave(({ body }) => {
      if (body['GroupId'] === 'often') return refusal(60_007);
      return body['GroupId'] === 'broken' ? { status: 502 } : 'hang';
    });
    const failed: Promise<Answer>[] = [];
    for (const group of ['broken', 'often']) {
      failed.push(service.run(`mutation { ${set('result', group)} }`));
      await service.vendor.nextCall();
      // It waits for its next attempt.
      await service.clock.nextTimer();
    }
    const changed = service.run(
      `mutation { ${set('out', 'g')} ${remove('behind', 'g')} ${set('other', 'h', 'bob')} }`,
    );
    const read = service.run(`{ liveGroup(id: "g") { admins { __typename ${FAILURE} } } }`);
    await service.called(5);
    const stopped = watched(service.stop(50));
    service.clock.advance(49);
    await service.status('/health');
    expect(stopped.isDone()).toBe(false);
    service.clock.advance(1);

    expect(await changed).toEqual({ out: UNKNOWN, behind: NOT_APPLIED, other: UNKNOWN });
    const REFUSED = { __typename: 'CommonApiError', errorCode: 60_007, outcome: 'NOT_APPLIED' };
    expect(await Promise.all(failed)).toEqual([
      { result: { ...UNKNOWN, reason: 'HTTP_STATUS' } },
      { result: REFUSED },
    ]);
    expect(await read).toEqual({ liveGroup: { admins: NOT_APPLIED } });
    await stopped.promise;
    expect(service.vendor.calls).toHaveLength(5);
    const left = service.logged.filter(({ level }) => level === 50);
    expect(left).toHaveLength(6);
    expect(left).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'SET', groupId: 'g', userIds: ['alice'] }),
        expect.objectContaining({ action: 'REMOVE', groupId: 'g', userIds: ['alice'] }),
        expect.objectContaining({ action: 'SET', groupId: 'h', userIds: ['bob'] }),
        expect.objectContaining({ action: 'SET', groupId: 'often' }),
        expect.objectContaining({ action: 'SET', groupId: 'broken' }),
        expect.objectContaining({ reads: 1 }),
      ]),
    );
  });

  test('what has been answered since is not called left', async () => {
    const service = await start();
    const answer = service.run(MUTATION);
    await service.called(2);
    const stopped = service.stop(50);
    service.answerAll();
    await answer;
    service.clock.advance(50);
    await stopped;
    expect(service.logged.filter(({ level }) => level === 50)).toEqual([]);
  });
});

describe('a caller that takes no answer', () => {
  const NICKNAME = 'n'.repeat(900_000);
  const READS = Array.from(
    { length: 30 },
    (_, i) =>
      `r${i}: liveGroup(id: "g") { admins { ... on LiveGroupAdmins { nodes { nickname } } } }`,
  );
  const LONG = `{ ${READS.join(' ')} }`;
  const get = (query: string) =>
    `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\nhost: service\r\n\r\n`;

  /** A service, and a caller who has read the beginning of an answer of 27 megabytes, and reads no more. */
  async function startSlow() {
    const service = await start();
    const [item] = adminList('alice').answer.Admin_List;
    service.vendor.behave(() => ({
      answer: { ...ok.answer, Admin_List: [{ ...item, NickName: NICKNAME }] },
    }));
    const caller = await service.sent(get(LONG));
    await once(caller, 'readable');
    return { ...service, caller };
  }

  /** All that comes until the connection is closed, or `length` bytes are there. */
  const readTo = (length: number, caller: Socket) =>
    new Promise<number>((resolve) => {
      let read = 0;
      caller.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read >= length) resolve(read);
      });
      caller.once('close', () => resolve(read));
    });
  const LENGTH = READS.length * NICKNAME.length;

  test('has a minute to read it', async () => {
    const { clock, caller } = await startSlow();
    clock.advance(59_999);
    expect(await readTo(LENGTH, caller)).toBeGreaterThanOrEqual(LENGTH);
  });

  test('is cut off after a minute', async () => {
    const { clock, caller } = await startSlow();
    clock.advance(60_000);
    expect(await readTo(LENGTH, caller)).toBeLessThan(LENGTH);
  });

  test('but hangs up amid it does not keep the service from its end', async () => {
    const { caller, stop } = await startSlow();
    caller.destroy();
    await stop(1000);
  });

  test('and hangs up while the service stops does not, either', async () => {
    const { caller, stop, status } = await startSlow();
    const stopped = watched(stop(1000));
    await status('/health');
    expect(stopped.isDone()).toBe(false);
    caller.destroy();
    await stopped.promise;
  });

  test('is cut off soon after the time is up', async () => {
    const { clock, stop } = await startSlow();
    await isOverSoonAfter(1000, clock, stop);
  });
});

test('a caller that does not finish its request is not waited for, but for a little', async () => {
  const { clock, sent, status, stop } = await start();
  const head = 'POST /graphql HTTP/1.1\r\nhost: service\r\ncontent-type: application/json\r\n';
  await sent(`${head}content-length: 100\r\n\r\n{ "query": `);
  await status('/health');
  await isOverSoonAfter(0, clock, () => stop(1000));
});

test('a caller that connects and says nothing is cut off soon', async () => {
  const { clock, sent, status, stop } = await start();
  await sent('');
  await status('/health');
  await isOverSoonAfter(0, clock, stop);
});

/** Whether a stop that may wait for `ms` waits for just that, and then a little for its callers. */
async function isOverSoonAfter(ms: number, clock: VirtualClock, stop: (ms: number) => unknown) {
  const startedAt = clock.now();
  await clock.runUntil(Promise.resolve(stop(ms)));
  expect(clock.now() - startedAt).toBe(ms + 2000);
}
