import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { app } from '../support/fake-vendor.ts';
import { type Sandbox, sandboxOnVirtualTime } from './sandbox-client.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await sandboxOnVirtualTime();
});
afterEach(() => sandbox.vendor.close());

const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' };
const refusal = (code: number) => ({
  ActionStatus: 'FAIL',
  ErrorCode: code,
  ErrorInfo: expect.stringMatching(/\w/),
});

describe('administrators', () => {
  test('are set, listed with their profiles, and removed', async () => {
    expect(await sandbox.set('@TGS#live', 'alice', 'bob')).toEqual(success);
    expect(await sandbox.list('@TGS#live')).toEqual({
      ...success,
      Admin_List: [
        {
          Admin_Account: 'alice',
          Avatar: 'https://avatars.example/alice.png',
          NickName: 'Alice',
        },
        { Admin_Account: 'bob', Avatar: '', NickName: '' },
      ],
    });
    expect(await sandbox.remove('@TGS#live', 'alice')).toEqual(success);
    expect(await sandbox.admins('@TGS#live')).toEqual(['bob']);
    expect(await sandbox.admins('@TGS#stage')).toEqual([]);
  });

  test('may be set twice, and removed without being one', async () => {
    await sandbox.set('@TGS#live', 'alice');
    expect(await sandbox.set('@TGS#live', 'alice')).toEqual(success);
    expect(await sandbox.remove('@TGS#live', 'bob')).toEqual(success);
    expect(await sandbox.admins('@TGS#live')).toEqual(['alice']);
  });

  test('never become six, and a call beyond five changes nothing', async () => {
    await sandbox.set('@TGS#live', 'a', 'b', 'c', 'd');
    expect(await sandbox.set('@TGS#live', 'e', 'f')).toEqual(refusal(10004));
    expect(await sandbox.admins('@TGS#live')).toEqual(['a', 'b', 'c', 'd']);
  });

  test('belong to one sandbox only', async () => {
    const other = await sandboxOnVirtualTime();
    await sandbox.set('@TGS#live', 'alice');
    expect(await other.admins('@TGS#live')).toEqual([]);
    await other.vendor.close();
  });
});

describe('a body', () => {
  const good = { GroupId: '@TGS#live', CommandType: 1, Admin_Account: ['alice'] };

  test.each([
    ['no GroupId', { GroupId: undefined }, 10004],
    ['a GroupId that is a number', { GroupId: 7 }, 10004],
    ['an empty GroupId', { GroupId: '' }, 10015],
    ['a GroupId beyond ASCII', { GroupId: '@TGS#livé' }, 10015],
    ['a GroupId of 65 bytes', { GroupId: 'g'.repeat(65) }, 10015],
    ['a GroupId of 64 bytes that nobody has', { GroupId: 'g'.repeat(64) }, 10010],
    ['a group of another type', { GroupId: '@TGS#_community' }, 10007],
    ['no CommandType', { CommandType: undefined }, 10004],
    ['CommandType 3', { CommandType: 3 }, 10004],
    ['CommandType as text', { CommandType: '1' }, 10004],
    ['no accounts', { Admin_Account: undefined }, 10004],
    ['an account outside of a list', { Admin_Account: 'alice' }, 10004],
    ['an empty list', { Admin_Account: [] }, 10004],
    ['six accounts', { Admin_Account: ['a', 'b', 'c', 'd', 'e', 'f'] }, 10005],
    ['an account that is a number', { Admin_Account: ['alice', 7] }, 60015],
    ['an empty account', { Admin_Account: ['alice', ''] }, 10004],
    ['an account of 33 bytes', { Admin_Account: ['a'.repeat(33)] }, 10004],
    ['an account beyond ASCII', { Admin_Account: ['élise'] }, 10004],
  ])('with %s is refused, and changes nothing', async (_which, wrong, code) => {
    expect(await sandbox.call('modify_admin', { ...good, ...wrong })).toEqual(refusal(code));
    expect(await sandbox.admins('@TGS#live')).toEqual([]);
  });

  test('of five accounts of 32 bytes is accepted', async () => {
    const accounts = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(32));
    expect(await sandbox.set('@TGS#live', ...accounts)).toEqual(success);
    expect(await sandbox.admins('@TGS#live')).toEqual(accounts);
  });

  test.each([
    ['nothing', ''],
    ['broken JSON', '{"GroupId":'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('that is %s is refused', async (_which, body) => {
    const response = await sandbox.post(sandbox.urlOf('get_admin_list'), body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(refusal(60003));
  });
});

describe('a URL', () => {
  const list = { GroupId: '@TGS#live' };

  test.each([
    ['no sdkappid', { sdkappid: undefined }, 60012],
    ['an SDKAppID in capitals', { sdkappid: undefined, SDKAppID: String(app.sdkAppId) }, 60012],
    ['an sdkappid that is no number', { sdkappid: 'live' }, 60006],
    ["another app's sdkappid", { sdkappid: '1400000001' }, 60006],
    ['no identifier', { identifier: undefined }, 60010],
    ['an identifier that is no administrator', { identifier: 'alice' }, 60010],
    ['no usersig', { usersig: undefined }, 70002],
    ['a usersig that cannot be read', { usersig: 'eJw' }, 70003],
    ['no random', { random: undefined }, 60002],
    ['an empty random', { random: '' }, 60002],
    ['a negative random', { random: '-1' }, 60002],
    ['a random that is no integer', { random: '0.5' }, 60002],
    ['a random of 33 bits', { random: '4294967296' }, 60002],
    ['no contenttype', { contenttype: undefined }, 60002],
    ['another contenttype', { contenttype: 'JSON' }, 60002],
  ])('with %s is refused', async (_which, parameters, code) => {
    expect(await sandbox.call('get_admin_list', list, parameters)).toEqual(refusal(code));
  });

  test.each(['0', '1', '4294967295'])('with the random %s is accepted', async (random) => {
    expect(await sandbox.call('get_admin_list', list, { random })).toMatchObject(success);
  });

  test('is accepted as long as its UserSig lives', async () => {
    sandbox.clock.advance(86_390_000);
    expect(await sandbox.list('@TGS#live')).toMatchObject(success);
    // It was signed within some seconds after the clock began.
    sandbox.clock.advance(20_000);
    expect(await sandbox.list('@TGS#live')).toEqual(refusal(70001));
  });

  test('of another command, service or method is refused', async () => {
    const answerTo = async (url: string, method = 'POST') =>
      (await fetch(url, { method, ...(method === 'POST' && { body: '{}' }) })).json();
    const url = sandbox.urlOf('get_admin_list');
    expect(await answerTo(sandbox.urlOf('get_admins'))).toEqual(refusal(10003));
    expect(await answerTo(sandbox.urlOf('get_admin_list/'))).toEqual(refusal(10003));
    expect(await answerTo(url.replace('avchatroom_', ''))).toEqual(refusal(60009));
    expect(await answerTo(`${sandbox.vendor.url}//`)).toEqual(refusal(60009));
    expect(await answerTo(url, 'GET')).toEqual(refusal(60002));
  });

  test('that is refused changes nothing', async () => {
    const body = { GroupId: '@TGS#live', CommandType: 1, Admin_Account: ['alice'] };
    await sandbox.call('modify_admin', body, { usersig: undefined });
    expect(await sandbox.admins('@TGS#live')).toEqual([]);
  });
});

describe('a special group', () => {
  test.each([10002, 60007, 70001, 10010, 424242, -1])(
    'answers the code %i to both commands',
    async (code) => {
      expect(await sandbox.list(`@TGS#error-${code}`)).toEqual(refusal(code));
      expect(await sandbox.set(`@TGS#error-${code}`, 'alice')).toEqual(refusal(code));
    },
  );

  test('answers success where the code is 0', async () => {
    expect(await sandbox.set('@TGS#error-0', 'alice')).toEqual(success);
  });

  test.each([502, 200, 302, 404, 429, 599])('answers the HTTP status %i', async (status) => {
    const body = JSON.stringify({ GroupId: `@TGS#http-${status}` });
    const url = sandbox.urlOf('get_admin_list');
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toContain('<html>');
  });

  test.each([
    '@TGS#http-100',
    '@TGS#http-600',
    '@TGS#http-5020',
    '@TGS#error-',
    '@TGS#error-1e3',
    '@TGS#error-99999999999999999999',
    '@TGS#timeouts',
  ])('is not just any that looks like one: %s does not exist', async (groupId) => {
    expect(await sandbox.list(groupId)).toEqual(refusal(10010));
  });

  test('that times out is silent until the sandbox closes', async () => {
    let ended = false;
    const silent = sandbox.list('@TGS#timeout').finally(() => {
      ended = true;
    });
    const noticed = expect(silent).rejects.toThrow();
    expect(await sandbox.set('@TGS#live', 'alice')).toEqual(success);
    expect(ended).toBe(false);
    await sandbox.vendor.close();
    await noticed;
  });

  test('is told only to callers that may ask', async () => {
    const list = { GroupId: '@TGS#http-502' };
    const answer = await sandbox.call('get_admin_list', list, { usersig: undefined });
    expect(answer).toEqual(refusal(70002));
  });
});

describe('the rate limit', () => {
  const lists = async (times: number) => {
    const answers = await Promise.all(
      Array.from({ length: times }, () => sandbox.list('@TGS#live')),
    );
    return answers.map((answer) => answer.ErrorCode);
  };
  const allowed = (times: number) => Array.from({ length: times }, () => 0);

  test('lets 200 calls of a command through in any second, and refuses more', async () => {
    expect(await lists(150)).toEqual(allowed(150));
    sandbox.clock.advance(600);
    expect(await lists(50)).toEqual(allowed(50));
    sandbox.clock.advance(399);
    expect(await lists(2)).toEqual([60007, 60007]);
    sandbox.clock.advance(1);
    const codes = await lists(151);
    expect(codes.filter((code) => code === 0)).toEqual(allowed(150));
    expect(codes.filter((code) => code === 60007)).toHaveLength(1);
  });

  test('does not count what it refuses', async () => {
    await lists(400);
    sandbox.clock.advance(1000);
    expect(await lists(200)).toEqual(allowed(200));
  });

  test('is of each command by itself, and changes nothing where it refuses', async () => {
    const sets = await Promise.all(
      Array.from({ length: 201 }, (_, nth) => sandbox.set('@TGS#live', nth < 200 ? 'a' : 'b')),
    );
    expect(sets.filter((answer) => answer.ErrorCode === 60007)).toEqual([refusal(60007)]);
    expect(await lists(1)).toEqual([0]);
    expect(await sandbox.remove('@TGS#live', 'a')).toEqual(refusal(60007));
    expect(await sandbox.admins('@TGS#live')).toContain('a');
  });

  test('and special groups do not touch one another', async () => {
    await Promise.all(Array.from({ length: 300 }, () => sandbox.list('@TGS#error-60007')));
    expect(await lists(200)).toEqual(allowed(200));
    expect(await sandbox.list('@TGS#error-10002')).toEqual(refusal(10002));
  });

  test('does not count calls of strangers', async () => {
    const stranger = { usersig: undefined };
    const list = { GroupId: '@TGS#live' };
    await Promise.all(
      Array.from({ length: 300 }, () => sandbox.call('get_admin_list', list, stranger)),
    );
    expect(await lists(200)).toEqual(allowed(200));
  });

  test('bars nobody for long where the clock is set back', async () => {
    await lists(200);
    sandbox.clock.advance(-3_600_000);
    expect(await lists(1)).toEqual([0]);
  });
});

describe('the sandbox', () => {
  test('listens on loopback', () => {
    expect(sandbox.vendor.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('keeps idle connections for longer than clients do', async () => {
    const response = await sandbox.post(sandbox.urlOf('get_admin_list'), '{}');
    expect(response.headers.get('keep-alive')).toBe('timeout=75');
  });

  test('outlives a caller that hangs up amid its request', async () => {
    const { hostname, port, pathname } = new URL(sandbox.urlOf('modify_admin'));
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: sandbox\r\ncontent-length: 100\r\n\r\n{`);
    await sandbox.list('@TGS#live');
    socket.destroy();
    await once(socket, 'close');
    expect(await sandbox.list('@TGS#live')).toMatchObject(success);
  });

  test('may be closed twice, and answers no more', async () => {
    await sandbox.vendor.close();
    await sandbox.vendor.close();
    await expect(sandbox.list('@TGS#live')).rejects.toThrow();
  });
});
