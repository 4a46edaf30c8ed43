import type { Vendor } from '../domain/call.ts';
import { type ClientOptions, tencentClient } from './client.ts';
import { connectionsTo } from './connections.ts';

export interface VendorHosts {
  /** One for each URL, in the same order. */
  readonly clients: readonly Vendor[];
  /** Gives their connections back. */
  close(): Promise<void>;
}

/** The vendor's REST API at each of its hosts. */
export function vendorHosts(
  urls: readonly string[],
  options: Omit<ClientOptions, 'connections' | 'pathPrefix'>,
): VendorHosts {
  const hosts = urls.map((url) => {
    const { origin, pathname } = new URL(url);
    const connections = connectionsTo(origin, options.timeoutMs);
    const pathPrefix = pathname.replace(/\/$/, '');
    return { connections, client: tencentClient({ ...options, connections, pathPrefix }) };
  });
  return {
    clients: hosts.map(({ client }) => client),
    async close() {
      await Promise.all(hosts.map(({ connections }) => connections.destroy()));
    },
  };
}
