import { afterEach, describe, expect, test } from 'vitest';
import { adminList, ok, refusal } from '../support/fake-vendor.ts';
import { named, only, startTracedService, type TracedService, treeOf } from './traced-service.ts';

let started: TracedService | undefined;
afterEach(() => started?.close());

async function start(environment?: Record<string, string>): Promise<TracedService> {
  started = await startTracedService(environment);
  return started;
}

const set = (alias: string, userId: string, groupId = '@TGS#a') =>
  `${alias}: setLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ["${userId}"] }) { __typename }`;

describe('a change', () => {
  test('has a span within its request, and in it the time it waited and its call', async () => {
    const { service, vendor, clock, collector, spans } = await start();
    vendor.behave(() => {
      clock.advance(40);
      return ok;
    });
    await service.execute(`mutation Promote { ${set('a', 'alice')} }`);
    const all = await spans();
    expect(treeOf(all)).toEqual([
      'POST /graphql 40',
      '  setLiveGroupAdmins 40',
      '    queue wait 0',
      '    POST modify_admin 40',
    ]);
    expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1);
    expect(collector.services).toEqual(['live-group-admins']);
    expect(collector.requests).toMatchObject([{ path: '/v1/traces' }]);
  });

  test('says in its spans what it was, and what came of it', async () => {
    const { service, vendor, spans } = await start();
    await service.execute(`mutation Promote { ${set('a', 'alice')} }`);
    const all = await spans();
    expect(only(all, 'POST /graphql')).toMatchObject({
      kind: 'SERVER',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'graphql.operation.type': 'mutation',
        'graphql.operation.name': 'Promote',
      },
    });
    expect(only(all, 'setLiveGroupAdmins')).toMatchObject({
      kind: 'INTERNAL',
      attributes: {
        'live_group_admins.action': 'SET',
        'live_group_admins.group_id': '@TGS#a',
        'live_group_admins.accounts': 1,
        'live_group_admins.attempts': 1,
      },
    });
    expect(only(all, 'POST modify_admin')).toMatchObject({
      kind: 'CLIENT',
      attributes: {
        'http.request.method': 'POST',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(vendor.url).port),
        'live_group_admins.command': 'modify_admin',
        'live_group_admins.accounts': 1,
        'live_group_admins.carried': 1,
      },
    });
  });

  test('that is repeated has a span for each call, and for each time it waited', async () => {
    const { service, vendor, clock, spans } = await start();
    vendor.behave(() => {
      clock.advance(40);
      return vendor.calls.length === 1 ? refusal(10002) : ok;
    });
    const answered = service.execute(`mutation { ${set('a', 'alice')} }`);
    await vendor.nextCall();
    await clock.nextTimer();
    clock.advance(1_000);
    await answered;
    const all = await spans();
    const [first, second] = named(all, 'POST modify_admin');
    expect(first).toMatchObject({
      failed: true,
      attributes: { 'error.type': 'SystemError', 'live_group_admins.vendor_code': 10002 },
    });
    expect(second).toMatchObject({ failed: false });
    const [, again] = named(all, 'queue wait');
    expect([again?.startedAt, again?.endedAt]).toEqual([first?.endedAt, second?.startedAt]);
    expect((again?.endedAt ?? 0) - (again?.startedAt ?? 0)).toBeGreaterThan(0);
    expect(only(all, 'setLiveGroupAdmins')).toMatchObject({
      failed: false,
      attributes: { 'live_group_admins.attempts': 2 },
    });
  });

  test('that shares its call is linked with it, and the call with all that it carries', async () => {
    const { service, vendor, spans } = await start();
    const fields = ['alice', 'bob', 'carol'].map((userId, index) => set(`f${index}`, userId));
    await service.execute(`mutation { ${fields.join(' ')} }`);
    expect(vendor.calls).toHaveLength(1);
    const all = await spans();
    const call = only(all, 'POST modify_admin');
    const changes = named(all, 'setLiveGroupAdmins');
    expect(changes).toHaveLength(3);
    expect(new Set(call.links)).toEqual(new Set(changes.map(({ spanId }) => spanId)));
    expect(call.attributes).toMatchObject({ 'live_group_admins.carried': 3 });
    const others = changes.filter(({ spanId }) => spanId !== call.parentSpanId);
    expect(others.map(({ links }) => links)).toEqual([[call.spanId], [call.spanId]]);
    expect(
      named(all, 'queue wait')
        .map(({ parentSpanId }) => parentSpanId)
        .sort(),
    ).toEqual(changes.map(({ spanId }) => spanId).sort());
  });

  test('of a list has a span of its own', async () => {
    const { service, spans } = await start();
    await service.execute(`mutation { changeLiveGroupAdmins(changes: [
      { action: SET, groupId: "@TGS#a", userIds: ["alice"] }
      { action: REMOVE, groupId: "@TGS#b", userIds: ["bob", "carol"] }
    ]) { __typename } }`);
    const changes = named(await spans(), 'changeLiveGroupAdmins');
    expect(changes.map(({ attributes }) => attributes)).toMatchObject([
      { 'live_group_admins.action': 'SET', 'live_group_admins.group_id': '@TGS#a' },
      { 'live_group_admins.action': 'REMOVE', 'live_group_admins.group_id': '@TGS#b' },
    ]);
  });

  test.each([
    ['that the vendor refuses for what was asked', 10010, 'GroupNotFoundError', false],
    ['that names no account of the app', 10019, 'CommonApiError', false],
    ['that the vendor fails at', 10001, 'AppAdminNotLoggedInError', true],
  ])('%s has a span that says so, and is an error only for trouble', async (...row) => {
    const [, code, type, failed] = row;
    const { service, vendor, spans } = await start({ UPSTREAM_MAX_ATTEMPTS: '1' });
    vendor.behave(() => refusal(code));
    await service.execute(`mutation { ${set('a', 'alice')} }`);
    expect(only(await spans(), 'setLiveGroupAdmins')).toMatchObject({
      failed,
      attributes: { 'error.type': type, 'live_group_admins.vendor_code': code },
    });
  });

  test('that is refused at once has a span, and nothing in it', async () => {
    const { service, spans } = await start();
    await service.execute(`mutation { ${set('a', ' ')} }`);
    const all = await spans();
    expect(treeOf(all)).toEqual(['POST /graphql 0', '  setLiveGroupAdmins 0']);
    expect(only(all, 'setLiveGroupAdmins').attributes).toMatchObject({
      'error.type': 'InvalidInputError',
    });
  });

  test('whose time ends while its call is out ends before it, and is its parent all the same', async () => {
    const { service, vendor, clock, spans } = await start({
      UPSTREAM_TIMEOUT_MS: '3000',
      REQUEST_DEADLINE_MS: '4000',
    });
    vendor.behave(() => (vendor.calls.length === 1 ? refusal(10002) : 'hang'));
    const answered = service.execute(`mutation { ${set('a', 'alice')} }`);
    await vendor.nextCall();
    await clock.nextTimer();
    const again = vendor.nextCall();
    clock.advance(2_000);
    await again;
    clock.advance(2_000);
    await answered;
    clock.advance(3_000);
    const all = await spans();
    const change = only(all, 'setLiveGroupAdmins');
    const [, second] = named(all, 'POST modify_admin');
    expect(change).toMatchObject({ failed: true });
    expect(second?.parentSpanId).toBe(change.spanId);
    expect(second?.endedAt).toBeGreaterThan(change.endedAt);
  });
});

describe('a read', () => {
  test('of a query has a span, and its call another', async () => {
    const { service, vendor, spans } = await start();
    vendor.behave(() => adminList('alice'));
    await service.execute('{ liveGroup(id: "@TGS#a") { admins { __typename } } }');
    expect(treeOf(await spans())).toEqual([
      'POST /graphql 0',
      '  admins 0',
      '    queue wait 0',
      '    POST get_admin_list 0',
    ]);
  });

  test('in the payload of a change stands beside it', async () => {
    const { service, vendor, spans } = await start();
    vendor.behave(({ command }) => (command === 'modify_admin' ? ok : adminList('alice')));
    await service.execute(`mutation { setLiveGroupAdmins(input: { groupId: "@TGS#a", userIds: ["alice"] }) {
      ... on SetLiveGroupAdminsSuccess { liveGroup { admins { __typename } } }
    } }`);
    expect(treeOf(await spans())).toEqual([
      'POST /graphql 0',
      '  setLiveGroupAdmins 0',
      '    queue wait 0',
      '    POST modify_admin 0',
      '  admins 0',
      '    queue wait 0',
      '    POST get_admin_list 0',
    ]);
  });
});
