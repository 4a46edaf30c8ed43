import { afterEach, expect, test } from 'vitest';
import { startTracedService, type TracedService } from './traced-service.ts';

let started: TracedService | undefined;
afterEach(() => started?.close());

async function start(): Promise<TracedService> {
  started = await startTracedService();
  return started;
}

/** So many changes have more spans than a batch holds: it is sent at once, though no time passes. */
const CHANGES = 75;
const SPANS_OF_A_BATCH = 128;

const list = Array.from(
  { length: CHANGES },
  () => '{ action: SET, groupId: "@TGS#a", userIds: ["alice"] }',
);
const fullBatch = `mutation { changeLiveGroupAdmins(changes: [${list.join()}]) { __typename } }`;

const successes = {
  changeLiveGroupAdmins: list.map(() => ({ __typename: 'SetLiveGroupAdminsSuccess' })),
};

const INFO = 30;

test.each<[string, (traced: TracedService) => unknown]>([
  ['hangs', ({ collector }) => collector.answer('hang')],
  ['is gone', ({ collector }) => collector.close()],
])(
  'while the collector %s, changes are answered, and the service stops in time',
  async (_, fail) => {
    const traced = await start();
    const { service, clock } = traced;
    await fail(traced);
    expect(await service.execute(fullBatch)).toEqual(successes);
    expect(await service.execute(fullBatch)).toEqual(successes);
    const stoppingSince = clock.now();
    let isStopped = false;
    void service.stop().then(() => {
      isStopped = true;
    });
    while (!isStopped) {
      clock.advance(10);
      await new Promise(setImmediate);
    }
    expect(clock.now() - stoppingSince).toBeLessThan(5_000);
  },
);

test('an outage is told once when it begins, and once when it has ended', async () => {
  const { service, collector } = await start();
  for (const status of [400, 400, 400, 200] as const) {
    collector.answer(status);
    const isAnswered = collector.nextRequest();
    await service.execute(fullBatch);
    await isAnswered;
  }
  await service.stop();
  expect(service.logged.filter(({ level }) => Number(level) > INFO)).toEqual([
    expect.objectContaining({
      msg: 'the collector does not take traces',
      reason: 'HTTP status 400',
    }),
    expect.objectContaining({
      msg: 'the collector takes traces again',
      lostSpans: 3 * SPANS_OF_A_BATCH,
    }),
  ]);
});
