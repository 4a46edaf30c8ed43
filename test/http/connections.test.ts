import { afterEach, describe, expect, test } from 'vitest';
import { patience } from '../../src/http/connection-limits.ts';
import { securityHeaders } from '../../src/http/security-headers.ts';
import { type Handler, httpServer } from '../../src/http/server.ts';
import { noTracing } from '../../src/telemetry/tracing.ts';

import { connection } from '../support/connection.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const toUndo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

/** A listener that loses patience soon: who is late, node's own clock says. */
async function start(
  graphql: Handler = (_request, response) => void response.end('answered'),
  request = 300,
) {
  const clock = virtualClock();
  const impatience = { head: 100, request, checkEvery: 20 };
  const server = httpServer(graphql, {
    clock,
    corsOrigins: [],
    tracer: noTracing.requests,
    patience: impatience,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  toUndo.push(async () => {
    const closed = server.close();
    clock.advance(2000);
    await closed;
  });
  const open = async () => {
    const opened = await connection(url);
    toUndo.push(opened.close);
    return opened;
  };
  return { open };
}

const POST = 'POST /graphql HTTP/1.1\r\nhost: service\r\ncontent-type: application/json\r\n';
const WHOLE = `${POST}content-length: 2\r\n\r\n{}`;

/** An answer without GraphQL, and nothing but that. */
function expectAnswer(text: string, status: string) {
  const [head = '', body] = text.split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  expect(line).toBe(`HTTP/1.1 ${status}`);
  expect(body).toBe(`${status.slice('400 '.length)}\n`);
  const sent = Object.fromEntries(headers.map((header) => header.split(': ')));
  expect(sent).toEqual({
    ...securityHeaders,
    connection: 'close',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(body?.length),
  });
}

describe('a caller that is slow is told so, and its connection ended', () => {
  test.each([
    ['says nothing', ''],
    ['stops within a line', 'POST /gra'],
    ['stops between headers', POST],
    ['stops before its body', `${POST}content-length: 100\r\n\r\n`],
    ['stops within its body', `${POST}content-length: 100\r\n\r\n{"query":`],
    ['stops between chunks', `${POST}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`],
  ])('where it %s', async (_name, text) => {
    const { open } = await start();
    const caller = await open();
    caller.send(text);
    expectAnswer(await caller.ended, '408 Request Timeout');
  });

  test('where its head takes longer than a head may, though not a whole request', async () => {
    const { open } = await start(undefined, 60_000);
    const caller = await open();
    caller.send(POST);
    expectAnswer(await caller.ended, '408 Request Timeout');
  });

  test('however long it goes on with a header now and then', async () => {
    const { open } = await start();
    const caller = await open();
    caller.send(POST);
    let isEnded = false;
    const end = () => {
      isEnded = true;
    };
    void caller.ended.then(end);
    for (let header = 0; !isEnded; header += 1) {
      caller.send(`x-${header}: x\r\n`);
      await new Promise(setImmediate);
    }
    expect(await caller.ended).toMatch(/^HTTP\/1\.1 (408|431) /);
  });

  test('while others are answered', async () => {
    const { open } = await start();
    const slow = await Promise.all(Array.from({ length: 100 }, open));
    for (const caller of slow) caller.send(POST);
    const caller = await open();
    caller.send(WHOLE);
    expect(await caller.received(/answered/)).toMatch(/^HTTP\/1\.1 200 /);
    for (const { ended } of slow) expectAnswer(await ended, '408 Request Timeout');
  });
});

describe('what is no HTTP is answered in a few words', () => {
  test.each([
    ['nonsense', 'hello\r\n\r\n', '400 Bad Request'],
    ['a handshake of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400 Bad Request'],
    ['a line feed in a header', 'GET /health HTTP/1.1\r\nhost: a\nb\r\n\r\n', '400 Bad Request'],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', undefined],
    ['two lengths', `${POST}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, '400 Bad Request'],
    [
      'a length and chunks',
      `${POST}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
      '400 Bad Request',
    ],
    [
      'a chunk without a length',
      `${POST}transfer-encoding: chunked\r\n\r\nx\r\n`,
      '400 Bad Request',
    ],
    [
      'a head of 17 KiB',
      `${POST}x: ${'x'.repeat(17 * 1024)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
    ],
    [
      'a URL of 17 KiB',
      `GET /${'x'.repeat(17 * 1024)} HTTP/1.1\r\n`,
      '431 Request Header Fields Too Large',
    ],
  ])('%s', async (_name, text, status) => {
    const { open } = await start();
    const caller = await open();
    caller.send(text);
    const answer = await caller.ended;
    if (status) expectAnswer(answer, status);
    else expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each(['[', 'a b', 'a/b', 'a@b', 'http://a', 'a:x', '%', 'é'])(
    'a host like %s',
    async (host) => {
      const { open } = await start();
      const caller = await open();
      caller.send(WHOLE.replace('host: service', `host: ${host}`));
      expect(await caller.received(/\n$/)).toMatch(/^HTTP\/1\.1 400 [\s\S]*names no host/);
    },
  );

  test('but not where another answer is due', async () => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { open } = await start(() => arrived());
    const caller = await open();
    caller.send(WHOLE);
    await arrival;
    caller.send('nonsense\r\n\r\n');
    expect(await caller.ended).toBe('');
  });
});

test('of a head, 15 KiB are taken', async () => {
  const { open } = await start();
  const caller = await open();
  caller.send(WHOLE.replace('host:', `x-token: ${'x'.repeat(15 * 1024)}\r\nhost:`));
  expect(await caller.received(/answered/)).toMatch(/^HTTP\/1\.1 200 /);
});

test('callers have ten seconds for the head of a request, and thirty for all of it', () => {
  expect(patience).toMatchObject({ head: 10_000, request: 30_000 });
});
