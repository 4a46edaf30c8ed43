import { afterEach, expect, test } from 'vitest';
import { redactor } from '../../src/policy/redact.ts';
import { otlpExporter } from '../../src/telemetry/otlp-exporter.ts';
import { type FakeCollector, startFakeCollector } from '../support/collector.ts';
import { virtualClock } from '../support/virtual-clock.ts';

let collector: FakeCollector | undefined;
afterEach(() => collector?.close());

/** An exporter to a collector, and what it tells. */
async function start() {
  collector = await startFakeCollector();
  const clock = virtualClock();
  const told: string[] = [];
  const exporter = otlpExporter({
    url: collector.url,
    headers: { authorization: 'Bearer to-the-collector' },
    redactor: redactor([]),
    report: {
      lost: (reason) => told.push(`lost: ${reason}`),
      found: () => told.push('found'),
    },
    clock,
  });
  /** @returns how it ended, once that is known */
  const send = () => {
    const ended = new Promise<string>((resolve) =>
      exporter.export([], ({ code }) => resolve(code === 0 ? 'sent' : 'lost')),
    );
    return { ended, pauses: clock.nextTimer() };
  };
  return { collector, clock, told, send };
}

test('a collector that is busy is asked again after a second', async () => {
  const { collector, clock, told, send } = await start();
  collector.answer(503);
  const { ended, pauses } = send();
  await pauses;
  collector.answer(200);
  clock.advance(999);
  await new Promise(setImmediate);
  expect(collector.requests).toHaveLength(1);
  clock.advance(1);
  expect(await ended).toBe('sent');
  expect(collector.requests).toHaveLength(2);
  expect(told).toEqual([]);
});

test('a collector that is gone is asked twice, and told of with the reason', async () => {
  const { collector, clock, told, send } = await start();
  await collector.close();
  for (let batch = 0; batch < 2; batch += 1) {
    const { ended, pauses } = send();
    await pauses;
    clock.advance(1_000);
    expect(await ended).toBe('lost');
  }
  expect(told).toEqual(['lost: ECONNREFUSED']);
});

test('a collector that hangs is given up after five seconds, and asked once more', async () => {
  const { collector, clock, told, send } = await start();
  collector.answer('hang');
  const isOut = collector.nextRequest();
  const { ended, pauses } = send();
  await isOut;
  clock.advance(5_000);
  await pauses;
  const isOutAgain = collector.nextRequest();
  clock.advance(1_000);
  await isOutAgain;
  clock.advance(5_000);
  expect(await ended).toBe('lost');
  expect(told).toEqual(['lost: no answer']);
});

test.each([400, 307] as const)('a collector that answers %i is not asked again', async (status) => {
  const { collector, told, send } = await start();
  collector.answer(status);
  expect(await send().ended).toBe('lost');
  expect(collector.requests).toHaveLength(1);
  expect(told).toEqual([`lost: HTTP status ${status}`]);
});
