/**
 * What tokens cost: the same operation, sent as fast as it is answered, to a service that serves everybody and
 * to services that ask for tokens, each a process of its own, in turns, so that what else the machine does
 * falls on all alike. The operation calls no vendor: nothing hides what a token costs. Ends with code 1 where
 * it is 15 % of the throughput or more.
 */

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import autocannon from 'autocannon';
import { SignJWT } from 'jose';
import { atMost, type Figure, quantile, table } from './batching/figure.ts';
import { startProcess } from './batching/process.ts';
import { type Settings, settingsFor } from './batching/service.ts';

const ROUNDS = 7;
const SECONDS = 3;
const CONNECTIONS = 20;
/** More than the service keeps verdicts of, so that none is known when it comes again. */
const MANY_TOKENS = 2_000;
const MAX_COST_PERCENT = 15;

/** Nobody listens there: nothing is called. */
const NOBODY = 'http://127.0.0.1:9';
const body = JSON.stringify({ query: '{ liveGroup(id: "@TGS#live") { id } }' });

interface Contender {
  readonly name: string;
  readonly settings: Settings;
  readonly tokens: readonly string[];
}

const secret = randomBytes(32).toString('base64url');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const { AUTH_DISABLED: _open, ...closed } = settingsFor(NOBODY);
const withSecret = { ...closed, AUTH_JWT_SECRET: secret };
const withPublicKey = { ...closed, AUTH_JWT_PUBLIC_KEY: publicPem };

const contenders: readonly Contender[] = [
  { name: 'everybody is served', settings: settingsFor(NOBODY), tokens: [] },
  { name: 'HS256, 100 callers', settings: withSecret, tokens: await signed('HS256', 100) },
  { name: 'RS256, 100 callers', settings: withPublicKey, tokens: await signed('RS256', 100) },
  {
    name: 'HS256, every token new',
    settings: withSecret,
    tokens: await signed('HS256', MANY_TOKENS),
  },
];

function signed(alg: 'HS256' | 'RS256', count: number): Promise<string[]> {
  const key = alg === 'HS256' ? Buffer.from(secret) : rsa.privateKey;
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      new SignJWT({ scope: 'live-group-admins:write' })
        .setProtectedHeader({ alg })
        .setSubject(`caller-${index}`)
        .setExpirationTime('1h')
        .sign(key),
    ),
  );
}

/** Each request has the next token, whatever connection it goes over. */
function inTurn(tokens: readonly string[]): (request: autocannon.Request) => autocannon.Request {
  let next = 0;
  return (request) => {
    const token = tokens[next++ % tokens.length];
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
  };
}

const services = await Promise.all(
  contenders.map(async (contender) => ({
    ...contender,
    ...(await startProcess(contender.settings)),
    perSecond: [] as number[],
  })),
);
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const { url, tokens, perSecond } of services) {
    const { requests, non2xx, errors } = await autocannon({
      url: `${url}/graphql`,
      connections: CONNECTIONS,
      duration: SECONDS,
      requests: [
        {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
          ...(tokens.length > 0 && { setupRequest: inTurn(tokens) }),
        },
      ],
    });
    if (non2xx + errors > 0) throw new Error(`${non2xx} were refused, ${errors} failed.`);
    // The first round is for warming up.
    if (round > 0) perSecond.push(requests.average);
  }
}
for (const { process } of services) process.kill();

const [open, ...others] = services.map(({ perSecond }) => quantile(perSecond, 0.5));
const figures: Figure[] = others.map((perSecond, index) => {
  const name = services[index + 1]?.name ?? '';
  const cost = 100 * (1 - perSecond / (open ?? Number.NaN));
  const rates = `${Math.round(perSecond)} of ${Math.round(open ?? 0)} a second`;
  const isNew = name.includes('new');
  return atMost(`${name} (${rates})`, cost, isNew ? 100 : MAX_COST_PERCENT, ' %');
});
process.stdout.write(`${table(figures)}\n`);
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1;
