import { randomInt } from 'node:crypto';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/http/log.ts';
import { systemClock } from '../../src/policy/clock.ts';
import { secretsOf } from '../../src/secrets.ts';

/** The whole service, within this process, over real HTTP. */
export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

export type Settings = Readonly<Record<string, string>>;

const SECRET_KEY = 'bench-key-that-opens-nothing';
/** Enough for what is under way when it is told to stop. */
const STOP_MS = 30_000;

/** A service that calls `vendorUrl`, all else by default. */
export const settingsFor = (vendorUrl: string): Settings => ({
  AUTH_DISABLED: 'true',
  HOST: '127.0.0.1',
  PORT: '0',
  TENCENT_API_BASE_URL: vendorUrl,
  TENCENT_SDK_APP_ID: '1400000000',
  TENCENT_ADMIN_IDENTIFIER: 'administrator',
  TENCENT_SECRET_KEY: SECRET_KEY,
});

/** Its log is written, and thrown away. */
export async function startService(vendorUrl: string, settings: Settings = {}): Promise<Service> {
  const environment = { ...settingsFor(vendorUrl), ...settings };
  const result = readConfig(environment, { readFile: () => '', sandbox: false });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const secrets = secretsOf(result.config);
  const app = await createApp(result.config, {
    clock: systemClock,
    random: Math.random,
    randomUint32: () => randomInt(2 ** 32),
    redactor: secrets,
    log: createLog(result.config.logLevel, secrets, { write: () => {} }),
  });
  const port = await app.listen(0, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}`, stop: () => app.stop(STOP_MS) };
}
