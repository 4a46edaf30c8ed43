import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { samplesOf } from '../support/samples.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { virtualClock } from '../support/virtual-clock.ts';

let vendor: FakeVendor;
let service: Service;

const start = async (settings: Record<string, string>, clock = virtualClock()) => {
  service = await startService(configFor(vendor.url, settings), { clock });
};
beforeEach(async () => {
  vendor = await startFakeVendor();
});
afterEach(async () => {
  await service.stop();
  await vendor.close();
});

describe('the metrics', () => {
  test('are not there where METRICS_PORT is not set', async () => {
    await start({});
    expect(service.metricsUrl).toBeUndefined();
    expect((await service.fetch('/metrics')).status).toBe(404);
  });

  test('have a listener of their own, which has nothing else', async () => {
    await start({ METRICS_PORT: '0' });
    expect((await service.fetch('/metrics')).status).toBe(404);
    const response = await fetch(`${service.metricsUrl}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(samplesOf(await response.text()).get('live_group_admins_ready')).toBe(1);
    for (const path of ['/', '/graphql', '/health', '/metrics/x']) {
      expect((await fetch(service.metricsUrl + path)).status, path).toBe(404);
    }
  });

  test('go last, and tell that the service takes nothing new', async () => {
    const clock = virtualClock();
    await start({ METRICS_PORT: '0' }, clock);
    vendor.behave(() => 'hang');
    const called = vendor.nextCall();
    const query =
      'mutation { setLiveGroupAdmins(input: { groupId: "g", userIds: ["a"] }) { __typename } }';
    const answered = service.post({ query });
    await called;
    const stopped = service.stop(1_000);
    const samples = samplesOf(await service.scrape());
    expect(samples.get('live_group_admins_ready')).toBe(0);
    expect(samples.get('live_group_admins_queued{queue="changes"}')).toBe(1);
    clock.advance(1_000);
    await answered;
    await stopped;
    await expect(service.scrape()).rejects.toThrow();
  });

  test('are beside the rest where METRICS_PORT is PORT', async () => {
    await start({ METRICS_PORT: '4000', PORT: '4000' });
    const response = await service.fetch('/metrics?x=y');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('live_group_admins_ready 1');
    expect((await service.fetch('/health')).status).toBe(200);
  });

  test.each(['0', '4000'])('can only be read, at METRICS_PORT=%s', async (METRICS_PORT) => {
    await start({ METRICS_PORT, PORT: '4000' });
    const at = `${service.metricsUrl ?? service.url}/metrics`;
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await fetch(at, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
    }
    const head = await fetch(at, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
