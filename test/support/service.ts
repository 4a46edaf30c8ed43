import { randomInt } from 'node:crypto';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, print } from 'graphql';
import { createApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/http/log.ts';
import type { Clock } from '../../src/policy/clock.ts';
import { secretsOf } from '../../src/secrets.ts';
import { app } from './fake-vendor.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface Service {
  readonly url: string;
  /** The log so far, parsed; the audit log is by itself. */
  readonly logged: readonly Record<string, unknown>[];
  readonly audited: readonly Record<string, unknown>[];
  /** Where the metrics have a listener of their own. */
  readonly metricsUrl: string | undefined;
  /** The metrics, from there or from the main listener. */
  scrape(): Promise<string>;
  /** Sends any request to the service. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends GraphQL parameters, or an array of them, as JSON. */
  post(parameters: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Executes an operation that has no top-level error, and returns its data. */
  execute<Data, Variables>(
    document: TypedDocumentNode<Data, Variables> | DocumentNode | string,
    variables?: Variables,
  ): Promise<Data>;
  /** As the process does when it is told to, in real or virtual time. */
  stop(timeoutMs?: number): Promise<void>;
}

/** The settings of a service that calls `vendorUrl`. */
export function configFor(vendorUrl: string, environment: Record<string, string> = {}): Config {
  const result = readConfig(
    {
      AUTH_DISABLED: 'true',
      GRAPHIQL: 'true',
      INTROSPECTION: 'true',
      TENCENT_API_BASE_URL: vendorUrl,
      TENCENT_SDK_APP_ID: String(app.sdkAppId),
      TENCENT_ADMIN_IDENTIFIER: app.identifier,
      TENCENT_SECRET_KEY: app.secretKey,
      ...environment,
    },
    { readFile: () => '', sandbox: false },
  );
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

/** The whole service on a free port of loopback, on virtual time unless told otherwise. */
export async function startService(
  config: Config,
  { clock = virtualClock(), random = Math.random }: { clock?: Clock; random?: () => number } = {},
): Promise<Service> {
  const secrets = secretsOf(config);
  const logged: Record<string, unknown>[] = [];
  const audited: Record<string, unknown>[] = [];
  const log = createLog('trace', secrets, {
    write(text) {
      const line = JSON.parse(text);
      (line.log === 'audit' ? audited : logged).push(line);
    },
  });
  const randomUint32 = () => randomInt(2 ** 32);
  const service = await createApp(config, { clock, random, randomUint32, redactor: secrets, log });
  const url = `http://127.0.0.1:${await service.listen(0, '127.0.0.1')}`;

  const { metricsPort } = config;
  const ownPort = await service.metrics?.listen(metricsPort ?? 0, '127.0.0.1');
  const metricsUrl = ownPort === undefined ? undefined : `http://127.0.0.1:${ownPort}`;

  const request = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init);
  const post: Service['post'] = (parameters, headers) =>
    request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(parameters),
    });

  return {
    url,
    logged,
    audited,
    metricsUrl,
    scrape: async () => (await fetch(`${metricsUrl ?? url}/metrics`)).text(),
    fetch: request,
    post,
    async execute(document, variables) {
      const query = typeof document === 'string' ? document : print(document);
      const response = await post({ query, variables });
      const result = await response.json();
      if (result.errors) throw new Error(JSON.stringify(result.errors));
      return result.data;
    },
    async stop(timeoutMs = 0) {
      const stopped = service.stop(timeoutMs);
      if ('advance' in clock) (clock as VirtualClock).advance(0);
      await stopped;
    },
  };
}
