import { errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../domain/permissions.ts';
import type { Clock } from '../policy/clock.ts';
import { callerOf } from './claims.ts';
import { jwks, type KeySetReport } from './jwks.ts';
import { fixedKey, type TokenKeySource, type TokenKeys } from './token-keys.ts';
import type { Signer, TokenRules } from './token-rules.ts';

/** Who sends a token. */
export type Verdict =
  | { readonly kind: 'caller'; readonly caller: Caller }
  /** `reason` names the check that failed, for the caller, and nothing of the token. */
  | { readonly kind: 'bad-token'; readonly reason: string }
  /** Nobody can tell: the signer's keys cannot be had. */
  | { readonly kind: 'no-keys'; readonly retryAfterMs: number };

export interface Authenticator {
  check(token: string): Promise<Verdict>;
}

const MAX_TOKEN_LENGTH = 8 * 1024;
const CLOCK_TOLERANCE_SECONDS = 60;

const MAX_KNOWN_TOKENS = 1_000;

interface Known {
  readonly verdict: Verdict;
  readonly until: number;
}

/** Checks tokens. The latest good ones are known as long as they and the keys last; bad ones are never kept. */
export function authenticator(
  rules: TokenRules,
  { clock, report }: { clock: Clock; report: KeySetReport },
): Authenticator {
  const source = keySource(rules.signer, clock, report);
  const known = new LRUCache<string, Known>({ max: MAX_KNOWN_TOKENS });

  async function verify(token: string, { keyOf, algorithms }: TokenKeys): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: [...algorithms],
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
      ...(rules.issuer !== undefined && { issuer: rules.issuer }),
      ...(rules.audience !== undefined && { audience: rules.audience }),
    });
    return payload;
  }

  async function verdictOf(token: string, keys: TokenKeys): Promise<Verdict> {
    let claims: JWTPayload;
    try {
      claims = await verify(token, keys);
    } catch (error) {
      const newer =
        error instanceof errors.JWKSNoMatchingKey ? await source.newerThan(keys) : undefined;
      // Whatever goes wrong with a token, it is not let in.
      return newer ? verdictOf(token, newer) : { kind: 'bad-token', reason: reasonOf(error) };
    }
    const caller = callerOf(claims, rules);
    if (typeof caller === 'string') return { kind: 'bad-token', reason: caller };
    const verdict = { kind: 'caller', caller } as const;
    const { exp = 0 } = claims;
    const until = Math.min((exp + CLOCK_TOLERANCE_SECONDS) * 1000, keys.goodUntil);
    known.set(token, { verdict, until });
    return verdict;
  }

  return {
    async check(token) {
      if (token.length > MAX_TOKEN_LENGTH) {
        return { kind: 'bad-token', reason: 'The token is too long.' };
      }
      const checked = known.get(token);
      if (checked && clock.now() < checked.until) return checked.verdict;
      const keys = await source.current();
      return keys
        ? verdictOf(token, keys)
        : { kind: 'no-keys', retryAfterMs: source.retryAfterMs() };
    },
  };
}

function keySource(signer: Signer, clock: Clock, report: KeySetReport): TokenKeySource {
  switch (signer.kind) {
    case 'secret':
      return fixedKey(new TextEncoder().encode(signer.secret), ['HS256']);
    case 'public-key':
      return fixedKey(signer.publicKey.key, signer.publicKey.algorithms);
    case 'jwks':
      return jwks(signer.url, clock, report);
  }
}

const reasonByClaim: Readonly<Record<string, string>> = {
  exp: 'The token does not say when it expires.',
  nbf: 'The token is not valid yet.',
  iss: 'The issuer of the token is not the one expected.',
  aud: 'The audience of the token is not the one expected.',
};

const UNVERIFIED = 'The token cannot be verified.';

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return reasonByClaim[error.claim] ?? UNVERIFIED;
  }
  return UNVERIFIED;
}
