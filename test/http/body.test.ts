import { afterEach, describe, expect, test } from 'vitest';
import { type Connection, connection } from '../support/connection.ts';
import { startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, startService } from '../support/service.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const MAX_BYTES = 256 * 1024;

const toUndo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

async function start() {
  const clock = virtualClock();
  const vendor = await startFakeVendor();
  const service = await startService(configFor(vendor.url), { clock });
  toUndo.push(vendor.close, () => service.stop());
  const open = async () => {
    const opened = await connection(service.url);
    toUndo.push(opened.close);
    return opened;
  };
  return { clock, vendor, service, open };
}

const head = (path: string, ...headers: string[]) =>
  `${[`POST ${path} HTTP/1.1`, 'host: service', 'content-type: application/json', ...headers].join('\r\n')}\r\n\r\n`;

const CHUNKED = 'transfer-encoding: chunked';
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

const PARAMETERS = JSON.stringify({
  query: 'mutation { setLiveGroupAdmins(input: { groupId: "g", userIds: ["a"] }) { __typename } }',
});
const SUCCESS = '{"data":{"setLiveGroupAdmins":{"__typename":"SetLiveGroupAdminsSuccess"}}}';

const isTooLong = (answer: string) => {
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  const [, body = ''] = answer.split('\r\n\r\n');
  expect(JSON.parse(body)).toEqual({
    errors: [
      { message: expect.stringContaining('256 KiB'), extensions: { code: 'BAD_USER_INPUT' } },
    ],
  });
};

describe('a body', () => {
  test('of 256 KiB is taken, and one byte more is refused', async () => {
    const { service, vendor } = await start();
    const send = (bytes: number) =>
      service.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: PARAMETERS.padEnd(bytes),
      });
    expect(await (await send(MAX_BYTES)).text()).toBe(SUCCESS);
    const refusal = await send(MAX_BYTES + 1);
    expect(refusal.status).toBe(413);
    expect(await refusal.json()).toHaveProperty('errors.0.extensions.code', 'BAD_USER_INPUT');
    expect(vendor.calls).toHaveLength(1);
  });

  test('of 500 changes with 5 accounts of 32 bytes fits', async () => {
    const { service } = await start();
    const changes = Array.from({ length: 500 }, (_, index) => ({
      action: 'SET',
      groupId: `@TGS#${index}`.padEnd(64, 'g'),
      userIds: Array.from({ length: 5 }, (_, n) => `${index}-${n}-`.padEnd(32, 'u')),
    }));
    // One that the schema refuses, so that nothing has to be sent.
    const query = `mutation SetManyAdministrators($changes: [LiveGroupAdminsChangeInput!]!) {
      nothing changeLiveGroupAdmins(changes: $changes) { __typename }
    }`;
    const response = await service.post({ query, variables: { changes } });
    expect(response.status).toBe(200);
    expect(await response.json()).toHaveProperty(
      'errors.0.message',
      expect.stringContaining('Cannot query field "nothing"'),
    );
  });

  test('whose given length is too much is refused before any of it comes', async () => {
    const { open, clock } = await start();
    const caller = await open();
    caller.send(head('/graphql', `content-length: ${MAX_BYTES + 1}`));
    isTooLong(await caller.received(/\}$/));
    clock.advance(1000);
    await caller.ended;
  });

  test('whose length is not given is refused where it gets too long', async () => {
    const { open, clock, vendor } = await start();
    const caller = await open();
    caller.send(head('/graphql', CHUNKED) + chunk(PARAMETERS) + chunk(' '.repeat(200 * 1024)));
    caller.send(chunk(' '.repeat(200 * 1024)));
    isTooLong(await caller.received(/\}$/));
    clock.advance(1000);
    await caller.ended;
    expect(vendor.calls).toEqual([]);
  });

  test('whose length is not given is taken where it is short', async () => {
    const { open } = await start();
    const caller = await open();
    caller.send(head('/graphql', CHUNKED));
    for (const character of PARAMETERS) caller.send(chunk(character));
    caller.send('0\r\n\r\n');
    expect(await caller.received(/\}\}\}/)).toContain(SUCCESS);
  });

  test.each(['/graphql', '/health', '/nothing'])(
    'without end is read no further: %s',
    async (path) => {
      const { open } = await start();
      const caller = await open();
      caller.send(head(path, CHUNKED));
      expect(await endless(caller)).toBeLessThan(64 * MAX_BYTES);
    },
  );

  test.each(['gzip', 'br', 'deflate', 'zstd', 'identity', 'x'])(
    'that is packed is refused: %s',
    async (encoding) => {
      const { service, vendor } = await start();
      const response = await service.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': encoding },
        body: PARAMETERS,
      });
      expect(response.status).toBe(415);
      expect(await response.text()).toContain('content-encoding');
      expect(vendor.calls).toEqual([]);
    },
  );

  test('that is no UTF-8 is refused', async () => {
    const { service } = await start();
    const bytes = Buffer.from(PARAMETERS.replace('__typename', '\u00e9'), 'latin1');
    const headers = { 'content-type': 'application/json' };
    const response = await service.fetch('/graphql', { method: 'POST', headers, body: bytes });
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('errors.0.message', 'The body is not UTF-8.');
  });

  test('that is no JSON is refused without repeating it', async () => {
    const { service } = await start();
    const headers = { 'content-type': 'application/json' };
    const response = await service.fetch('/graphql', { method: 'POST', headers, body: '{"secret' });
    expect(await response.json()).toEqual({
      errors: [{ message: 'The body is not valid JSON.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('that breaks off comes to nothing, and the next one is taken', async () => {
    const { open, service, vendor } = await start();
    const caller = await open();
    caller.send(head('/graphql', 'content-length: 1000') + PARAMETERS);
    caller.close();
    await caller.ended;
    expect(vendor.calls).toEqual([]);
    expect(await (await service.post(JSON.parse(PARAMETERS))).text()).toBe(SUCCESS);
  });

  test('that is not whole when the service stops is not accepted', async () => {
    const { open, service, vendor, clock } = await start();
    const caller = await open();
    caller.send(head('/graphql', `content-length: ${PARAMETERS.length}`) + PARAMETERS.slice(0, -1));
    // The service has read that far once it answers this.
    await service.fetch('/health');
    const stopped = service.stop(1000);
    caller.send(PARAMETERS.slice(-1));
    expect(await caller.received(/\}$/)).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 1\r\n/i);
    clock.advance(2000);
    await stopped;
    expect(vendor.calls).toEqual([]);
  });
});

/** Sends until the connection ends. @returns the bytes it could send */
async function endless(caller: Connection): Promise<number> {
  let sent = 0;
  let isEnded = false;
  void caller.ended.then(() => {
    isEnded = true;
  });
  while (!isEnded) {
    caller.send(chunk('x'.repeat(64 * 1024)));
    sent += 64 * 1024;
    await new Promise(setImmediate);
  }
  return sent;
}
