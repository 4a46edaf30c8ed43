import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { bearer, mint, secretSigner, trusting } from '../support/tokens.ts';

let vendor: FakeVendor;
let service: Service;
let token: string;

beforeAll(async () => {
  vendor = await startFakeVendor();
  service = await startService(configFor(vendor.url, trusting(secretSigner())));
  token = await mint(secretSigner());
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
});

const audits = serverAudits({
  url: () => `${service.url}/graphql`,
  fetchFn: (url: string, { headers, ...init }: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(headers)), ...bearer(token) },
    }),
});

test('the audit of GraphQL over HTTP has 61 points', () => {
  expect(audits).toHaveLength(61);
});

test.each(audits)('$id: it $name', async (audit) => {
  const { id, name } = audit;
  expect(await audit.fn()).toEqual({ id, name, status: 'ok' });
});
