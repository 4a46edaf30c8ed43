import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { noTracing } from '../../src/telemetry/tracing.ts';
import { startFakeCollector } from '../support/collector.ts';
import { startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, startService } from '../support/service.ts';

const { cache } = createRequire(import.meta.url);

const loaded = () => Object.keys(cache).filter((path) => path.includes('@opentelemetry'));

const mutation =
  'mutation { setLiveGroupAdmins(input: { groupId: "@TGS#a", userIds: ["alice"] }) { __typename } }';

test('nothing of OpenTelemetry is loaded, and nobody looks on, unless there is a collector', async () => {
  const [vendor, collector] = await Promise.all([startFakeVendor(), startFakeCollector()]);
  const run = async (settings: Record<string, string>) => {
    const service = await startService(configFor(vendor.url, settings));
    await service.execute(mutation);
    await service.stop();
  };
  await run({});
  expect(loaded()).toEqual([]);
  expect(noTracing.observers).toEqual([]);
  await run({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect(loaded()).not.toEqual([]);
  expect(collector.spans).toHaveLength(4);
  await Promise.all([vendor.close(), collector.close()]);
});
