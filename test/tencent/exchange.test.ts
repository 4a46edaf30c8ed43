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

const post = (onSent: () => void) => ({ path: '/x', body: '{}', timeoutMs: 1_000, onSent });

test('a call that is written is told of once, before its answer', async () => {
  const { server, connections } = await connected();
  const told: string[] = [];
  const result = exchange(
    connections,
    post(() => told.push('sent')),
    systemClock,
  );
  // To connect takes a turn of the event loop at least.
  expect(told).toEqual([]);
  expect(await result.finally(() => told.push('answered'))).toMatchObject({ kind: 'answer' });
  expect(told).toEqual(['sent', 'answered']);
  server.close();
});

test('a call that finds nobody is never told of', async () => {
  const { server, connections } = await connected();
  server.close();
  await once(server, 'close');
  const told: string[] = [];
  const result = await exchange(
    connections,
    post(() => told.push('sent')),
    systemClock,
  );
  expect(result).toEqual({ kind: 'no-answer', reason: 'CONNECTION', sent: false });
  expect(told).toEqual([]);
});
