import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Settings } from './service.ts';

/** What `npm start` starts, away from any `.env`. */
export async function startProcess(
  settings: Settings,
): Promise<{ process: ChildProcess; url: string }> {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main], {
    cwd: tmpdir(),
    env: { ...settings, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (lines) => {
      const [, address] = /"address":"([^"]+)"/.exec(String(lines)) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`The service ended with code ${code}.`)));
  });
  return { process: child, url };
}
