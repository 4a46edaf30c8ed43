import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeVendor, ok, startFakeVendor, type VendorCall } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { bearer, goodClaims, mint, secretSigner, trusting } from '../support/tokens.ts';

let vendor: FakeVendor;
let service: Service;
let release: () => void;

/** A vendor that answers nothing until it is told to. */
beforeEach(async () => {
  vendor = await startFakeVendor();
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  vendor.behave(() => released.then(() => ok));
});
afterEach(async () => {
  release();
  await service.stop();
  await vendor.close();
});

const start = async (settings: Record<string, string>) => {
  service = await startService(configFor(vendor.url, settings));
};
const closed = (part: string) => ({
  ...trusting(secretSigner()),
  MAX_QUEUED_CHANGES_PER_CALLER: part,
});

const tokenOf = (claims: object) => mint(secretSigner(), { ...goodClaims(), ...claims });
const change = (alias: string) =>
  `${alias}: setLiveGroupAdmins(input: { groupId: "${alias}", userIds: ["alice"] }) { __typename ... on Error { message } }`;
const aliases = (...names: string[]) => ({ query: `mutation { ${names.map(change).join(' ')} }` });
const SUCCESS = { __typename: 'SetLiveGroupAdminsSuccess' };
const REFUSED = {
  __typename: 'RateLimitedError',
  message: expect.stringContaining("This caller's part of the queue is full."),
};

const groupOf = ({ body }: VendorCall) => body['GroupId'];

describe("a caller's part of the queue", () => {
  test.each([
    [
      'another token of the same subject',
      { sub: 'alice', jti: 'another', scope: 'live-group-admins:write x' },
      true,
    ],
    ['a token of another subject', { sub: 'bob' }, false],
    [
      'a token of the same name by another issuer',
      { sub: 'alice', iss: 'https://other.example' },
      false,
    ],
    [
      'a token whose issuer and subject together spell the same',
      { iss: 'https://issuer.examplea', sub: 'lice' },
      false,
    ],
    ['a token without a subject', { sub: undefined }, false],
  ])('is counted for issuer and subject: %s', async (_name, claims, isSame) => {
    await start(closed('2'));
    const first = service.post(aliases('a', 'b'), bearer(await tokenOf({})));
    while (vendor.calls.length < 2) await vendor.nextCall();
    const second = service.post(aliases('c'), bearer(await tokenOf(claims)));
    if (!isSame) await vendor.nextCall();
    else expect((await (await second).json()).data).toEqual({ c: REFUSED });
    release();
    expect((await (await first).json()).data).toEqual({ a: SUCCESS, b: SUCCESS });
    expect(vendor.calls.map(groupOf)).toEqual(isSame ? ['a', 'b'] : ['a', 'b', 'c']);
    await second;
  });

  const names = ['a', 'b', 'c', 'd', 'e'];
  const list = {
    query: `mutation ($changes: [LiveGroupAdminsChangeInput!]!) {
      changeLiveGroupAdmins(changes: $changes) { __typename ... on Error { message } }
    }`,
    variables: {
      changes: names.map((groupId) => ({ action: 'SET', groupId, userIds: ['alice'] })),
    },
  };
  const forms: [name: string, parameters: unknown][] = [
    ['aliases', aliases(...names)],
    ['the items of a list', list],
    ['the operations of an array', names.map((name) => aliases(name))],
  ];
  /** The outcomes in order, whatever the form of the answer. */
  const outcomesIn = (answer: unknown): unknown[] => {
    if (typeof answer !== 'object' || answer === null) return [];
    return '__typename' in answer ? [answer] : Object.values(answer).flatMap(outcomesIn);
  };

  test.each(forms)('is used up by each change, of %s, too', async (_form, parameters) => {
    await start(closed('3'));
    release();
    const response = await service.post(parameters, bearer(await tokenOf({})));
    expect(outcomesIn(await response.json())).toEqual([
      SUCCESS,
      SUCCESS,
      SUCCESS,
      REFUSED,
      REFUSED,
    ]);
    expect(vendor.calls.map(groupOf).sort()).toEqual(['a', 'b', 'c']);
  });

  test.each(forms)(
    'is all of it where callers cannot be told apart: %s',
    async (_form, parameters) => {
      await start({ MAX_QUEUED_CHANGES_PER_CALLER: '3' });
      release();
      const response = await service.post(parameters);
      expect(outcomesIn(await response.json())).toEqual(names.map(() => SUCCESS));
    },
  );
});
