import type { Caller } from './caller.ts';
import type { Figure } from './figure.ts';
import type { Service } from './service.ts';
import type { Vendor } from './vendor.ts';

/** What scenarios work with: a service that is warm, and whose pace has rested. */
export interface Bench {
  readonly vendor: Vendor;
  /** With default settings. */
  readonly service: Service;
  readonly caller: Caller;
}

export type Scenario = (bench: Bench) => Promise<readonly Figure[]>;

/** `count` values, the index given. */
export const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
