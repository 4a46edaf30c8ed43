import { afterEach, describe, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { type KeySetServer, keySet, startKeySetServer } from '../support/key-set-server.ts';
import { configFor, startService } from '../support/service.ts';
import {
  AUDIENCE,
  bearer,
  goodClaims,
  mint,
  publicKeySigner,
  type TokenSigner,
} from '../support/tokens.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const old = publicKeySigner('P-256', 'ES256');
const next = publicKeySigner('ed25519', 'EdDSA');

const tokenOf = (signer: TokenSigner, kid?: string) =>
  mint(signer, goodClaims(), kid === undefined ? {} : { kid });

const toUndo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

type Answer = Parameters<typeof startKeySetServer>[0];

async function publishing(answer: Answer, port?: number): Promise<KeySetServer> {
  const server = await startKeySetServer(answer, port);
  toUndo.push(() => server.close());
  return server;
}

/** A service that trusts the keys at `url`, and the answers it gives to tokens. */
async function start(url: string) {
  const vendor: FakeVendor = await startFakeVendor();
  toUndo.push(() => vendor.close());
  const clock = virtualClock();
  const settings = { AUTH_DISABLED: '', AUTH_JWKS_URL: url, AUTH_JWT_AUDIENCE: AUDIENCE };
  const service = await startService(configFor(vendor.url, settings), { clock });
  toUndo.push(() => service.stop());

  const send = (token: string) => service.post({ query: '{ __typename }' }, bearer(token));
  const status = async (token: string) => (await send(token)).status;
  const warnings = () => service.logged.filter(({ level }) => Number(level) >= 40);
  return { clock, send, status, warnings };
}

const KEYS = keySet({ old });
const NO_KEYS = { body: '{"keys":[]}' };

describe('the keys', () => {
  test('are asked for at the start, and once a minute after that, however many tokens come', async () => {
    const keys = await publishing(KEYS);
    const { clock, status } = await start(keys.url);
    const token = await tokenOf(old, 'old');
    for (const passed of [0, 30_000, 29_999]) {
      clock.advance(passed);
      expect(await Promise.all([status(token), status(token)])).toEqual([200, 200]);
      expect(keys.requests).toBe(1);
    }
    clock.advance(1);
    expect(await Promise.all([status(token), status(token)])).toEqual([200, 200]);
    expect(keys.requests).toBe(2);
  });

  test('may change: a token of a new one is taken, while those of the old one are, too', async () => {
    const keys = await publishing(KEYS);
    const { clock, status } = await start(keys.url);
    expect(await status(await tokenOf(old, 'old'))).toBe(200);
    keys.answer(keySet({ old, next }));
    clock.advance(10_000);
    expect(await status(await tokenOf(next, 'next'))).toBe(200);
    expect(await status(await tokenOf(old, 'old'))).toBe(200);
    expect(keys.requests).toBe(2);
  });

  test('that are withdrawn count for a minute at most, for a token that was seen, too', async () => {
    const keys = await publishing(keySet({ old, next }));
    const { clock, status } = await start(keys.url);
    const token = await tokenOf(old, 'old');
    expect(await status(token)).toBe(200);
    clock.advance(59_999);
    keys.answer(keySet({ next }));
    expect(await status(token)).toBe(200);
    clock.advance(1);
    expect(await status(token)).toBe(401);
    expect(await status(await tokenOf(next, 'next'))).toBe(200);
  });

  test('need no id where there is one for the algorithm', async () => {
    const { status } = await start((await publishing(keySet({ old, next }))).url);
    expect(await status(await tokenOf(old))).toBe(200);
    expect(await status(await tokenOf(next))).toBe(200);
  });

  test('are not tried one by one where a token names none of several', async () => {
    const another = publicKeySigner('P-256', 'ES256');
    const { status } = await start((await publishing(keySet({ old, another }))).url);
    expect(await status(await tokenOf(old))).toBe(401);
    expect(await status(await tokenOf(old, 'old'))).toBe(200);
  });
});

describe('a token is refused', () => {
  test.each([
    ['an id that is not published', () => tokenOf(old, 'older')],
    ['the id of another key', () => tokenOf(old, 'next')],
    [
      'a published id, but signed by somebody else',
      () => tokenOf(publicKeySigner('P-256', 'ES256'), 'old'),
    ],
  ])('with %s', async (_name, token) => {
    const { status } = await start((await publishing(keySet({ old, next }))).url);
    expect(await status(await token())).toBe(401);
  });

  test('with an unknown id, and the keys are not asked for again and again', async () => {
    const keys = await publishing(KEYS);
    const { clock, status } = await start(keys.url);
    expect(await status(await tokenOf(next, 'next'))).toBe(401);
    for (let second = 0; second < 10; second += 1) {
      expect(await status(await tokenOf(next, `next-${second}`))).toBe(401);
      expect(keys.requests).toBe(1);
      clock.advance(1_000);
    }
    expect(await status(await tokenOf(next, 'next'))).toBe(401);
    expect(keys.requests).toBe(2);
  });
});

describe('where the keys cannot be had', () => {
  const troubles: [name: string, answer: Answer][] = [
    ['are refused', { status: 500, body: '' }],
    ['are no JSON', { body: '<html>' }],
    ['are no list', { body: '{"keys":{}}' }],
    ['are a list of something else', { body: '{"keys":["key"]}' }],
    ['are nothing', { body: 'null' }],
  ];

  test.each(troubles)(
    'since they %s, nobody can tell, and nobody is let in',
    async (_name, answer) => {
      const keys = await publishing(answer);
      const { clock, send, status, warnings } = await start(keys.url);
      const token = await tokenOf(old, 'old');
      const response = await send(token);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('10');
      expect(await response.json()).toEqual({
        errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
      });
      expect(keys.requests).toBe(1);

      clock.advance(10_000);
      expect(await status(token)).toBe(503);
      expect(warnings()).toEqual([
        expect.objectContaining({ msg: 'the keys at AUTH_JWKS_URL cannot be had' }),
      ]);

      keys.answer(KEYS);
      clock.advance(10_000);
      expect(await status(token)).toBe(200);
      expect(warnings().at(-1)).toMatchObject({
        msg: 'the keys at AUTH_JWKS_URL can be had again',
      });
    },
  );

  test('since they are said to be elsewhere, nobody looks there', async () => {
    const elsewhere = await publishing(KEYS);
    const keys = await publishing({ status: 302, location: elsewhere.url, body: '' });
    const { status } = await start(keys.url);
    expect(await status(await tokenOf(old, 'old'))).toBe(503);
    expect(elsewhere.requests).toBe(0);
  });

  test('since nobody is there before the start, callers get in once somebody is', async () => {
    const gone = await startKeySetServer(NO_KEYS);
    await gone.close();
    const { clock, status, warnings } = await start(gone.url);
    const token = await tokenOf(old, 'old');
    expect(await status(token)).toBe(503);
    expect(warnings()).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('ECONNREFUSED') }),
    ]);
    await publishing(KEYS, Number(new URL(gone.url).port));
    expect(await status(token)).toBe(503);
    clock.advance(10_000);
    expect(await status(token)).toBe(200);
  });

  test('since nothing comes, they are given up after five seconds', async () => {
    const keys = await publishing('hang');
    const asked = keys.nextRequest();
    const { clock, send } = await start(keys.url);
    const answer = send(await tokenOf(old, 'old'));
    await asked;
    clock.advance(4_999);
    keys.answer(KEYS);
    clock.advance(1);
    const response = await answer;
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });

  test('any more, the last ones are good for ten minutes', async () => {
    const keys = await publishing(KEYS);
    const { clock, status, warnings } = await start(keys.url);
    const token = await tokenOf(old, 'old');
    expect(await status(token)).toBe(200);
    await keys.close();
    clock.advance(600_000 - 1);
    expect(await status(token)).toBe(200);
    expect(await status(await tokenOf(next, 'next'))).toBe(401);
    expect(warnings()).toHaveLength(1);
    clock.advance(1);
    expect(await status(token)).toBe(503);
    expect(warnings()).toHaveLength(1);
  });
});

test('a set of keys that are private or secret opens nothing', async () => {
  const { key } = old;
  if (key instanceof Uint8Array) throw new Error('The key is a secret.');
  const privateJwk = { ...key.export({ format: 'jwk' }), kid: 'old' };
  const secretJwk = { kty: 'oct', k: Buffer.alloc(32).toString('base64url'), kid: 'secret' };
  const body = JSON.stringify({ keys: [privateJwk, secretJwk] });
  const { status } = await start((await publishing({ body })).url);
  expect(await status(await tokenOf(old, 'old'))).toBe(401);
  const hmac = { algorithm: 'HS256', key: new Uint8Array(32), publicPem: undefined };
  expect(await status(await tokenOf(hmac, 'secret'))).toBe(401);
});
