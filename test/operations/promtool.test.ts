import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { refusal, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, startService } from '../support/service.ts';

const PROMETHEUS = fileURLToPath(new URL('../../deploy/prometheus/', import.meta.url));

/** Runs Prometheus' own checker. @returns its exit code, and all that it said */
function promtool(args: readonly string[], input = '') {
  const { error, status, stdout, stderr } = spawnSync('promtool', args, {
    cwd: PROMETHEUS,
    input,
    encoding: 'utf8',
  });
  if (error) throw error;
  return { status, said: `${stdout}${stderr}` };
}

test('Prometheus accepts the alert rules', () => {
  const { status, said } = promtool(['check', 'rules', 'rules.yml']);
  expect({ status, said }).toEqual({
    status: 0,
    said: expect.stringMatching(/SUCCESS: \d+ rules/),
  });
});

test('each alert fires with a reason, and not without', () => {
  const { status, said } = promtool(['test', 'rules', 'rules.test.yml']);
  expect({ status, said }).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
});

test('Prometheus accepts the metrics of a service that has met successes and failures', async () => {
  const vendor = await startFakeVendor();
  const service = await startService(configFor(vendor.url, { METRICS_PORT: '0' }));
  const query =
    'mutation { setLiveGroupAdmins(input: { groupId: "g", userIds: ["a"] }) { __typename } }';
  await service.post({ query });
  vendor.behave(() => refusal(10010));
  await service.post({ query });
  const page = await service.scrape();
  await service.stop();
  await vendor.close();

  expect(page).toContain('live_group_admins_vendor_calls_total');
  expect(promtool(['check', 'metrics'], page)).toEqual({ status: 0, said: '' });
});
