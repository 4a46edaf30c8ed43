import { open } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { ok, startFakeVendor } from './support/fake-vendor.ts';
import { freePort } from './support/free-port.ts';
import { settingsFor, startProcess } from './support/process.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** Every write to it fails: no space left on device. */
const FULL_DISK = '/dev/full';

/** Until it listens, which its log cannot tell. */
async function untilReady(address: string): Promise<void> {
  for (;;) {
    const isReady = await fetch(`${address}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
  }
}

test('a full disk takes the log, and no change', async () => {
  const vendor = await startFakeVendor();
  vendor.behave(() => ok);
  const port = await freePort();
  const disk = await open(FULL_DISK, 'w');
  const process = await startProcess({
    environment: { ...settingsFor(vendor.url), PORT: String(port), LOG_LEVEL: 'trace' },
    stdout: disk.fd,
  });
  const address = `http://127.0.0.1:${port}`;
  await untilReady(address);

  const set = 'setLiveGroupAdmins(input: { groupId: "g", userIds: ["u"] }) { __typename }';
  for (let time = 0; time < 3; time += 1) {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `mutation { ${set} }` }),
    });
    expect(await response.json()).toEqual({
      data: { setLiveGroupAdmins: { __typename: 'SetLiveGroupAdminsSuccess' } },
    });
  }
  process.child.kill('SIGTERM');
  const { code, err } = await process.ended;
  expect(code).toBe(0);
  expect(err).toBe(
    'The log cannot be written (ENOSPC: no space left on device, write). The service runs on.\n',
  );
  expect(vendor.calls).toHaveLength(3);
  await disk.close();
  await vendor.close();
});
