import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach } from 'vitest';
import { app } from './fake-vendor.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** By its address, since the processes run elsewhere. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const toUndo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

export interface Run {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Files of the directory it runs in. */
  readonly files?: Readonly<Record<string, string>>;
  /** A file descriptor in place of a pipe. */
  readonly stdout?: number | 'pipe';
}

/** A process of its own, in a directory and an environment that hold nothing but what is given. */
export async function startProcess({ files = {}, ...run }: Run = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'live-group-admins-'));
  toUndo.push(() => rm(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, name), content);
  }
  return startProcessIn(directory, run);
}

export function startProcessIn(cwd: string, { args = [], environment = {}, stdout = 'pipe' }: Run) {
  const child = spawn(process.execPath, ['--import', TSX, MAIN, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', stdout, 'pipe'],
  });
  const output = { out: '', err: '' };
  const closed = once(child, 'close');
  let hasEnded = false;
  let listeners: (() => void)[] = [];
  const tellAll = () => {
    for (const listener of listeners) listener();
  };
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    output.out += text;
    tellAll();
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    output.err += text;
  });
  child.once('close', () => {
    hasEnded = true;
    tellAll();
  });
  toUndo.push(async () => {
    child.kill('SIGKILL');
    await closed;
  });

  return {
    child,
    output,
    /** Resolves when it has ended and said all, to its exit code and signal. */
    ended: closed.then(([code, signal]) => ({ code, signal, ...output })),
    /** Resolves to what `pattern` captures, once it is printed. */
    printed: (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output.out);
          if (match) resolve(match[1] ?? '');
          else if (hasEnded) reject(new Error(`It ended without ${pattern}:\n${output.err}`));
          else return;
          listeners = listeners.filter((listener) => listener !== look);
        };
        listeners.push(look);
        look();
      }),
  };
}

export type Process = ReturnType<typeof startProcessIn>;

export const addressOf = (process: Process) => process.printed(/"address":"([^"]+)".*"listening"/);
export const guideOf = (process: Process) => process.printed(/^GraphiQL: (\S+)\/graphql$/m);

export const logLines = ({ out }: { out: string }): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

export const settingsFor = (vendorUrl: string) => ({
  PORT: '0',
  HOST: '127.0.0.1',
  AUTH_DISABLED: 'true',
  TENCENT_API_BASE_URL: vendorUrl,
  TENCENT_SDK_APP_ID: String(app.sdkAppId),
  TENCENT_ADMIN_IDENTIFIER: app.identifier,
  TENCENT_SECRET_KEY: app.secretKey,
});
