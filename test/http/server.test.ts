import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Context } from '../../schema/context.ts';
import { schema } from '../../schema/index.ts';
import type { ChangeQueue } from '../../src/batching/change-queue.ts';
import { operationContext } from '../../src/batching/operation-context.ts';
import type { ReadQueue } from '../../src/batching/read-queue.ts';
import type { Authenticator } from '../../src/callers/authenticator.ts';
import { observers } from '../../src/domain/journey.ts';
import { graphqlHandler } from '../../src/http/graphql.ts';
import { createLog } from '../../src/http/log.ts';
import type { RequestTracer } from '../../src/http/request-tracer.ts';
import { type Handler, httpServer } from '../../src/http/server.ts';
import { redactor } from '../../src/policy/redact.ts';
import { noTracing } from '../../src/telemetry/tracing.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { watched } from '../support/watched.ts';

const toStop: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of toStop.splice(0)) await stop();
});

type Headers = Record<string, string>;

interface World {
  readonly submit: ChangeQueue['submit'];
  readonly admins: ReadQueue['admins'];
}

/** A world in which everything succeeds at once. */
const applied: World = {
  submit: async (change) => ({ kind: 'Changed', change }),
  admins: async () => ({ kind: 'Admins', admins: [] }),
};

function contextOf({ submit, admins }: World): Context {
  return operationContext({
    changes: { submit },
    reads: { admins },
    origin: { caller: 'somebody', requestId: 'request', trace: undefined },
    permissions: undefined,
    observer: observers([], () => {}),
    clock: virtualClock(),
  });
}

interface Parts {
  readonly authenticator?: Authenticator;
  readonly tracer?: RequestTracer;
  /** Happens to a request between the listener and GraphQL. */
  readonly amid?: (request: IncomingMessage) => void;
}

/** A listener on the real schema, over a world that is as `world` says. */
async function start(world: () => World = () => applied, parts: Parts = {}) {
  const { authenticator, tracer = noTracing.requests, amid = () => {} } = parts;
  const clock = virtualClock();
  const logged: Record<string, unknown>[] = [];
  const log = createLog('trace', redactor([]), { write: (line) => logged.push(JSON.parse(line)) });
  const createContext = () => contextOf(world());
  const options = { schema, createContext, log, clock };
  const closed = {
    authenticator,
    graphiql: false,
    introspection: false,
    sandbox: false,
  };
  const graphql = graphqlHandler({ ...options, ...closed });
  const handler: Handler = (request, response, context) => {
    amid(request);
    return graphql(request, response, context);
  };
  const server = httpServer(handler, { clock, corsOrigins: [], tracer });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  toStop.push(async () => {
    const closed = server.close();
    // Enough for whoever reads slowly.
    clock.advance(2000);
    await closed;
  });

  const post = (parameters: unknown, headers: Headers = {}, signal?: AbortSignal) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(parameters),
      ...(signal && { signal }),
    });
  return { url, clock, logged, server, post, get: (path: string) => fetch(url + path) };
}

/** A listener whose changes wait until they are told to go on. */
async function startWaiting() {
  let goOn = () => {};
  let arrived = () => {};
  const going = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  toStop.push(async () => goOn());
  const listener = await start(() => ({
    ...applied,
    async submit(change) {
      arrived();
      await going;
      return { kind: 'Changed', change };
    },
  }));
  return { ...listener, arrival, goOn };
}

const change = (alias: string, groupId: string) =>
  `${alias}: setLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ["alice"] }) { __typename }`;
const MUTATION = { query: `mutation Set { ${change('result', 'g')} }` };
const SUCCESS = { __typename: 'SetLiveGroupAdminsSuccess' };

describe('a service that takes traffic', () => {
  test('is alive and ready', async () => {
    const { get } = await start();
    for (const path of ['/health', '/ready', '/ready?verbose']) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    }
  });

  test('tells one that its port is taken', async () => {
    const { url } = await start();
    const second = httpServer(async () => {}, {
      clock: virtualClock(),
      corsOrigins: [],
      tracer: noTracing.requests,
    });
    await expect(second.listen(Number(new URL(url).port), '127.0.0.1')).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('a listener that refuses', () => {
  test('new operations stays open, and says when to come back', async () => {
    const { server, get, post } = await start();
    server.refuse();
    expect((await get('/health')).status).toBe(200);
    expect((await get('/ready')).status).toBe(503);
    for (const refusal of [
      await post(MUTATION, { 'x-request-id': 'req-1' }),
      await get('/graphql?query={__typename}'),
    ]) {
      expect(refusal.status).toBe(503);
      expect(await refusal.json()).toEqual({
        errors: [{ message: expect.stringContaining('Nothing was sent') }],
      });
      expect(refusal.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(refusal.headers.get('x-request-id')).toMatch(/^(req-1|[0-9a-f-]{36})$/);
    }
  });

  test('answers those that are under way, and is idle then', async () => {
    const { server, get, post, arrival, goOn } = await startWaiting();
    const answer = post(MUTATION);
    await arrival;
    server.refuse();
    const idle = watched(server.whenIdle());
    await get('/health');
    expect(idle.isDone()).toBe(false);
    goOn();
    await idle.promise;
    expect(await (await answer).json()).toEqual({ data: { result: SUCCESS } });
  });

  test('is not idle before the operation of a caller that hung up is done', async () => {
    const { server, get, post, arrival, goOn, logged, clock } = await startWaiting();
    const caller = new AbortController();
    const answer = post(MUTATION, {}, caller.signal);
    await arrival;
    caller.abort();
    await expect(answer).rejects.toThrow();
    server.refuse();
    const idle = watched(server.whenIdle());
    await get('/health');
    expect(idle.isDone()).toBe(false);
    goOn();
    await idle.promise;
    await new Promise<void>((resolve) => clock.soon(resolve));
    expect(logged).toEqual([expect.objectContaining({ msg: 'operation', type: 'mutation' })]);
  });
});

describe('the request id', () => {
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  test.each(['a', 'req-1', 'A.b_c:d-9', '7f3e', 'x'.repeat(128)])(
    "is the caller's own where it is fit for a log: %s",
    async (id) => {
      const { post, logged } = await start();
      const response = await post(MUTATION, { 'x-request-id': id });
      expect(response.headers.get('x-request-id')).toBe(id);
      expect(logged).toEqual([expect.objectContaining({ requestId: id })]);
    },
  );

  test.each(['', 'a b', 'a,b', '{"level":60}', '<b>', 'é', '../x', 'a;b', 'x'.repeat(129)])(
    'is a new one where it is not: %s',
    async (id) => {
      const { post, logged } = await start();
      const response = await post(MUTATION, { 'x-request-id': id });
      const given = response.headers.get('x-request-id');
      expect(given).toMatch(UUID);
      expect(logged).toEqual([expect.objectContaining({ requestId: given })]);
    },
  );

  test('is a new one where there is none, and another for each request', async () => {
    const { post } = await start();
    const ids = new Set<string | null>();
    for (let request = 0; request < 3; request += 1) {
      const response = await post(MUTATION);
      expect(response.headers.get('x-request-id')).toMatch(UUID);
      ids.add(response.headers.get('x-request-id'));
    }
    expect(ids.size).toBe(3);
  });
});

describe('a bug', () => {
  const DETAIL = 'what only the log may say';
  const breaks = (): never => {
    throw new TypeError(DETAIL);
  };
  const isMasked = (...path: string[]) => ({
    message: 'Unexpected error.',
    path,
    locations: [expect.anything()],
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' },
  });
  const isLogged = (...path: string[]) =>
    expect.objectContaining({
      level: 50,
      requestId: 'req-1',
      path,
      err: expect.objectContaining({
        type: 'TypeError',
        message: DETAIL,
        stack: expect.stringContaining('server.test.ts'),
      }),
    });

  const MASKED = {
    message: 'Unexpected error.',
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' },
  };
  const LOGGED = expect.objectContaining({
    level: 50,
    requestId: 'req-1',
    err: expect.objectContaining({ type: 'TypeError', message: DETAIL }),
  });

  async function expectMasked(response: Response, logged: readonly object[]) {
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ errors: [MASKED] });
    expect(logged).toEqual([LOGGED]);
  }

  test('takes no answer of its siblings, shows nothing, and is in the log under its request id', async () => {
    const { post, logged } = await start(() => ({
      ...applied,
      submit: async (change, from) =>
        change.groupId === 'broken' ? breaks() : applied.submit(change, from),
    }));
    const query = `mutation { ${change('a', 'g')} ${change('b', 'broken')} ${change('c', 'h')} }`;
    const response = await post({ query }, { 'x-request-id': 'req-1' });
    expect(response.status).toBe(200);
    const body = await response.text();
    expect(JSON.parse(body)).toEqual({
      data: { a: SUCCESS, b: null, c: SUCCESS },
      errors: [isMasked('b')],
    });
    expect(body).not.toContain(DETAIL);
    expect(logged).toEqual([
      isLogged('b'),
      expect.objectContaining({ msg: 'operation', errors: 1 }),
    ]);
  });

  test('in a read leaves the rest of its group', async () => {
    const { post, logged } = await start(() => ({ ...applied, admins: async () => breaks() }));
    const query = '{ liveGroup(id: "g") { id admins { __typename } } }';
    const response = await post({ query }, { 'x-request-id': 'req-1' });
    expect(await response.json()).toEqual({
      data: { liveGroup: { id: 'g', admins: null } },
      errors: [isMasked('liveGroup', 'admins')],
    });
    expect(logged).toContainEqual(isLogged('liveGroup', 'admins'));
  });

  test('before anything runs shows nothing either, and its stack is in the log', async () => {
    const { post, logged } = await start(breaks);
    await expectMasked(await post(MUTATION, { 'x-request-id': 'req-1' }), logged);
  });

  test('in one operation of an array leaves the others', async () => {
    let isFirst = true;
    const { post, logged } = await start(() => {
      if (!isFirst) return applied;
      isFirst = false;
      return breaks();
    });
    const response = await post([MUTATION, MUTATION], { 'x-request-id': 'req-1' });
    expect(await response.json()).toEqual([{ errors: [MASKED] }, { data: { result: SUCCESS } }]);
    expect(logged).toContainEqual(LOGGED);
  });

  test('in what looks at callers is masked alike', async () => {
    const { post, logged } = await start(() => applied, { authenticator: { check: breaks } });
    const response = await post(MUTATION, { 'x-request-id': 'req-1', authorization: 'Bearer x' });
    await expectMasked(response, logged);
  });

  test('in what traces a request is masked alike', async () => {
    const traced = { ...noTracing.requests.begin({ headers: {} }), executes: breaks };
    const { post, logged } = await start(() => applied, { tracer: { begin: () => traced } });
    await expectMasked(await post(MUTATION, { 'x-request-id': 'req-1' }), logged);
  });

  test('of which not even Yoga makes an answer is masked alike', async () => {
    const { post, logged } = await start(() => applied, {
      // No URL can be made of it, which is why the listener lets none through.
      amid: (request) => {
        request.headers.host = '[';
      },
    });
    const response = await post(MUTATION, { 'x-request-id': 'req-1' });
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(JSON.parse(body)).toEqual({ errors: [MASKED] });
    expect(logged).toEqual([
      expect.objectContaining({ level: 50, requestId: 'req-1', msg: 'bug' }),
    ]);
  });

  test('of one operation leaves the next ones alone', async () => {
    let isBroken = true;
    const { post } = await start(() => (isBroken ? breaks() : applied));
    await post(MUTATION);
    isBroken = false;
    expect(await (await post(MUTATION)).json()).toEqual({ data: { result: SUCCESS } });
  });
});

describe('the log has one line', () => {
  test('for an operation: its name, its request id, and how long it took', async () => {
    const { post, logged, clock, arrival, goOn } = await startWaiting();
    const answer = post(MUTATION, { 'x-request-id': 'req-1' });
    await arrival;
    clock.advance(25);
    goOn();
    await answer;
    expect(logged).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        requestId: 'req-1',
        type: 'mutation',
        operation: 'Set',
        durationMs: 25,
        msg: 'operation',
      },
    ]);
  });

  test('for each operation of an array, with the request id they share', async () => {
    const { post, logged } = await start();
    await post([MUTATION, { query: '{ __typename }' }], { 'x-request-id': 'req-1' });
    expect(logged).toHaveLength(2);
    expect(logged).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ requestId: 'req-1', type: 'mutation', operation: 'Set' }),
        expect.objectContaining({ requestId: 'req-1', type: 'query' }),
      ]),
    );
  });

  test('for the operation asked for, where the document has several', async () => {
    const { post, logged } = await start();
    const query = `query A { __typename } query B { __typename }`;
    await post({ query, operationName: 'B' });
    expect(logged).toEqual([expect.objectContaining({ type: 'query', operation: 'B' })]);
  });
});
