import { randomInt } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { type Config, readConfig } from './config/config.ts';
import type { Environment } from './config/read-settings.ts';
import { createLog, type Log, standardOutput } from './http/log.ts';
import { systemClock } from './policy/clock.ts';
import { sandboxApp, sandboxEnvironment } from './sandbox/environment.ts';
import { sandboxGuide } from './sandbox/guide.ts';
import { startSandboxVendor } from './sandbox/vendor.ts';
import { secretsOf } from './secrets.ts';
import { onStopSignal } from './stop-signal.ts';

const UINT32_VALUES = 2 ** 32;

// What cannot be printed must not end the service.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

if (process.argv.includes('--sandbox')) {
  const vendor = await startSandboxVendor({ ...sandboxApp, clock: systemClock });
  await run(sandboxEnvironment(process.env, vendor.url), { sandbox: true });
} else {
  await run(withDotEnv(), { sandbox: false });
}

async function run(environment: Environment, { sandbox }: { sandbox: boolean }) {
  const config = configOrEnd(environment, sandbox);
  const secrets = secretsOf(config);
  const output = standardOutput(systemClock, tellLogIsBroken);
  process.on('exit', output.flushSync);
  const log = createLog(config.logLevel, secrets, output);
  // Node would print them as they are, whatever they hold.
  process.removeAllListeners('warning');
  process.on('warning', (err) => log.warn({ err }, 'warning'));
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'crash');
    process.exit(1);
  });
  for (const warning of config.warnings) log.warn(warning);

  const app = await createApp(config, {
    clock: systemClock,
    random: Math.random,
    randomUint32: () => randomInt(UINT32_VALUES),
    redactor: secrets,
    log,
  });
  const metricsPort = await app.metrics
    ?.listen(config.metricsPort ?? 0, config.host)
    .catch((error) => end([listenProblem(error, 'METRICS_PORT', config)]));
  const port = await app
    .listen(config.port, config.host)
    .catch((error) => end([listenProblem(error, 'PORT', config)]));
  const addressAt = (port: number) => `http://${urlHost(config.host)}:${port}`;
  const address = addressAt(port);
  log.info({ address }, 'listening');
  if (metricsPort) log.info({ address: `${addressAt(metricsPort)}/metrics` }, 'metrics');
  if (sandbox) {
    output.flushSync();
    process.stdout.write(`${sandboxGuide(address, config.tokens !== undefined)}\n`);
  }

  onStopSignal(async (signal) => {
    log.info({ signal }, 'stopping');
    await app.stop(config.shutdownTimeoutMs);
    log.info('stopped');
    process.exit(0);
  });
  await warnIfUnresolved(config, log);
}

/** The environment, and what a `.env` file adds to it. */
function withDotEnv(): Environment {
  try {
    process.loadEnvFile();
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) end([`The .env file cannot be read: ${error}`]);
  }
  return process.env;
}

function configOrEnd(environment: Environment, sandbox: boolean): Config {
  const readFile = (path: string) => readFileSync(path, 'utf8');
  const result = readConfig(environment, { readFile, sandbox });
  return result.ok ? result.config : end(result.problems);
}

/** Says what is wrong in plain words, and ends the process. */
function end(problems: readonly string[]): never {
  const list = problems.map((problem) => `  - ${problem}\n`).join('');
  process.stderr.write(`The service cannot start:\n${list}`);
  process.exit(1);
}

/** Nobody may read that either: then it is lost. */
function tellLogIsBroken({ message }: Error) {
  process.stderr.write(`The log cannot be written (${message}). The service runs on.\n`);
}

function listenProblem(
  error: NodeJS.ErrnoException,
  name: 'PORT' | 'METRICS_PORT',
  { port: mainPort, metricsPort, host }: Config,
): string {
  const port = name === 'PORT' ? mainPort : metricsPort;
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use: end what listens there, or set ${name} to another one.`;
    case 'EACCES':
      return `Port ${port} of ${host} is not allowed to this user: set ${name} to 1024 or more.`;
    default:
      return `It cannot listen on port ${port} of ${host} (${error.code ?? error.message}): check ${name} and HOST.`;
  }
}

/** An address that a browser on this machine can open. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** A name that does not resolve now may do so later: the service runs on. */
async function warnIfUnresolved({ tencent }: Config, log: Log) {
  for (const url of tencent.urls) {
    const { hostname } = new URL(url);
    await lookup(hostname.replace(/^\[|\]$/g, '')).catch((error) =>
      log.warn(
        { host: hostname, code: error.code },
        "the vendor's host does not resolve: check TENCENT_REGION or TENCENT_API_BASE_URL, and DNS",
      ),
    );
  }
}
