import { type FakeCollector, type ReceivedSpan, startFakeCollector } from '../support/collector.ts';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

export interface TracedService {
  readonly service: Service;
  readonly vendor: FakeVendor;
  readonly collector: FakeCollector;
  readonly clock: VirtualClock;
  /** Stops the service. @returns all spans that it has sent, in the order in which they began */
  spans(): Promise<readonly ReceivedSpan[]>;
  close(): Promise<void>;
}

/** A service that sends its traces to a collector of the tests' own. */
export async function startTracedService(
  environment: Record<string, string> = {},
): Promise<TracedService> {
  const [collector, vendor] = await Promise.all([startFakeCollector(), startFakeVendor()]);
  const clock = virtualClock();
  const config = configFor(vendor.url, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    ...environment,
  });
  const service = await startService(config, { clock, random: () => 0.5 });
  return {
    service,
    vendor,
    collector,
    clock,
    async spans() {
      await service.stop();
      return [...collector.spans].sort((a, b) => a.startedAt - b.startedAt);
    },
    async close() {
      await Promise.all([collector.close(), vendor.close()]);
    },
  };
}

export const named = (spans: readonly ReceivedSpan[], name: string) =>
  spans.filter((span) => span.name === name);

/** The one span with `name`. */
export function only(spans: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const [first, ...others] = named(spans, name);
  if (!first || others.length > 0)
    throw new Error(`Not one span ${name}: ${others.length + (first ? 1 : 0)}`);
  return first;
}

/** Spans as a tree, one line each: an indent for each level, siblings in the order in which they began. */
export function treeOf(
  spans: readonly ReceivedSpan[],
  parent?: ReceivedSpan,
  indent = '',
): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans
    .filter(({ parentSpanId }) =>
      parent ? parentSpanId === parent.spanId : !parentSpanId || !known.has(parentSpanId),
    )
    .flatMap((span) => [
      `${indent}${span.name} ${span.endedAt - span.startedAt}${span.failed ? ' failed' : ''}`,
      ...treeOf(spans, span, `${indent}  `),
    ]);
}
