import type { CallResult, Departure, Vendor } from '../domain/call.ts';
import { comeBack, depart, type EndedCall, type Observer } from '../domain/journey.ts';
import type { Clock } from '../policy/clock.ts';
import { comesWithin, type Dispatcher } from '../policy/dispatcher.ts';
import type { Host } from '../policy/hosts.ts';
import type { Ticket } from '../policy/line.ts';

/** A call that has its slot now. */
export interface LeavingCall extends Omit<EndedCall, 'host' | 'endedAt' | 'result'> {
  readonly to: Host<Vendor>;
  readonly ticket: Ticket;
}

interface WatchOptions {
  readonly observer: Observer;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
}

export interface Returned<Value> {
  readonly result: CallResult<Value>;
  /** When it was written, or got its slot where it never was. */
  readonly leftAt: number;
}

/** One call to the vendor, noted in the journeys of those it carries, with somebody looking on. */
export async function watchedCall<Value>(
  { to, ticket, ...call }: LeavingCall,
  send: (vendor: Vendor, departure: Departure) => Promise<CallResult<Value>>,
  { observer, dispatcher, clock }: WatchOptions,
): Promise<Returned<Value>> {
  const { journeys, carried, sentAt } = call;
  let leftAt = sentAt;
  const departure: Departure = {
    leave() {
      leftAt = clock.now();
      return dispatcher.leave();
    },
    another: (ms) => comesWithin(ms, dispatcher.wait({ ...ticket, urgent: true }), clock),
  };
  depart(journeys, sentAt);
  try {
    const result = await to.call(carried.groupId, (vendor) => send(vendor, departure));
    observer.called({ ...call, host: to.name, endedAt: clock.now(), result });
    return { result, leftAt };
  } finally {
    comeBack(journeys, clock.now());
  }
}
