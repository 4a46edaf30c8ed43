import type { Collector } from '../telemetry/collector.ts';
import type { SettingValues } from './settings.ts';

/** @returns undefined where nobody collects the traces */
export function collectorOf(values: SettingValues): Collector | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = values;
  return endpoint === undefined
    ? undefined
    : {
        endpoint,
        headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {},
        serviceName: values.OTEL_SERVICE_NAME,
        ratio: values.OTEL_TRACES_SAMPLER_ARG,
      };
}

/** Shorter values keep nothing secret, and are found everywhere. */
const MIN_SECRET_CHARACTERS = 8;

/** The values of the headers, and what follows a word such as `Bearer`. */
export const headerSecrets = ({
  OTEL_EXPORTER_OTLP_HEADERS: headers = {},
}: SettingValues): string[] =>
  Object.values(headers)
    .flatMap((value) => [value, value.slice(value.indexOf(' ') + 1)])
    .filter((secret) => secret.length >= MIN_SECRET_CHARACTERS);
