import type { HostFigures } from '../domain/figures.ts';
import type { Figures } from './figures.ts';
import type { Instruments } from './instruments.ts';

const states = ['closed', 'open', 'probing'] as const satisfies HostFigures['breaker'][];

const only = (value: number | undefined): [Record<never, string>, number][] =>
  value === undefined ? [] : [[{}, value]];

/** How things stand when somebody asks. */
export function standingMetrics(
  { gauge, countOf }: Instruments,
  figures: () => Figures,
  now: () => number,
): void {
  const ofQueues = (of: (queue: Figures['reads']) => number) => {
    const { changes, reads } = figures();
    return [['changes', of(changes)] as const, ['reads', of(reads)] as const];
  };
  const byQueue = (of: (queue: Figures['reads']) => number) =>
    ofQueues(of).map(([queue, value]) => [{ queue }, value] as const);
  const byCommand = (of: (queue: Figures['reads']) => number) =>
    ofQueues(of).map(
      ([queue, value]) =>
        [{ command: queue === 'changes' ? 'modify_admin' : 'get_admin_list' }, value] as const,
    );

  gauge({
    name: 'ready',
    help: '1 while it takes operations, else 0.',
    read: () => only(figures().isReady ? 1 : 0),
  });
  gauge({
    name: 'requests_in_flight',
    help: 'HTTP requests with operations that are not answered yet.',
    read: () => only(figures().requestsUnderWay),
  });
  gauge({
    name: 'queued',
    help: 'Changes, or reads, that are waiting or in flight.',
    labelNames: ['queue'],
    read: () => byQueue(({ queued }) => queued),
  });
  gauge({
    name: 'queue_bound',
    help: 'How many there may be.',
    labelNames: ['queue'],
    read: () => byQueue(({ bound }) => bound),
  });
  gauge({
    name: 'lanes',
    help: 'Groups with changes that are waiting or in flight, or with a call that was never answered.',
    read: () => only(figures().changes.lanes),
  });
  gauge({
    name: 'calls_waiting',
    help: 'Calls that could leave, but for their slots.',
    labelNames: ['command'],
    read: () => byCommand(({ callsWaiting }) => callsWaiting),
  });
  gauge({
    name: 'pace_calls_per_second',
    help: 'How many calls may leave in a second as of now. It falls when the vendor refuses for frequency.',
    labelNames: ['command'],
    read: () => byCommand(({ callsPerSecond }) => callsPerSecond),
  });
  gauge({
    name: 'breaker',
    help: '1 for the state that the circuit breaker of the host is in, else 0.',
    labelNames: ['host', 'state'],
    read: () =>
      figures().hosts.flatMap(({ name: host, breaker }) =>
        states.map((state) => [{ host, state }, state === breaker ? 1 : 0] as const),
      ),
  });
  gauge({
    name: 'user_sig_age_seconds',
    help: 'Since when the UserSig in use was signed. Absent before the first call.',
    read() {
      const { signedAt } = figures().userSig;
      return only(signedAt && (now() - signedAt) / 1000);
    },
  });
  gauge({
    name: 'user_sig_life_seconds',
    help: 'How long the UserSig in use lives from when it was signed.',
    read: () => only(figures().userSig.lifeSeconds),
  });
  countOf({
    name: 'user_sigs_signed_total',
    help: 'UserSigs that were signed here.',
    read: () => only(figures().userSig.signed),
  });
  countOf({
    name: 'user_sig_refusals_total',
    help: 'Calls to which the vendor refused the UserSig.',
    read: () => only(figures().userSig.refused),
  });
}
