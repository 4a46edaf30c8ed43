import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChangeLiveGroupAdminsDocument } from '../../schema/operations/generated/graphql.ts';
import { readConfig } from '../../src/config/config.ts';
import { systemClock } from '../../src/policy/clock.ts';
import { sandboxApp, sandboxEnvironment } from '../../src/sandbox/environment.ts';
import { type SandboxVendor, startSandboxVendor } from '../../src/sandbox/vendor.ts';
import { type Service, startService } from '../support/service.ts';

let vendor: SandboxVendor;
let service: Service;

beforeAll(async () => {
  vendor = await startSandboxVendor({ ...sandboxApp, clock: systemClock });
  const environment = sandboxEnvironment({ UPSTREAM_MAX_ATTEMPTS: '1' }, vendor.url);
  const result = readConfig(environment, { readFile: () => '', sandbox: true });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  service = await startService(result.config, { clock: systemClock });
});

afterAll(async () => {
  await service?.stop();
  await vendor?.close();
});

const set = (groupIds: readonly string[]) =>
  service.execute(ChangeLiveGroupAdminsDocument, {
    changes: groupIds.map((groupId) => ({ action: 'SET' as const, groupId, userIds: ['alice'] })),
  });

test('groups that fail by design never bar the way to the others, however many and often', async () => {
  const failing = Array.from({ length: 60 }, (_, index) => `@TGS#http-${500 + index}`);
  const { changeLiveGroupAdmins: failed } = await set(failing);
  expect(failed).toEqual(
    failing.map((groupId) =>
      expect.objectContaining({
        __typename: 'UpstreamUnavailableError',
        reason: 'HTTP_STATUS',
        message: expect.stringContaining(groupId.slice(-3)),
      }),
    ),
  );
  const { changeLiveGroupAdmins: live } = await set(['@TGS#live', '@TGS#http-500', '@TGS#stage']);
  expect(live).toMatchObject([
    { __typename: 'SetLiveGroupAdminsSuccess', liveGroup: { id: '@TGS#live' } },
    { __typename: 'UpstreamUnavailableError', reason: 'HTTP_STATUS' },
    { __typename: 'SetLiveGroupAdminsSuccess', liveGroup: { id: '@TGS#stage' } },
  ]);
});

test('one call of the most that a list can hold stays within the limit of the stand-in', async () => {
  const groups = Array.from({ length: 500 }, (_, index) => `@TGS#nobody-${index}`);
  const { changeLiveGroupAdmins: answers } = await set(groups);
  const codes = answers?.map((answer) => answer && 'errorCode' in answer && answer.errorCode);
  expect(new Set(codes)).toEqual(new Set([10010]));
  expect(codes).toHaveLength(500);
});
