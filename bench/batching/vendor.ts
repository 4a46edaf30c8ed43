import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ArrivedCall, Order } from './vendor-process.ts';

/** The vendor of the benchmark, seen from here. */
export interface Vendor {
  readonly url: string;
  /** From now on each call takes `latencyMs`. Groups and calls so far are forgotten. */
  begin(latencyMs: number): Promise<void>;
  /** The calls that were answered since, those that changed something apart from those that read. */
  calls(): Promise<{ readonly changes: ArrivedCall[]; readonly reads: ArrivedCall[] }>;
  close(): void;
}

export async function startVendor(): Promise<Vendor> {
  const child = fork(fileURLToPath(new URL('vendor-process.ts', import.meta.url)));
  const [port] = await once(child, 'message');
  return {
    url: `http://127.0.0.1:${port}`,
    async begin(latencyMs) {
      await ask(child, { latencyMs });
    },
    async calls() {
      const calls = (await ask(child, 'calls')) as ArrivedCall[];
      calls.sort((a, b) => a.arrivedAt - b.arrivedAt);
      return {
        changes: calls.filter(({ command }) => command === 'modify_admin'),
        reads: calls.filter(({ command }) => command === 'get_admin_list'),
      };
    },
    close: () => void child.kill(),
  };
}

async function ask(child: ChildProcess, order: Order): Promise<unknown> {
  child.send(order);
  const [answer] = await once(child, 'message');
  return answer;
}

/** The most arrivals in any second, wherever it begins. `calls` are in order. */
export function mostInASecond(calls: readonly ArrivedCall[]): number {
  let most = 0;
  let start = 0;
  calls.forEach(({ arrivedAt }, index) => {
    while ((calls[start]?.arrivedAt ?? 0) <= arrivedAt - 1000) start += 1;
    most = Math.max(most, index - start + 1);
  });
  return most;
}
