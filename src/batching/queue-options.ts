import type { Vendor } from '../domain/call.ts';
import type { Observer } from '../domain/journey.ts';
import type { Clock } from '../policy/clock.ts';
import type { Dispatcher } from '../policy/dispatcher.ts';
import type { Hosts } from '../policy/hosts.ts';
import type { QueueLimits } from './limits.ts';

/** What the queues of changes and of reads work with. */
export interface QueueOptions {
  readonly hosts: Hosts<Vendor>;
  /** Of the slots of this queue's command. */
  readonly dispatcher: Dispatcher;
  readonly limits: QueueLimits;
  readonly clock: Clock;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
  readonly observer: Observer;
}
