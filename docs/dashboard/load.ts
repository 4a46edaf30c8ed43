import { setTimeout as sleep } from 'node:timers/promises';

const TICK_MS = 100;
/** Groups that nobody made: each has a lane of its own, so that the pace is what holds them up. */
const WAVE_GROUPS = 400;
const FLOOD_GROUPS = 4_000;
const MAX_CHANGES = 500;

const users = ['alice', 'bob', 'carol', 'dave', 'erin'];
const failing = ['@TGS#error-10002', '@TGS#error-60020', '@TGS#http-502', '@TGS#public', '@TGS#?'];

const set = (groupId: string, user: string) =>
  `setLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ["${user}"] }) { __typename }`;
const remove = (groupId: string, user: string) =>
  `removeLiveGroupAdmins(input: { groupId: "${groupId}", userIds: ["${user}"] }) { __typename }`;

const LIST =
  'mutation ($changes: [LiveGroupAdminsChangeInput!]!) { changeLiveGroupAdmins(changes: $changes) { __typename } }';

/** Mixed load: a steady stream, a failure now and then, three waves, and a flood that is too much. */
export async function sendLoad(address: string, seconds: number): Promise<void> {
  const pending = new Set<Promise<unknown>>();
  const post = (query: string, variables: object = {}) => {
    const answered = fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    }).then((response) => response.text());
    pending.add(answered);
    void answered.finally(() => pending.delete(answered));
  };
  const sendGroups = (count: number, prefix: string) => {
    const changes = Array.from({ length: count }, (_, index) => ({
      action: 'SET',
      groupId: `${prefix}-${index}`,
      userIds: ['alice'],
    }));
    for (let start = 0; start < count; start += MAX_CHANGES) {
      post(LIST, { changes: changes.slice(start, start + MAX_CHANGES) });
    }
  };

  const ticks = (seconds * 1000) / TICK_MS;
  for (let tick = 0; tick < ticks; tick += 1) {
    const user = users[tick % users.length] ?? '';
    const group = tick % 3 === 0 ? '@TGS#stage' : '@TGS#live';
    const change = Math.floor(tick / users.length) % 2 === 0 ? set : remove;
    post(`mutation { ${change(group, user)} }`);
    post(`{ liveGroup(id: "${group}") { admins { __typename } } }`);
    if (tick % 4 === 0) {
      post(`mutation { ${users.map((each) => `${each}: ${set('@TGS#live', each)}`).join(' ')} }`);
    }
    if (tick % 10 === 0)
      post(`mutation { ${set(failing[(tick / 10) % failing.length] ?? '', user)} }`);
    if (tick % 60 === 30) post('{ nothing }');
    if (tick % 100 === 50) post(`mutation { ${set('@TGS#timeout', user)} }`);
    const share = tick / ticks;
    if ([0.15, 0.35, 0.55].includes(share)) sendGroups(WAVE_GROUPS, `wave-${tick}`);
    if (share === 0.7) sendGroups(FLOOD_GROUPS, 'flood');
    await sleep(TICK_MS);
  }
  await Promise.all(pending);
}
