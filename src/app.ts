import { schema } from '../schema/index.ts';
import { changeQueue } from './batching/change-queue.ts';
import { operationContext } from './batching/operation-context.ts';
import { readQueue } from './batching/read-queue.ts';
import { authenticator } from './callers/authenticator.ts';
import type { Config } from './config/config.ts';
import { observers } from './domain/journey.ts';
import type { Caller, Permissions } from './domain/permissions.ts';
import { type Drain, drain } from './drain.ts';
import { graphqlHandler } from './http/graphql.ts';
import { auditLogOf, type Log } from './http/log.ts';
import { type MetricsServer, metricsServer } from './http/metrics-server.ts';
import { type HttpServer, httpServer } from './http/server.ts';
import type { Clock } from './policy/clock.ts';
import { dispatcher } from './policy/dispatcher.ts';
import { hosts } from './policy/hosts.ts';
import type { Redactor } from './policy/redact.ts';
import { exportReport, keySetReport } from './reports.ts';
import { isSpecialGroup } from './sandbox/special-groups.ts';
import { auditLog } from './telemetry/audit-log.ts';
import type { Figures } from './telemetry/figures.ts';
import { startTracing } from './telemetry/start-tracing.ts';
import { givenUserSig, signedUserSigs, type UserSigs, vendorSigner } from './tencent/user-sig.ts';
import { vendorHosts } from './tencent/vendor-hosts.ts';

/** What the service takes from the process it runs in. */
export interface Surroundings {
  readonly clock: Clock;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
  /** An unsigned integer of 32 bits, another one at each call. */
  readonly randomUint32: () => number;
  readonly redactor: Redactor;
  readonly log: Log;
}

export interface App {
  readonly listen: HttpServer['listen'];
  /** Where the metrics have a listener of their own. */
  readonly metrics: Pick<MetricsServer, 'listen'> | undefined;
  /** Answers all that was accepted, and ends. */
  readonly stop: Drain;
}

/** Who is wrapped around whom. */
export async function createApp(config: Config, surroundings: Surroundings): Promise<App> {
  const { clock, random, randomUint32, redactor, log } = surroundings;
  const { sandbox, limits, maxCallsPerSecond } = config;
  const { urls, sdkAppId, identifier } = config.tencent;

  const credentials = userSigs(config, surroundings);
  const vendor = vendorHosts(urls, {
    sdkAppId,
    identifier,
    userSigs: credentials,
    redactor,
    timeoutMs: limits.timeoutMs,
    clock,
    random: randomUint32,
  });
  // Groups that fail by design say nothing of the vendor.
  const isTelling = (groupId: string) => !(sandbox && isSpecialGroup(groupId));
  const guardedHosts = hosts(vendor.clients, { clock, isTelling });
  const tracing = await startTracing(config.collector, {
    redactor,
    report: exportReport(log),
    clock,
  });
  const meters = config.metricsPort === undefined ? undefined : await startMetrics();
  const observer = observers(
    [auditLog(auditLogOf(log)), ...(meters ? [meters.observer] : []), ...tracing.observers],
    (err) => log.error({ err }, 'bug of an observer'),
  );
  const queueOptions = () => ({
    hosts: guardedHosts,
    dispatcher: dispatcher({ maxCallsPerSecond, clock, isTelling }),
    limits,
    clock,
    random,
    observer,
  });
  const reads = readQueue(queueOptions());
  const changes = changeQueue({
    ...queueOptions(),
    onAnswered: ({ groupId }) => reads.changed(groupId),
  });
  const graphql = graphqlHandler({
    schema,
    createContext({ requestId, caller, traced: { trace } }) {
      const origin = {
        caller: caller?.key ?? requestId,
        subject: caller?.subject,
        requestId,
        trace,
      };
      const permissions = config.tokens && permissionsOf(caller);
      return operationContext({ changes, reads, origin, permissions, observer, clock });
    },
    authenticator:
      config.tokens && authenticator(config.tokens, { clock, report: keySetReport(log) }),
    graphiql: config.graphiql,
    introspection: config.introspection,
    sandbox,
    log,
    clock,
    traffic: meters?.traffic,
  });
  const onBug = (err: unknown) => {
    log.error({ err }, 'bug of the metrics');
    return undefined;
  };
  const page = meters && (() => meters.page().catch(onBug));
  const http = httpServer(graphql, {
    clock,
    corsOrigins: config.corsOrigins,
    tracer: tracing.requests,
    traffic: meters?.traffic,
    metrics: config.metricsPort === config.port ? page : undefined,
  });
  const metricsListener =
    page && config.metricsPort !== config.port ? metricsServer(page, clock) : undefined;
  return {
    listen: http.listen,
    metrics: metricsListener,
    stop: drain({ http, changes, reads, vendor, tracing, metrics: metricsListener, clock, log }),
  };

  async function startMetrics() {
    const { metrics } = await import('./telemetry/metrics.ts');
    return metrics({ hosts: vendor.clients.map(({ name }) => name), figures, now: clock.now });
  }

  function figures(): Figures {
    return {
      changes: changes.figures(),
      reads: reads.figures(),
      hosts: guardedHosts.figures(),
      userSig: credentials.figures(),
      ...http.figures(),
    };
  }
}

function userSigs({ tencent }: Config, { clock, redactor }: Surroundings): UserSigs {
  const { sdkAppId, identifier, credential } = tencent;
  if (credential.kind === 'user-sig') return givenUserSig(credential.userSig);
  const sign = vendorSigner(sdkAppId, identifier, credential.secretKey);
  return signedUserSigs(sign, credential.ttlSeconds, clock, redactor.add);
}

/** Where tokens are asked for, nothing is done without one. */
function permissionsOf(caller: Caller | undefined): Permissions {
  if (caller === undefined) throw new Error('An operation came in without its caller.');
  return caller;
}
