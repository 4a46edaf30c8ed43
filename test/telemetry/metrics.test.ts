import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/policy/clock.ts';
import { type FakeVendor, refusal, startFakeVendor } from '../support/fake-vendor.ts';
import { changes, type Samples, samplesOf } from '../support/samples.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { secretSigner, trusting } from '../support/tokens.ts';
import { virtualClock } from '../support/virtual-clock.ts';

let vendor: FakeVendor;
let service: Service;
let host: string;

const start = async (settings: Record<string, string> = {}, clock: Clock = systemClock) => {
  const config = configFor(vendor.url, { METRICS_PORT: '0', ...settings });
  service = await startService(config, { clock, random: () => 0.5 });
};
const startAnew = async (...how: Parameters<typeof start>) => {
  await service.stop();
  await start(...how);
};
beforeEach(async () => {
  vendor = await startFakeVendor();
  host = new URL(vendor.url).host;
  await start();
});
afterEach(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

const scrape = async (): Promise<Samples> => samplesOf(await service.scrape());

/** The series that `action` changes, but for sums and buckets of time. */
async function changedBy(action: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await scrape();
  await action();
  const changed = Object.entries(changes(before, await scrape()));
  return Object.fromEntries(
    changed.filter(([series]) => !/_seconds_(sum|bucket)|_age_/.test(series)),
  );
}

const set = (groupId: string, ...userIds: string[]) =>
  `setLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ${JSON.stringify(userIds)} }) { __typename }`;
const run = (query: string) => service.post({ query });

test('a change is counted as operation, answer and call, with what it took', async () => {
  const changed = await changedBy(() => run(`mutation { ${set('g', 'a', 'b')} }`));
  expect(changed).toMatchObject({
    'operations_total{type="mutation",result="ok"}': 1,
    'operation_duration_seconds_count{type="mutation"}': 1,
    'http_responses_total{endpoint="/graphql",status="200"}': 1,
    'answers_total{field="setLiveGroupAdmins",outcome="SetLiveGroupAdminsSuccess",detail=""}': 1,
    'answer_duration_seconds_count{field="setLiveGroupAdmins"}': 1,
    [`vendor_calls_total{command="modify_admin",host="${host}",outcome="ok",detail="",scope=""}`]: 1,
    [`vendor_call_duration_seconds_count{command="modify_admin",host="${host}"}`]: 1,
    'pacing_wait_seconds_count{command="modify_admin"}': 1,
    vendor_call_accounts_count: 1,
    vendor_call_accounts_sum: 2,
    'vendor_call_accounts_bucket{le="2"}': 1,
    vendor_call_changes_sum: 1,
    user_sigs_signed_total: 1,
  });
  expect(changed).not.toHaveProperty('vendor_call_accounts_bucket{le="1"}');
});

test('a read is counted by itself', async () => {
  const changed = await changedBy(() => run('{ liveGroup(id: "g") { admins { __typename } } }'));
  expect(changed).toMatchObject({
    'operations_total{type="query",result="ok"}': 1,
    'answers_total{field="admins",outcome="LiveGroupAdmins",detail=""}': 1,
    [`vendor_calls_total{command="get_admin_list",host="${host}",outcome="ok",detail="",scope=""}`]: 1,
  });
  expect(changed).not.toHaveProperty('vendor_call_accounts_count');
});

test('a read that is refused for its input is counted, and no call', async () => {
  const changed = await changedBy(() => run('{ liveGroup(id: " ") { admins { __typename } } }'));
  expect(changed).toMatchObject({
    'answers_total{field="admins",outcome="InvalidInputError",detail=""}': 1,
  });
  expect(Object.keys(changed).filter((series) => series.startsWith('vendor_'))).toEqual([]);
});

test('a request without a good token is counted as refused', async () => {
  await startAnew(trusting(secretSigner()));
  expect(await changedBy(() => run('{ __typename }'))).toMatchObject({
    'operations_total{type="none",result="UNAUTHENTICATED"}': 1,
    'http_responses_total{endpoint="/graphql",status="401"}': 1,
  });
});

test('merged changes show as one call of many changes', async () => {
  const fields = ['a', 'b', 'c'].map((user) => `${user}: ${set('g', user)}`).join(' ');
  expect(await changedBy(() => run(`mutation { ${fields} }`))).toMatchObject({
    'answers_total{field="setLiveGroupAdmins",outcome="SetLiveGroupAdminsSuccess",detail=""}': 3,
    vendor_call_changes_count: 1,
    vendor_call_changes_sum: 3,
    vendor_call_accounts_sum: 3,
  });
});

test.each([
  ['a code of its own type', refusal(10010), 'outcome="GroupNotFoundError",detail=""', 'group'],
  ['a common code', refusal(60017), 'outcome="CommonApiError",detail="PERMISSION"', 'vendor'],
  [
    'a code for one member',
    refusal(10016),
    'outcome="CommonApiError",detail="PERMISSION"',
    'member',
  ],
  ['a code that nobody knows', refusal(4711), 'outcome="UnknownApiError",detail=""', 'member'],
  [
    'a status',
    { status: 404 },
    'outcome="UpstreamUnavailableError",detail="HTTP_STATUS"',
    'vendor',
  ],
])(
  'a call that failed by %s is counted as such, and so is its change',
  async (_what, reply, labels, scope) => {
    vendor.behave(() => reply);
    expect(await changedBy(() => run(`mutation { ${set('g', 'a')} }`))).toMatchObject({
      [`vendor_calls_total{command="modify_admin",host="${host}",${labels},scope="${scope}"}`]: 1,
      [`answers_total{field="setLiveGroupAdmins",${labels}}`]: 1,
    });
  },
);

test('a change that is refused for its input is counted, and no call', async () => {
  const changed = await changedBy(() => run(`mutation { ${set('', 'a')} }`));
  expect(changed).toMatchObject({
    'answers_total{field="setLiveGroupAdmins",outcome="InvalidInputError",detail=""}': 1,
  });
  expect(Object.keys(changed).filter((series) => series.startsWith('vendor_'))).toEqual([]);
});

test('a change for which there is no room is counted by why', async () => {
  await startAnew({ MAX_QUEUED_CHANGES: '1' });
  const changed = await changedBy(() =>
    run(`mutation { a: ${set('g', 'a')} b: ${set('h', 'a')} }`),
  );
  expect(changed).toMatchObject({
    'answers_total{field="setLiveGroupAdmins",outcome="RateLimitedError",detail="QUEUE_FULL"}': 1,
  });
});

describe('what is refused before it runs is counted by its code and status', () => {
  const mutations = (count: number) =>
    `mutation { ${Array.from({ length: count }, (_, index) => `c${index}: ${set(`g${index}`, 'a')}`).join(' ')} }`;

  test.each([
    ['a document that cannot be read', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['too many changes', { query: mutations(501) }, 'BAD_USER_INPUT'],
  ])('%s', async (_what, parameters, code) => {
    expect(await changedBy(() => service.post(parameters))).toMatchObject({
      [`operations_total{type="none",result="${code}"}`]: 1,
    });
  });

  test('a request of another type', async () => {
    const post = () => service.fetch('/graphql', { method: 'POST', body: 'text' });
    expect(await changedBy(post)).toEqual({
      'http_responses_total{endpoint="/graphql",status="415"}': 1,
    });
  });
});

test('no word of a caller makes a series of its own', async () => {
  await run(`mutation { ${set('g', 'a')} }`);
  await run('{ nothing }');
  await service.fetch('/elsewhere');
  const before = await scrape();
  for (const word of ['hostile1', 'hostile2', 'hostile3']) {
    await service.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': word, 'user-agent': word },
      body: JSON.stringify({
        query: `mutation ${word} { ${word}: ${set(word, word)} }`,
        operationName: word,
      }),
    });
    await run(`query ${word} { ${word} }`);
    await service.fetch(`/${word}?${word}=${word}`);
  }
  const page = await service.scrape();
  expect(page).not.toContain('hostile');
  const own = (samples: Samples) =>
    [...samples.keys()].filter((it) => it.startsWith('live_')).sort();
  expect(own(samplesOf(page))).toEqual(own(before));
});

describe('how things stand', () => {
  test('shows what waits and is in flight, and its bounds', async () => {
    vendor.behave(() => 'hang');
    const called = vendor.nextCall();
    void run(`mutation { a: ${set('g', 'a')} b: ${set('g', 'b')} c: ${set('h', 'c')} }`).catch(
      () => {},
    );
    await called;
    const samples = await scrape();
    const figure = (name: string) => samples.get(`live_group_admins_${name}`);
    expect({
      changes: figure('queued{queue="changes"}'),
      reads: figure('queued{queue="reads"}'),
      bound: figure('queue_bound{queue="changes"}'),
      lanes: figure('lanes'),
      requests: figure('requests_in_flight'),
      ready: figure('ready'),
      pace: figure('pace_calls_per_second{command="modify_admin"}'),
    }).toEqual({ changes: 3, reads: 0, bound: 10_000, lanes: 2, requests: 1, ready: 1, pace: 200 });
  });

  test('shows a pace that was slowed down', async () => {
    const clock = virtualClock();
    await startAnew({}, clock);
    const pausing = new Promise<void>((resolve) => {
      vendor.behave(() => {
        void clock.nextTimer().then(resolve);
        return refusal(60007);
      });
    });
    const answered = run(`mutation { ${set('g', 'a')} }`);
    await pausing;
    const samples = await scrape();
    expect(samples.get('live_group_admins_pace_calls_per_second{command="modify_admin"}')).toBe(
      100,
    );
    expect(samples.get('live_group_admins_pace_calls_per_second{command="get_admin_list"}')).toBe(
      200,
    );
    clock.advance(15_000);
    await answered;
  });

  test('shows the breaker of each host', async () => {
    const clock = virtualClock();
    await startAnew({ UPSTREAM_MAX_ATTEMPTS: '1' }, clock);
    const breaker = async () => {
      const samples = await scrape();
      return ['closed', 'open', 'probing'].filter(
        (state) => samples.get(`live_group_admins_breaker{host="${host}",state="${state}"}`) === 1,
      );
    };
    expect(await breaker()).toEqual(['closed']);
    vendor.behave(() => ({ status: 500 }));
    for (let index = 0; index < 20; index += 1) {
      await run(`mutation { ${set(`g${index}`, 'a')} }`);
      clock.advance(100);
    }
    expect(await breaker()).toEqual(['open']);
    clock.advance(5_000);
    expect(await breaker()).toEqual(['probing']);
  });

  test('shows the age of the UserSig, once there is one, and how often it was refused', async () => {
    const clock = virtualClock();
    await startAnew({}, clock);
    const age = 'live_group_admins_user_sig_age_seconds';
    expect((await scrape()).has(age)).toBe(false);
    vendor.behave(() => refusal(70001));
    const changed = await changedBy(() => run(`mutation { ${set('g', 'a')} }`));
    expect(changed).toMatchObject({
      user_sig_refusals_total: 2,
      user_sigs_signed_total: expect.any(Number),
    });
    clock.advance(60_000);
    const samples = await scrape();
    expect(samples.get(age)).toBe(60);
    expect(samples.get('live_group_admins_user_sig_life_seconds')).toBeGreaterThan(86_000);
  });
});
