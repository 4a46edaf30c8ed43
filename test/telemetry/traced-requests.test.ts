import { afterEach, expect, test } from 'vitest';
import { ok } from '../support/fake-vendor.ts';
import { bearer, goodClaims, mint, secretSigner, trusting } from '../support/tokens.ts';
import { named, only, startTracedService, type TracedService, treeOf } from './traced-service.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const OTHER_TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = '00f067aa0ba902b7';
const KEPT = `00-${TRACE_ID}-${SPAN_ID}-01`;
const NOT_KEPT = `00-${OTHER_TRACE_ID}-${SPAN_ID}-00`;

let started: TracedService | undefined;
afterEach(() => started?.close());

async function start(environment?: Record<string, string>): Promise<TracedService> {
  started = await startTracedService(environment);
  return started;
}

const change = (userId: string) => ({
  query: `mutation { setLiveGroupAdmins(input: { groupId: "@TGS#a", userIds: ["${userId}"] }) { __typename } }`,
});

test('a request that belongs to a trace goes on with it, and passes on what others say of it', async () => {
  const traced = await start();
  await traced.service.post(change('alice'), { traceparent: KEPT, tracestate: 'congo=t61' });
  const all = await traced.spans();
  expect(only(all, 'POST /graphql').parentSpanId).toBe(SPAN_ID);
  expect(all).toHaveLength(4);
  expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([TRACE_ID]));
  expect(new Set(all.map(({ traceState }) => traceState))).toEqual(new Set(['congo=t61']));
});

test('a request whose trace is not kept elsewhere is not kept here', async () => {
  const traced = await start();
  await traced.service.post(change('alice'), { traceparent: NOT_KEPT });
  expect(await traced.spans()).toEqual([]);
});

test('a call that carries changes of several requests stands in a trace that is kept', async () => {
  const traced = await start();
  const { service, vendor, clock } = traced;
  let answerFirst = () => {};
  const isFree = new Promise<void>((resolve) => {
    answerFirst = resolve;
  });
  vendor.behave(() => isFree.then(() => ok));
  const isOut = vendor.nextCall();
  const answers = [service.post(change('first'))];
  await isOut;
  for (const [traceparent, userId] of [
    [NOT_KEPT, 'alice'],
    [KEPT, 'bob'],
  ] as const) {
    const isQueued = clock.nextTimer();
    answers.push(service.post(change(userId), { traceparent }));
    await isQueued;
  }
  answerFirst();
  await Promise.all(answers);
  expect(vendor.calls).toHaveLength(2);
  const [, call] = named(await traced.spans(), 'POST modify_admin');
  expect(call).toMatchObject({
    traceId: TRACE_ID,
    attributes: { 'live_group_admins.carried': 2 },
  });
  expect(call?.links).toHaveLength(2);
});

test('a trace id that no tracer can have made begins a new trace', async () => {
  const traced = await start();
  await traced.service.post(change('alice'), { traceparent: `00-${'0'.repeat(32)}-${SPAN_ID}-01` });
  const request = only(await traced.spans(), 'POST /graphql');
  expect(request.parentSpanId).toBeUndefined();
  expect(request.traceId).not.toMatch(/^0+$/);
});

test('of the traces that begin here as many are kept as the settings say', async () => {
  const traced = await start({ OTEL_TRACES_SAMPLER_ARG: '0' });
  await traced.service.post(change('alice'));
  await traced.service.post(change('bob'), { traceparent: KEPT });
  const all = await traced.spans();
  expect(named(all, 'POST /graphql').map(({ traceId }) => traceId)).toEqual([TRACE_ID]);
});

test('the collector gets the name of the service, and the headers that it asks for', async () => {
  const traced = await start({
    OTEL_SERVICE_NAME: 'admins-of-tests',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20to-the-collector,x-tenant=7',
  });
  await traced.service.post(change('alice'));
  await traced.spans();
  expect(traced.collector.services).toEqual(['admins-of-tests']);
  expect(traced.collector.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer to-the-collector',
    'x-tenant': '7',
  });
});

test('an array of operations is one request with all their changes', async () => {
  const traced = await start();
  await traced.service.post([change('alice'), change('bob')]);
  const all = await traced.spans();
  const request = only(all, 'POST /graphql');
  expect(request.attributes).toMatchObject({ 'live_group_admins.operations': 2 });
  expect(named(all, 'setLiveGroupAdmins').map(({ parentSpanId }) => parentSpanId)).toEqual([
    request.spanId,
    request.spanId,
  ]);
});

test('a request that is refused whole has a span with its status', async () => {
  const traced = await start();
  await traced.service.fetch('/graphql', { method: 'POST', body: 'text' });
  await traced.service.fetch('/graphql', { method: 'POST', body: 'x'.repeat(300 * 1024) });
  const requests = named(await traced.spans(), 'POST /graphql');
  expect(requests.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([
    415, 413,
  ]);
});

test('a change that is forbidden has a span that says so, no call, and is no error', async () => {
  const traced = await start(trusting(secretSigner()));
  const claims = { ...goodClaims(), scope: 'live-group-admins:read' };
  await traced.service.post(change('alice'), bearer(await mint(secretSigner(), claims)));
  const all = await traced.spans();
  expect(treeOf(all)).toEqual(['POST /graphql 0', '  setLiveGroupAdmins 0']);
  expect(only(all, 'setLiveGroupAdmins').attributes).toMatchObject({
    'error.type': 'ForbiddenError',
  });
});

test('a request without a token has a span with its status, and no other', async () => {
  const traced = await start(trusting(secretSigner()));
  await traced.service.post(change('alice'));
  const all = await traced.spans();
  expect(all.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([401]);
});

test('no span holds a secret, the URL of a call, or more than the start of a long text', async () => {
  const traced = await start();
  const { service, vendor, collector } = traced;
  vendor.behave(({ url }) => ({
    answer: { ActionStatus: 'FAIL', ErrorCode: 10004, ErrorInfo: `bad: ${url}` },
  }));
  const groupId = `@TGS#${vendor.url}?usersig=eJx-made-up&`;
  const { query } = change('alice');
  await service.post({ query: query.replace('@TGS#a', groupId) });
  await service.post({ query: query.replace('@TGS#a', 'g'.repeat(10_000)) });
  await service.post(change('alice'), { authorization: 'Bearer of.a.caller' });
  await service.post({ query: query.replace('mutation', `mutation M${'m'.repeat(10_000)}`) });
  await traced.spans();
  const sent = collector.bodies.join('\n');
  const usersigs = vendor.calls.map(({ query }) => query.get('usersig') ?? '');
  expect(usersigs[0]).toMatch(/.{20}/);
  for (const secret of [...usersigs, 'eJx-made-up', 'of.a.caller', 'alice', 'v4/', 'bad: ']) {
    expect(sent).not.toContain(secret);
  }
  expect(sent).not.toMatch(/g{129}|m{129}/);
});
