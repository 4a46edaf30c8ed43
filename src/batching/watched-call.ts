import type { CallResult, Vendor } from '../domain/call.ts';
import { comeBack, depart, type EndedCall, type Observer } from '../domain/journey.ts';
import type { Clock } from '../policy/clock.ts';
import type { Host } from '../policy/hosts.ts';

/** A call that leaves now. */
export interface LeavingCall extends Omit<EndedCall, 'host' | 'endedAt' | 'result'> {
  readonly to: Host<Vendor>;
}

/** One call to the vendor, noted in the journeys of those it carries, with somebody looking on. */
export async function watchedCall<Value>(
  { to, ...call }: LeavingCall,
  send: (vendor: Vendor) => Promise<CallResult<Value>>,
  { observer, clock }: { observer: Observer; clock: Clock },
): Promise<CallResult<Value>> {
  const { journeys } = call;
  depart(journeys, call.sentAt);
  try {
    const result = await to.call(call.carried.groupId, send);
    observer.called({ ...call, host: to.name, endedAt: clock.now(), result });
    return result;
  } finally {
    comeBack(journeys, clock.now());
  }
}
