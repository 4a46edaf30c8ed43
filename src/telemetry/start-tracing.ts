import type { Collector } from './collector.ts';
import type { OpenTelemetryOptions } from './open-telemetry.ts';
import { noTracing, type Tracing } from './tracing.ts';

/** Nothing of OpenTelemetry is loaded where nobody collects the traces. */
export async function startTracing(
  collector: Collector | undefined,
  options: OpenTelemetryOptions,
): Promise<Tracing> {
  if (!collector) return noTracing;
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(collector, options);
}
