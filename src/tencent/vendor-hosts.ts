import type { Vendor } from '../domain/call.ts';
import type { NamedClient } from '../policy/hosts.ts';
import { type ClientOptions, tencentClient } from './client.ts';
import { connectionsTo } from './connections.ts';

export interface VendorHosts {
  /** One for each URL, in the same order. */
  readonly clients: readonly NamedClient<Vendor>[];
  /** Gives their connections back. */
  close(): Promise<void>;
}

/** The vendor's REST API at each of its hosts. */
export function vendorHosts(
  urls: readonly string[],
  options: Omit<ClientOptions, 'connections' | 'pathPrefix'>,
): VendorHosts {
  const hosts = urls.map((url) => {
    const { origin, host, pathname } = new URL(url);
    const connections = connectionsTo(origin, options.timeoutMs);
    const pathPrefix = pathname.replace(/\/$/, '');
    const client = tencentClient({ ...options, connections, pathPrefix });
    return { connections, named: { name: host, client } };
  });
  return {
    clients: hosts.map(({ named }) => named),
    async close() {
      await Promise.all(hosts.map(({ connections }) => connections.destroy()));
    },
  };
}
