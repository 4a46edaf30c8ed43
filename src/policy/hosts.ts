import { type CallResult, isHostTrouble } from '../domain/call.ts';
import type { HostFigures } from '../domain/figures.ts';
import { admits, type Breaker, closedBreaker, leave, record } from './breaker.ts';
import type { Clock } from './clock.ts';

/** The vendor's hosts, in order of preference, with a circuit breaker each. */
export interface Hosts<Client> {
  /** Whether any of them takes a call at the moment. */
  isAvailable(): boolean;
  /**
   * The host for a call that leaves now, with the breaker's knowledge of it.
   * @param avoid the host that just failed, where there is another one
   */
  choose(avoid?: Host<Client>): Host<Client> | undefined;
  figures(): HostFigures[];
}

export interface Host<Client> {
  readonly name: string;
  call<Value>(
    group: string,
    send: (client: Client) => Promise<CallResult<Value>>,
  ): Promise<CallResult<Value>>;
}

export interface HostsOptions {
  readonly clock: Clock;
  /** False for groups whose failures say nothing of the host. */
  readonly isTelling: (group: string) => boolean;
}

/** A host before anything is known of how it is. */
export interface NamedClient<Client> {
  readonly name: string;
  readonly client: Client;
}

export function hosts<Client>(
  clients: readonly NamedClient<Client>[],
  options: HostsOptions,
): Hosts<Client> {
  const all = clients.map((named) => guarded(named, options));
  const available = () => all.filter((host) => host.isAvailable());
  return {
    isAvailable: () => available().length > 0,
    choose(avoid) {
      const candidates = available();
      return candidates.find((host) => host !== avoid) ?? candidates[0];
    },
    figures: () => all.map((host) => ({ name: host.name, breaker: host.breaker() })),
  };
}

function guarded<Client>(
  { name, client }: NamedClient<Client>,
  { clock, isTelling }: HostsOptions,
) {
  let breaker: Breaker = closedBreaker;
  return {
    name,
    isAvailable: () => admits(breaker, clock.now()),
    /** One that has been open long enough is as good as probing: it waits for a call. */
    breaker: () =>
      breaker.state === 'open' && admits(breaker, clock.now()) ? 'probing' : breaker.state,
    async call<Value>(group: string, send: (client: Client) => Promise<CallResult<Value>>) {
      if (!isTelling(group)) return send(client);
      const leftAt = clock.now();
      breaker = leave(breaker, leftAt);
      // A bug may be no fault of the host's, but a probe has to come to an end.
      let failed = true;
      try {
        const result = await send(client);
        failed = !result.ok && isHostTrouble(result);
        return result;
      } finally {
        breaker = record(breaker, { leftAt, at: clock.now(), group, failed });
      }
    },
  };
}
