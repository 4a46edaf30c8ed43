import { aliasesThatRead } from './latency.ts';
import { type Bench, times } from './scenario.ts';

/** So many calls that what a single one runs through is compiled, too. */
const LONE_CHANGES = 2_000;

/**
 * Thousands of requests, and what they compile and connect to. Most are merged into few calls, so that the pace
 * does not hold them up.
 */
export async function warmUp(bench: Bench) {
  const { vendor, caller } = bench;
  await vendor.begin(5);
  for (const round of times(100, (round) => round)) {
    await Promise.all(
      times(50, (index) =>
        caller.change([
          { action: 'SET', groupId: `@TGS#warm-${round % 5}`, userIds: [`u${index % 5}`] },
        ]),
      ),
    );
  }
  for (const size of [100, 200, 300, 400, 500]) {
    await caller.change(
      times(size, (index) => ({
        action: 'SET',
        groupId: `@TGS#warm-${index % 5}`,
        userIds: [`u${index % 5}`],
      })),
    );
  }
  await aliasesThatRead(bench);
  await vendor.begin(0);
  for (const index of times(LONE_CHANGES, (index) => index)) {
    await caller.change([{ action: 'SET', groupId: `@TGS#warm-${index % 5}`, userIds: ['u1'] }]);
  }
}
