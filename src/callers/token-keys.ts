import type { JWTVerifyGetKey } from 'jose';

/** What tokens are checked with at the moment. */
export interface TokenKeys {
  readonly keyOf: JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  /** Until when a verdict that rests on them stands, in milliseconds since the epoch. */
  readonly goodUntil: number;
}

/** Where the keys come from. */
export interface TokenKeySource {
  /** Undefined where none can be had at the moment. */
  current(): Promise<TokenKeys | undefined>;
  /** For a token whose key is not in `known`: the keys that came after these, if any did. */
  newerThan(known: TokenKeys): Promise<TokenKeys | undefined>;
  /** Where none can be had: how long until they are asked for again. */
  retryAfterMs(): number;
}

/** One key that stays as long as the process. */
export function fixedKey(
  key: Awaited<ReturnType<JWTVerifyGetKey>>,
  algorithms: readonly string[],
): TokenKeySource {
  const keys = { keyOf: () => key, algorithms, goodUntil: Number.POSITIVE_INFINITY };
  return { current: async () => keys, newerThan: async () => undefined, retryAfterMs: () => 0 };
}
