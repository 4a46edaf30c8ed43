import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Collector } from './collector.ts';
import { journeySpans } from './journey-spans.ts';
import { type OtlpOptions, otlpExporter } from './otlp-exporter.ts';
import { requestSpans } from './request-spans.ts';
import type { Tracing } from './tracing.ts';

export type OpenTelemetryOptions = Pick<OtlpOptions, 'redactor' | 'report' | 'clock'>;

/** Longer texts are cut off: an id of a group that is one is shorter. */
const MAX_ATTRIBUTE_CHARACTERS = 128;

/** A call can carry the changes of all who wait. */
const MAX_LINKS = 10_000;

/** Spans that go together. To write them as JSON and look for secrets takes some 2 ms, in which nothing else runs. */
const MAX_BATCH = 128;

/** How long the service waits for the collector when it stops. */
const CLOSE_MS = 2_000;

/** Spans for a collector, sent in batches. What it does not take in time is lost, and nobody waits for it. */
export function openTelemetry(
  { endpoint, headers, serviceName, ratio }: Collector,
  options: OpenTelemetryOptions,
): Tracing {
  const { clock } = options;
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const exporter = otlpExporter({ ...options, url, headers });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': serviceName })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanLimits: {
      attributeValueLengthLimit: MAX_ATTRIBUTE_CHARACTERS,
      linkCountLimit: MAX_LINKS,
    },
    // At most 2048 spans wait, the SDK's own bound.
    spanProcessors: [new BatchSpanProcessor({ exporter, maxExportBatchSize: MAX_BATCH })],
  });
  const tracer = provider.getTracer('live-group-admins');
  return {
    requests: requestSpans(tracer, clock),
    observers: [journeySpans(tracer)],
    close: () =>
      new Promise((resolve) => {
        const cancel = clock.after(CLOSE_MS, resolve);
        // What cannot be sent was reported where it was tried.
        const done = () => {
          cancel();
          resolve();
        };
        provider.shutdown().then(done, done);
      }),
  };
}
