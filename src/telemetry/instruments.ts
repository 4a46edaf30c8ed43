import {
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  type Registry,
} from 'prom-client';

export const PREFIX = 'live_group_admins_';

/** A figure that is looked up when the page is made: its value for each set of labels. */
export interface Reading<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly Label[];
  read(): Iterable<readonly [Record<Label, string>, number]>;
}

/** What counts and measures for one registry, under the service's prefix. */
export function instruments(registry: Registry) {
  const within = <Configuration extends { name: string }>(configuration: Configuration) => ({
    ...configuration,
    name: PREFIX + configuration.name,
    registers: [registry],
  });
  return {
    counter: <Label extends string>(configuration: CounterConfiguration<Label>) =>
      new Counter(within(configuration)),
    histogram: <Label extends string>(configuration: HistogramConfiguration<Label>) =>
      new Histogram(within(configuration)),
    gauge<Label extends string>({ read, ...configuration }: Reading<Label>) {
      const gauge: Gauge<Label> = new Gauge({
        ...within<GaugeConfiguration<Label>>(configuration),
        collect() {
          gauge.reset();
          // One without labels would be 0 rather than absent.
          if (configuration.labelNames === undefined) gauge.remove();
          for (const [labels, value] of read()) gauge.set(labels, value);
        },
      });
    },
    /** A count that is kept elsewhere. */
    countOf<Label extends string>({ read, ...configuration }: Reading<Label>) {
      const counter: Counter<Label> = new Counter({
        ...within<CounterConfiguration<Label>>(configuration),
        collect() {
          counter.reset();
          for (const [labels, value] of read()) counter.inc(labels, value);
        },
      });
    },
  };
}

export type Instruments = ReturnType<typeof instruments>;
