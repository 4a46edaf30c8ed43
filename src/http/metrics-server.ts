import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../policy/clock.ts';
import { limitConnections, patience, serverOptions } from './connection-limits.ts';
import { METRICS_PATH, type MetricsPage, scrape } from './metrics-page.ts';
import { pathOf } from './path.ts';
import { type PlainAnswer, plainText, respond } from './respond.ts';
import { securityHeaders } from './security-headers.ts';

/** A listener for the metrics, and for nothing else. */
export interface MetricsServer {
  /** @returns the port, of interest where 0 was asked for */
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

export function metricsServer(page: MetricsPage, clock: Clock): MetricsServer {
  const server = createServer(serverOptions(patience), (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const answer = (plain: PlainAnswer) => respond(request, response, plain, clock);
    if (pathOf(request) === METRICS_PATH) void scrape(request, page).then(answer);
    else answer(plainText(404, `There is nothing here: the metrics are at ${METRICS_PATH}.`));
  });
  limitConnections(server);
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host }, () => resolve((server.address() as AddressInfo).port));
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
