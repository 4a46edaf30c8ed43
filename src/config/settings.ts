import type * as z from 'zod';
import { regions } from '../tencent/hosts.ts';
import {
  documentUrl,
  flag,
  hmacSecret,
  hostUrl,
  oneOf,
  origins,
  printableText,
  publicKey,
  wholeNumber,
} from './kinds.ts';
import { collectorUrl, headerList, ratio } from './otlp-kinds.ts';

const FIFTY_YEARS_IN_SECONDS = 50 * 365 * 86_400;
const ONE_DAY_IN_MS = 86_400_000;

export interface Setting<Kind extends z.ZodType = z.ZodType> {
  readonly kind: Kind;
  /** As it would be written in the environment. */
  readonly default?: string;
  /** Its value is never shown, and can be given as a file. */
  readonly secret?: true;
  readonly meaning: string;
}

const setting = <Kind extends z.ZodType, Rest extends Omit<Setting, 'kind'>>(
  kind: Kind,
  rest: Rest,
): { kind: Kind } & Rest => ({ kind, ...rest });

/** Every setting there is. */
export const settings = {
  PORT: setting(wholeNumber(0, 65_535), {
    default: '4000',
    meaning: 'The port it listens on; 0 picks a free one.',
  }),
  HOST: setting(printableText, {
    default: '0.0.0.0',
    meaning: 'The address it listens on. In the sandbox: 127.0.0.1.',
  }),
  METRICS_PORT: setting(wholeNumber(0, 65_535), {
    meaning:
      'The port on HOST where /metrics is; 0 picks a free one. It may be that of PORT, if everybody who reaches the API may read them. Off where not set.',
  }),
  TENCENT_REGION: setting(oneOf(regions), {
    meaning: `The region of the SDKAppID (${regions.join(', ')}). This, or TENCENT_API_BASE_URL.`,
  }),
  TENCENT_API_BASE_URL: setting(hostUrl, {
    meaning: "In place of the region's host; https only, except to loopback.",
  }),
  TENCENT_API_BACKUP_URL: setting(hostUrl, {
    meaning:
      "A second host, used when the first cannot be reached or answers 5xx. Where only a region is given, the region's own.",
  }),
  TENCENT_SDK_APP_ID: setting(wholeNumber(1, Number.MAX_SAFE_INTEGER), {
    meaning: 'The SDKAppID of the app. Required.',
  }),
  TENCENT_ADMIN_IDENTIFIER: setting(printableText, {
    meaning: "The app administrator's account, in whose name calls are made. Required.",
  }),
  TENCENT_SECRET_KEY: setting(printableText, {
    secret: true,
    meaning: "The app's secret key, which signs UserSigs. This, or TENCENT_USER_SIG.",
  }),
  TENCENT_USER_SIG: setting(printableText, {
    secret: true,
    meaning: 'A ready-made UserSig of the app administrator. It ends, and is not renewed.',
  }),
  TENCENT_USER_SIG_TTL_SECONDS: setting(wholeNumber(60, FIFTY_YEARS_IN_SECONDS), {
    default: '86400',
    meaning: 'The life of a UserSig signed here; renewed after half of it.',
  }),
  UPSTREAM_TIMEOUT_MS: setting(wholeNumber(1, ONE_DAY_IN_MS - 1), {
    default: '5000',
    meaning:
      "How long one call may take. Below 3000, the vendor's own timeout, it warns. In the sandbox: 1000.",
  }),
  UPSTREAM_MAX_CALLS_PER_SECOND: setting(wholeNumber(1, 10_000), {
    default: '200',
    meaning: "The vendor's documented limit for each command: what is kept to, all hosts together.",
  }),
  UPSTREAM_MAX_ATTEMPTS: setting(wholeNumber(1, 10), {
    default: '3',
    meaning: 'How often one change or read is tried, the first try included.',
  }),
  REQUEST_DEADLINE_MS: setting(wholeNumber(2, ONE_DAY_IN_MS), {
    default: '15000',
    meaning:
      'How long one change or read may take, its waiting and all its attempts. More than UPSTREAM_TIMEOUT_MS.',
  }),
  MAX_QUEUED_CHANGES: setting(wholeNumber(1, 1_000_000), {
    default: '10000',
    meaning:
      'How many changes may wait or be in flight; the same for reads. Beyond it: RateLimitedError.',
  }),
  MAX_QUEUED_CHANGES_PER_CALLER: setting(wholeNumber(1, 1_000_000), {
    meaning:
      'The same for one caller, that is one subject of one issuer. Half of MAX_QUEUED_CHANGES; with AUTH_DISABLED, all of it.',
  }),
  AUTH_JWT_SECRET: setting(hmacSecret, {
    secret: true,
    meaning:
      "Signs the callers' tokens (HS256): 32 bytes at least. This, AUTH_JWT_PUBLIC_KEY or AUTH_JWKS_URL.",
  }),
  AUTH_JWT_PUBLIC_KEY: setting(publicKey, {
    secret: true,
    meaning:
      'Checks their signatures: a PEM of RSA, a NIST curve or Ed25519. Line breaks may be written as `\\n`.',
  }),
  AUTH_JWKS_URL: setting(documentUrl, {
    meaning:
      'Where the signer publishes its keys; https only, except to loopback. It wants AUTH_JWT_AUDIENCE, too.',
  }),
  AUTH_JWT_ISSUER: setting(printableText, {
    meaning: 'The `iss` that a token must have.',
  }),
  AUTH_JWT_AUDIENCE: setting(printableText, {
    meaning: 'The `aud` that a token must have.',
  }),
  AUTH_REQUIRE_LIVE_GROUPS: setting(flag, {
    default: 'false',
    meaning: 'Whether a token has to be bound to groups, by the claim `live_groups`.',
  }),
  AUTH_DISABLED: setting(flag, {
    default: 'false',
    meaning: '`true` serves everybody who can reach it. Not together with other AUTH_ settings.',
  }),
  GRAPHIQL: setting(flag, {
    default: 'false',
    meaning: 'Whether a browser gets GraphiQL at /graphql. In the sandbox: true.',
  }),
  INTROSPECTION: setting(flag, {
    default: 'false',
    meaning: 'Whether the schema can be asked for, as GraphiQL does. In the sandbox: true.',
  }),
  CORS_ORIGINS: setting(origins, {
    default: '',
    meaning:
      'The origins whose pages may call it from a browser, separated by commas: https://admin.example.com, for one.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(collectorUrl, {
    meaning:
      'Where an OpenTelemetry collector takes traces, by OTLP over HTTP: they go to `/v1/traces` there. Without it, there are none.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: setting(headerList, {
    secret: true,
    meaning:
      'What the collector asks for: `name=value` pairs with commas between them, values URL-encoded.',
  }),
  OTEL_SERVICE_NAME: setting(printableText, {
    default: 'live-group-admins',
    meaning: 'The name of the service in its traces.',
  }),
  OTEL_TRACES_SAMPLER_ARG: setting(ratio, {
    default: '1',
    meaning:
      'The share of the traces that begin here which is kept, from 0 to 1. A request with a `traceparent` goes by that.',
  }),
  LOG_LEVEL: setting(oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
    default: 'info',
    meaning: 'The least severe level that is logged. In the sandbox: warn.',
  }),
  SHUTDOWN_TIMEOUT_MS: setting(wholeNumber(0, ONE_DAY_IN_MS), {
    default: '30000',
    meaning:
      'How long SIGTERM and SIGINT wait for what is under way. At least REQUEST_DEADLINE_MS.',
  }),
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

export const isSecret = (name: SettingName): boolean => 'secret' in settings[name];

type Optional<Name extends SettingName> = (typeof settings)[Name] extends { default: string }
  ? never
  : undefined;

export type SettingValues = {
  readonly [Name in SettingName]: z.infer<(typeof settings)[Name]['kind']> | Optional<Name>;
};
