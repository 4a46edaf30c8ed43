import { isLoopback } from '../config/kinds.ts';
import type { Environment } from '../config/read-settings.ts';

/** The app that the stand-in knows. Nothing of it is a secret. */
export const sandboxApp = {
  sdkAppId: 1_400_000_000,
  identifier: 'administrator',
  secretKey: 'sandbox-key-that-opens-nothing',
} as const;

const ignored = /^(TENCENT_|REDIS_URL$)/;
const authentication = /^AUTH_/;

const defaults = {
  HOST: '127.0.0.1',
  GRAPHIQL: 'true',
  INTROSPECTION: 'true',
  LOG_LEVEL: 'warn',
  UPSTREAM_TIMEOUT_MS: '1000',
};

/**
 * The settings of a service whose vendor is the stand-in at `vendorUrl`. It is open on loopback; elsewhere it
 * has to be opened, or closed, by AUTH_* settings as the real one.
 */
export function sandboxEnvironment(environment: Environment, vendorUrl: string): Environment {
  const given = Object.entries(environment).filter(([name, value]) => value && !ignored.test(name));
  const kept = { ...defaults, ...Object.fromEntries(given) };
  const says = given.some(([name]) => authentication.test(name));
  const isOpen = isLoopback(kept.HOST) && !says;
  return {
    ...kept,
    ...(isOpen && { AUTH_DISABLED: 'true' }),
    TENCENT_API_BASE_URL: vendorUrl,
    TENCENT_SDK_APP_ID: String(sandboxApp.sdkAppId),
    TENCENT_ADMIN_IDENTIFIER: sandboxApp.identifier,
    TENCENT_SECRET_KEY: sandboxApp.secretKey,
  };
}
