import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Observer } from '../domain/journey.ts';
import type { Traffic } from '../http/traffic.ts';
import { answerMetrics } from './answer-metrics.ts';
import type { Figures } from './figures.ts';
import { instruments } from './instruments.ts';
import { requestMetrics } from './request-metrics.ts';
import { standingMetrics } from './standing-metrics.ts';
import { vendorMetrics } from './vendor-metrics.ts';

/** All that is counted and measured of one service. */
export interface Metrics {
  readonly observer: Observer;
  readonly traffic: Traffic;
  /** As Prometheus reads them. */
  page(): Promise<{ type: string; text: string }>;
}

export interface MetricsOptions {
  /** The names of the vendor's hosts. */
  readonly hosts: readonly string[];
  /** Asked for when a page is made. */
  readonly figures: () => Figures;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Gauges of the library's that are named as counters are, which Prometheus' own checker objects to. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** A registry of its own, so that nothing is shared between services of one process. */
export function metrics({ hosts, figures, now }: MetricsOptions): Metrics {
  const registry = new Registry();
  const make = instruments(registry);
  const traffic = requestMetrics(make);
  const answered = answerMetrics(make);
  const called = vendorMetrics(make, hosts);
  standingMetrics(make, figures, now);
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  return {
    observer: { asked: () => {}, called, answered },
    traffic,
    page: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
