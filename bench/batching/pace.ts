import { type Change, caller, isSuccess, requestsOf } from './caller.ts';
import { atMost, exactly, type Figure } from './figure.ts';
import { now, sleep } from './now.ts';
import { type Bench, times } from './scenario.ts';
import { mostInASecond } from './vendor.ts';

const GROUPS = 900;

/** Nothing can be merged, so it takes as long as the vendor's limit makes it. */
export async function differentGroups({ vendor, caller }: Bench): Promise<Figure[]> {
  await vendor.begin(50);
  const changes = times(
    GROUPS,
    (index): Change => ({
      action: 'SET',
      groupId: `@TGS#pace-${index}`,
      userIds: ['u1'],
    }),
  );
  const answers = await Promise.all(requestsOf(changes).map(caller.change));
  const calls = (await vendor.calls()).changes;
  const succeeded = answers.flatMap(({ types }) => types).filter(isSuccess).length;
  const ms = Math.max(...answers.map((answer) => answer.ms));
  return [
    exactly(`changes of ${GROUPS} groups at once: succeeded`, succeeded, GROUPS),
    atMost('… time', ms, 5_000, ' ms'),
    atMost('… most calls in any second', mostInASecond(calls), 205),
    exactly('… refused by the vendor', calls.filter(({ refused }) => refused).length, 0),
  ];
}

const FLOOD = 9_000;
const FLOODED_GROUPS = 900;
const FLOOD_ACCOUNTS = 5;
/** They pass while the request itself, or its call, is on its way. */
const UNDER_WAY_SLOTS = 5;

/**
 * While authentication is off, the caller is the HTTP request: the flood comes in 18 of them, and slots go round
 * these and the other.
 */
export async function fairness({ vendor, service, caller: flooder }: Bench): Promise<Figure[]> {
  await vendor.begin(50);
  const flood = times(
    FLOOD,
    (index): Change => ({
      action: 'SET',
      groupId: `@TGS#flood-${Math.floor(index / (FLOOD / FLOODED_GROUPS))}`,
      userIds: [`u${index % FLOOD_ACCOUNTS}`],
    }),
  );
  const requests = requestsOf(flood);
  const flooded = Promise.all(requests.map(flooder.change));
  // All of it is queued by then, and most of it waits.
  await sleep(1_500);

  const other = caller(service.url);
  const sentAt = now();
  const single = await other.change([{ action: 'SET', groupId: '@TGS#single', userIds: ['u1'] }]);
  other.close();
  const succeeded = (await flooded).flatMap(({ types }) => types).filter(isSuccess).length;

  const calls = (await vendor.calls()).changes;
  const own = calls.find(({ groupId }) => groupId === '@TGS#single');
  const before = calls.filter(
    ({ arrivedAt }) => arrivedAt >= sentAt && arrivedAt < (own?.arrivedAt ?? Infinity),
  );
  const name = `1 change beside ${FLOOD.toLocaleString('en')} of another (${requests.length} requests)`;
  return [
    exactly(`${name}: succeeded`, succeeded + single.types.filter(isSuccess).length, FLOOD + 1),
    atMost('… slots it waited', before.length, requests.length + UNDER_WAY_SLOTS),
    atMost('… time', single.ms, 250, ' ms'),
  ];
}
