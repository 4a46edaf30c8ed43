import type { QueueLimits } from '../batching/limits.ts';
import type { TokenRules } from '../callers/token-rules.ts';
import type { Collector } from '../telemetry/collector.ts';
import { regionHosts } from '../tencent/hosts.ts';
import { authenticationProblems, tokenRules } from './authentication.ts';
import { collectorOf, headerSecrets } from './collector.ts';
import { type Environment, type ReadFile, readSettings } from './read-settings.ts';
import { isSecret, type SettingName, type SettingValues } from './settings.ts';

export type Credential =
  | { readonly kind: 'secret-key'; readonly secretKey: string; readonly ttlSeconds: number }
  | { readonly kind: 'user-sig'; readonly userSig: string };

export interface Config {
  readonly port: number;
  readonly host: string;
  /** undefined where there are no metrics. */
  readonly metricsPort: number | undefined;
  readonly tencent: {
    /** In order of preference. */
    readonly urls: readonly [string, ...string[]];
    readonly sdkAppId: number;
    readonly identifier: string;
    readonly credential: Credential;
  };
  /** Undefined where everybody is served. */
  readonly tokens: TokenRules | undefined;
  /** What must appear in no answer and no log line. */
  readonly secrets: readonly string[];
  /** Undefined where nobody collects traces. */
  readonly collector: Collector | undefined;
  readonly maxCallsPerSecond: number;
  readonly limits: QueueLimits;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** Whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: string;
  readonly shutdownTimeoutMs: number;
  /** Whether the vendor is the stand-in within the process. */
  readonly sandbox: boolean;
  /** Worth telling the operator, though nothing stands in the way of a start. */
  readonly warnings: readonly string[];
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const VENDOR_TIMEOUT_MS = 3000;
const RECOMMENDED_TTL_SECONDS = 86_400;

/** The environment as a configuration, or everything that is wrong with it. */
export function readConfig(
  environment: Environment,
  { readFile, sandbox }: { readFile: ReadFile; sandbox: boolean },
): ConfigResult {
  const { values, problems } = readSettings(environment, readFile);
  const given = (name: SettingName) =>
    Boolean(environment[name] || (isSecret(name) && environment[`${name}_FILE`]));
  problems.push(
    ...missing(given),
    ...contradictions(given),
    ...disorder(values),
    ...authenticationProblems(values, given),
  );
  const urls = vendorUrls(values);
  const credential = credentialOf(values);
  const tokens = tokenRules(values);
  const { TENCENT_SDK_APP_ID: sdkAppId, TENCENT_ADMIN_IDENTIFIER: identifier } = values;
  if (problems.length > 0 || !urls || !credential || !sdkAppId || !identifier) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    config: {
      port: values.PORT,
      host: values.HOST,
      metricsPort: values.METRICS_PORT,
      tencent: { urls, sdkAppId, identifier, credential },
      tokens,
      secrets: [
        values.TENCENT_SECRET_KEY,
        values.TENCENT_USER_SIG,
        values.AUTH_JWT_SECRET,
        ...headerSecrets(values),
      ].filter((secret) => secret !== undefined),
      collector: collectorOf(values),
      maxCallsPerSecond: values.UPSTREAM_MAX_CALLS_PER_SECOND,
      limits: {
        maxAttempts: values.UPSTREAM_MAX_ATTEMPTS,
        timeoutMs: values.UPSTREAM_TIMEOUT_MS,
        deadlineMs: values.REQUEST_DEADLINE_MS,
        maxQueued: values.MAX_QUEUED_CHANGES,
        maxQueuedPerCaller: tokens ? maxQueuedPerCaller(values) : Number.POSITIVE_INFINITY,
      },
      graphiql: values.GRAPHIQL,
      introspection: values.INTROSPECTION,
      corsOrigins: values.CORS_ORIGINS,
      logLevel: values.LOG_LEVEL,
      shutdownTimeoutMs: values.SHUTDOWN_TIMEOUT_MS,
      sandbox,
      warnings: sandbox ? [] : [...warnings(values), ...unused(environment)],
    },
  };
}

type Given = (name: SettingName) => boolean;

function missing(given: Given): string[] {
  const alternatives: SettingName[][] = [
    ['TENCENT_REGION', 'TENCENT_API_BASE_URL'],
    ['TENCENT_SDK_APP_ID'],
    ['TENCENT_ADMIN_IDENTIFIER'],
    ['TENCENT_SECRET_KEY', 'TENCENT_USER_SIG'],
  ];
  return alternatives
    .filter((names) => !names.some(given))
    .map((names) => `${names.join(' or ')} is required.`);
}

const contradictions = (given: Given): string[] =>
  given('TENCENT_SECRET_KEY') && given('TENCENT_USER_SIG')
    ? ['TENCENT_SECRET_KEY and TENCENT_USER_SIG are both set: keep one.']
    : [];

const maxQueuedPerCaller = (values: SettingValues): number =>
  values.MAX_QUEUED_CHANGES_PER_CALLER ?? Math.ceil(values.MAX_QUEUED_CHANGES / 2);

/** What has to be more than something else. */
function disorder(values: SettingValues): string[] {
  const problems: string[] = [];
  if (values.REQUEST_DEADLINE_MS <= values.UPSTREAM_TIMEOUT_MS) {
    problems.push(
      'REQUEST_DEADLINE_MS must be more than UPSTREAM_TIMEOUT_MS: else no call could end in time.',
    );
  }
  if (values.SHUTDOWN_TIMEOUT_MS < values.REQUEST_DEADLINE_MS) {
    problems.push(
      'SHUTDOWN_TIMEOUT_MS must be at least REQUEST_DEADLINE_MS: else what was accepted could be cut off.',
    );
  }
  if (maxQueuedPerCaller(values) > values.MAX_QUEUED_CHANGES) {
    problems.push(
      'MAX_QUEUED_CHANGES_PER_CALLER must be at most MAX_QUEUED_CHANGES: it is a part of that.',
    );
  }
  return problems;
}

/** A base URL never falls back to the host of a region: it may stand for a proxy, or another app. */
function vendorUrls(values: SettingValues): [string, ...string[]] | undefined {
  const region = values.TENCENT_REGION && regionHosts[values.TENCENT_REGION];
  const ofRegion = values.TENCENT_API_BASE_URL ? undefined : region;
  const primary = values.TENCENT_API_BASE_URL ?? ofRegion?.primary;
  if (!primary) return undefined;
  const backup =
    values.TENCENT_API_BACKUP_URL ?? (ofRegion && 'backup' in ofRegion ? ofRegion.backup : null);
  return backup && backup !== primary ? [primary, backup] : [primary];
}

function credentialOf(values: SettingValues): Credential | undefined {
  if (values.TENCENT_USER_SIG) return { kind: 'user-sig', userSig: values.TENCENT_USER_SIG };
  if (!values.TENCENT_SECRET_KEY) return undefined;
  return {
    kind: 'secret-key',
    secretKey: values.TENCENT_SECRET_KEY,
    ttlSeconds: values.TENCENT_USER_SIG_TTL_SECONDS,
  };
}

/** Settings of whoever expects replicas to share the pace. */
const unused = (environment: Environment): string[] =>
  ['REDIS_URL', 'UPSTREAM_FALLBACK_CALLS_PER_SECOND']
    .filter((name) => environment[name])
    .map(
      (name) =>
        `${name} has no effect: each process keeps a pace of its own. Give each its part of the limit with UPSTREAM_MAX_CALLS_PER_SECOND.`,
    );

function warnings(values: SettingValues): string[] {
  const found: string[] = [];
  if (values.UPSTREAM_TIMEOUT_MS < VENDOR_TIMEOUT_MS) {
    found.push(
      `UPSTREAM_TIMEOUT_MS is below ${VENDOR_TIMEOUT_MS}, the vendor's own timeout: calls may be given up that succeed.`,
    );
  }
  if (values.TENCENT_SECRET_KEY && values.TENCENT_USER_SIG_TTL_SECONDS < RECOMMENDED_TTL_SECONDS) {
    found.push(
      `TENCENT_USER_SIG_TTL_SECONDS is below ${RECOMMENDED_TTL_SECONDS}, the least the vendor recommends.`,
    );
  }
  if (values.AUTH_DISABLED && values.MAX_QUEUED_CHANGES_PER_CALLER !== undefined) {
    found.push(
      'MAX_QUEUED_CHANGES_PER_CALLER has no effect with AUTH_DISABLED: callers cannot be told apart.',
    );
  }
  return found;
}
