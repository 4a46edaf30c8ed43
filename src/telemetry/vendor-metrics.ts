import type { Deed, EndedCall } from '../domain/journey.ts';
import type { Instruments } from './instruments.ts';
import { allCallLabels, callLabels } from './outcome-labels.ts';

const commandOf = {
  SET: 'modify_admin',
  REMOVE: 'modify_admin',
  READ: 'get_admin_list',
} as const satisfies Record<Deed['action'], string>;

export const commands = ['modify_admin', 'get_admin_list'] as const;

/** Up to what a call may take. */
const CALL_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** A slot comes every few milliseconds; what waits longer than a deadline is refused. */
const WAIT_SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 15];
const ACCOUNTS = [1, 2, 3, 4, 5];
const CHANGES = [1, 2, 3, 5, 10, 20, 50, 100];

/**
 * What the calls to the vendor came to. All series are there from the start, so that the first of a kind counts,
 * too, when Prometheus looks for an increase.
 */
export function vendorMetrics(
  { counter, histogram }: Instruments,
  hosts: readonly string[],
): (call: EndedCall) => void {
  const calls = counter({
    name: 'vendor_calls_total',
    help: 'Calls to the vendor that are back: "ok", or the type of the failure with its category or reason, and whom it speaks of: "member", "group" or "vendor".',
    labelNames: ['command', 'host', 'outcome', 'detail', 'scope'],
  });
  const seconds = histogram({
    name: 'vendor_call_duration_seconds',
    help: 'How long a call to the vendor took.',
    labelNames: ['command', 'host'],
    buckets: CALL_SECONDS,
  });
  const waits = histogram({
    name: 'pacing_wait_seconds',
    help: 'How long a call that was ready waited for its slot.',
    labelNames: ['command'],
    buckets: WAIT_SECONDS,
  });
  const accounts = histogram({
    name: 'vendor_call_accounts',
    help: 'How many accounts a call of modify_admin carried.',
    buckets: ACCOUNTS,
  });
  const changes = histogram({
    name: 'vendor_call_changes',
    help: 'How many changes a call of modify_admin carried.',
    buckets: CHANGES,
  });

  for (const command of commands) {
    waits.zero({ command });
    for (const host of hosts) {
      seconds.zero({ command, host });
      for (const labels of allCallLabels) calls.inc({ command, host, ...labels }, 0);
    }
  }

  return ({ carried, host, journeys, readyAt, sentAt, endedAt, result }) => {
    const command = commandOf[carried.action];
    calls.inc({ command, host, ...callLabels(result) });
    seconds.observe({ command, host }, (endedAt - sentAt) / 1000);
    waits.observe({ command }, (sentAt - readyAt) / 1000);
    if (carried.action === 'READ') return;
    accounts.observe(carried.userIds.length);
    changes.observe(journeys.length);
  };
}
