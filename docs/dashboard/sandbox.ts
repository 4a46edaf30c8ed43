import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Sandbox {
  readonly address: string;
  stop(): void;
}

/** The service on its sandbox, a process of its own, its metrics beside the rest. */
export function startSandbox(): Promise<Sandbox> {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--sandbox'], {
    env: { PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (chunk: string) => {
      text += chunk;
      const [, address] = text.match(/"address":"([^"]+)","msg":"listening"/) ?? [];
      if (!address) return;
      child.stdout.off('data', look).resume();
      resolve({ address, stop: () => void child.kill() });
    };
    child.stdout.setEncoding('utf8').on('data', look);
    child.once('exit', () => reject(new Error('The sandbox has ended.')));
  });
}
