import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/policy/clock.ts';
import { connectionsTo } from '../../src/tencent/connections.ts';
import { exchange } from '../../src/tencent/exchange.ts';

const toClose: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

/** A listener that answers whatever comes with success, and the connections to it. */
async function connected() {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const connections = connectionsTo(`http://127.0.0.1:${port}`, 1_000);
  toClose.push(() => connections.destroy());
  return { server, connections };
}

const post = (mayLeave: () => boolean) => ({ path: '/x', body: '{}', timeoutMs: 1_000, mayLeave });
const leavingWith = (note: () => void) =>
  post(() => {
    note();
    return true;
  });

test('a call asks once whether it may leave, when it could, and before its answer', async () => {
  const { server, connections } = await connected();
  const told: string[] = [];
  const result = exchange(
    connections,
    leavingWith(() => told.push('sent')),
    systemClock,
  );
  // To connect takes a turn of the event loop at least.
  expect(told).toEqual([]);
  expect(await result.finally(() => told.push('answered'))).toMatchObject({ kind: 'answer' });
  expect(told).toEqual(['sent', 'answered']);
  server.close();
});

test('a call that finds nobody never asks', async () => {
  const { server, connections } = await connected();
  server.close();
  await once(server, 'close');
  const told: string[] = [];
  const result = await exchange(
    connections,
    leavingWith(() => told.push('sent')),
    systemClock,
  );
  expect(result).toEqual({ kind: 'no-answer', reason: 'CONNECTION', sent: false });
  expect(told).toEqual([]);
});

test('a call that must not leave has sent nothing, and its connection is there for the next', async () => {
  const { server, connections } = await connected();
  let opened = 0;
  server.on('connection', () => {
    opened += 1;
  });
  const held = await exchange(
    connections,
    post(() => false),
    systemClock,
  );
  expect(held).toEqual({ kind: 'held' });
  const next = await exchange(
    connections,
    post(() => true),
    systemClock,
  );
  expect(next).toMatchObject({ kind: 'answer', status: 200 });
  expect(opened).toBe(1);
  server.close();
});
