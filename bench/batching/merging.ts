import { type Change, isSuccess, requestsOf } from './caller.ts';
import { atMost, exactly, type Figure } from './figure.ts';
import { type Bench, times } from './scenario.ts';
import { mostInASecond } from './vendor.ts';

/** Changes of one group that come together share calls. */
export async function oneGroup({ vendor, caller }: Bench): Promise<Figure[]> {
  await vendor.begin(50);
  const answers = await Promise.all(
    times(40, (index) =>
      caller.change([{ action: 'REMOVE', groupId: '@TGS#one', userIds: [`u${index}`] }]),
    ),
  );
  const { changes } = await vendor.calls();
  const succeeded = answers.flatMap(({ types }) => types).filter(isSuccess).length;
  return [
    atMost('40 removals of one group at once, vendor at 50 ms: calls', changes.length, 9),
    exactly('… of them succeeded', succeeded, 40),
  ];
}

export const CHANGES = 2_000;
export const GROUPS = 500;

/** For the picture. */
export interface Run {
  /** When each call arrived, in seconds since the first. */
  readonly arrivals: readonly number[];
  /** Until everything was answered. */
  readonly seconds: number;
}

/** Every HTTP request has one change of each group, so only different requests can merge. */
export async function manyGroups(
  { vendor, caller }: Bench,
  onRun: (run: Run) => void,
): Promise<Figure[]> {
  await vendor.begin(50);
  const changes = times(
    CHANGES,
    (index): Change => ({
      action: 'SET',
      groupId: `@TGS#many-${index % GROUPS}`,
      userIds: [`u${Math.floor(index / GROUPS)}`],
    }),
  );
  const answers = await Promise.all(requestsOf(changes).map(caller.change));
  const calls = (await vendor.calls()).changes;
  const firstAt = calls[0]?.arrivedAt ?? 0;
  const succeeded = answers.flatMap(({ types }) => types).filter(isSuccess).length;
  const ms = Math.max(...answers.map((answer) => answer.ms));
  onRun({
    arrivals: calls.map(({ arrivedAt }) => (arrivedAt - firstAt) / 1000),
    seconds: ms / 1000,
  });
  const name = `${CHANGES.toLocaleString('en')} changes on ${GROUPS} groups at once`;
  return [
    exactly(`${name}: succeeded`, succeeded, CHANGES),
    atMost('… calls', calls.length, 560),
    atMost('… time', ms, 3_000, ' ms'),
    atMost('… most calls in any second', mostInASecond(calls), 205),
    exactly('… refused by the vendor', calls.filter(({ refused }) => refused).length, 0),
  ];
}
