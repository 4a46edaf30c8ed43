import { schema } from '../schema/index.ts';
import { operationContext } from './batching/operation-context.ts';
import type { Config } from './config/config.ts';
import { graphqlHandler } from './http/graphql.ts';
import type { Log } from './http/log.ts';
import { type HttpServer, httpServer } from './http/server.ts';
import type { Clock } from './policy/clock.ts';
import type { Redactor } from './policy/redact.ts';
import { tencentClient } from './tencent/client.ts';
import { connectionsTo } from './tencent/connections.ts';
import { tencentLiveGroups } from './tencent/live-groups.ts';
import { givenUserSig, signedUserSigs, type UserSigs, vendorSigner } from './tencent/user-sig.ts';

/** What the service takes from the process it runs in. */
export interface Surroundings {
  readonly clock: Clock;
  /** An unsigned integer of 32 bits, another one at each call. */
  readonly random: () => number;
  readonly redactor: Redactor;
  readonly log: Log;
}

export interface App {
  readonly http: HttpServer;
  /** Gives the connections to the vendor back. */
  close(): Promise<void>;
}

/** Who is wrapped around whom. */
export function createApp(config: Config, surroundings: Surroundings): App {
  const { clock, random, redactor, log } = surroundings;
  const { url, sdkAppId, identifier } = config.tencent;
  const timeoutMs = config.upstreamTimeoutMs;
  const { origin, pathname } = new URL(url);
  const connections = connectionsTo(origin, timeoutMs);
  const vendor = tencentClient({
    connections,
    pathPrefix: pathname.replace(/\/$/, ''),
    sdkAppId,
    identifier,
    userSigs: userSigs(config, surroundings),
    redactor,
    timeoutMs,
    clock,
    random,
  });
  const liveGroups = tencentLiveGroups(vendor);
  const graphql = graphqlHandler({
    schema,
    createContext: () => operationContext(liveGroups),
    graphiql: config.graphiql,
    introspection: config.introspection,
    sandbox: config.sandbox,
    log,
    clock,
  });
  return { http: httpServer(graphql, clock), close: () => connections.destroy() };
}

function userSigs({ tencent }: Config, { clock, redactor }: Surroundings): UserSigs {
  const { sdkAppId, identifier, credential } = tencent;
  if (credential.kind === 'user-sig') return givenUserSig(credential.userSig);
  const sign = vendorSigner(sdkAppId, identifier, credential.secretKey);
  return signedUserSigs(sign, credential.ttlSeconds, clock, redactor.add);
}
