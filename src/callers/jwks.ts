import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Clock } from '../policy/clock.ts';
import { publicKeyAlgorithms } from './public-key.ts';
import type { TokenKeySource, TokenKeys } from './token-keys.ts';

/** Hears of an outage once, and once of its end. */
export interface KeySetReport {
  lost(reason: string): void;
  found(): void;
}

/** How long a key that the signer has withdrawn may still count. */
const RELOAD_AFTER_MS = 60_000;
/** How long the keys outlive an outage of the place they come from. */
const USABLE_FOR_MS = 600_000;
/** The least time between two attempts, whatever tokens come: they may name any key. */
const PAUSE_MS = 10_000;
const TIMEOUT_MS = 5_000;

/** The signer's published keys, asked for at once, and again when they are old or one is missing. */
export function jwks(url: string, clock: Clock, report: KeySetReport): TokenKeySource {
  let known: (TokenKeys & { readonly usableUntil: number }) | undefined;
  let loading: Promise<void> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let isLost = false;

  async function load() {
    triedAt = clock.now();
    try {
      const keyOf = createLocalJWKSet(await fetchKeySet(url, clock));
      known = {
        keyOf,
        algorithms: publicKeyAlgorithms,
        goodUntil: triedAt + RELOAD_AFTER_MS,
        usableUntil: triedAt + USABLE_FOR_MS,
      };
      if (isLost) report.found();
      isLost = false;
    } catch (error) {
      if (!isLost) report.lost(reasonOf(error));
      isLost = true;
    }
  }

  /** Whoever needs the keys shares one attempt. */
  async function reload() {
    if (loading === undefined && clock.now() < triedAt + PAUSE_MS) return;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    await loading;
  }

  void reload();
  return {
    async current() {
      if (known === undefined || clock.now() >= known.goodUntil) await reload();
      return known && clock.now() < known.usableUntil ? known : undefined;
    },
    async newerThan(others) {
      if (known === others) await reload();
      return known === others ? undefined : known;
    },
    retryAfterMs: () => triedAt + PAUSE_MS - clock.now(),
  };
}

async function fetchKeySet(url: string, clock: Clock): Promise<JSONWebKeySet> {
  const abortion = new AbortController();
  const cancelTimer = clock.after(TIMEOUT_MS, () => abortion.abort(new Error('timeout')));
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'error',
      signal: abortion.signal,
    });
    if (response.status !== 200) throw new Error(`HTTP status ${response.status}`);
    return await response.json();
  } finally {
    cancelTimer();
    // Ends what is left of an answer that is not read.
    abortion.abort();
  }
}

/** What the network says is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
