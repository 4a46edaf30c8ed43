import { directCall, isSuccess } from './caller.ts';
import { atMost, exactly, type Figure, quantile } from './figure.ts';
import { type Bench, times } from './scenario.ts';

const ALIASES = 100;
const LONE_CHANGES = 50;

const READ = '... on SetLiveGroupAdminsSuccess { liveGroup { ...Read } }';
const fragment = `fragment Read on LiveGroup { admins { ... on LiveGroupAdmins { nodes { userId } } } }`;

/** How much longer it takes than a call that goes to the vendor directly, when nothing else goes on. */
export async function loneChange({ vendor, caller }: Bench): Promise<Figure[]> {
  await vendor.begin(20);
  const vendorsMs: number[] = [];
  const ms: number[] = [];
  for (const index of times(LONE_CHANGES, (index) => index)) {
    vendorsMs.push(await directCall(vendor.url));
    const change = { action: 'SET', groupId: `@TGS#lone-${index}`, userIds: ['u1'] } as const;
    ms.push((await caller.change([change])).ms);
  }
  const addedMs = quantile(ms, 0.5) - quantile(vendorsMs, 0.5);
  const name = `a lone change, beyond the vendor's time (medians of ${LONE_CHANGES})`;
  return [atMost(name, addedMs, 2, ' ms')];
}

/** The root fields of one operation go out together. */
export async function aliases(bench: Bench): Promise<Figure[]> {
  const name = `${ALIASES} aliases over ${ALIASES} groups, vendor at 40 ms`;
  return sendAliases(bench, name, '__typename');
}

export async function aliasesThatRead(bench: Bench): Promise<Figure[]> {
  const name = `the same, each payload reading liveGroup.admins`;
  return sendAliases(bench, name, `__typename ${READ}`);
}

async function sendAliases({ vendor, caller }: Bench, name: string, selection: string) {
  await vendor.begin(40);
  const fields = times(ALIASES, (index) => {
    const input = `{ groupId: "@TGS#alias-${index}", userIds: ["u1"] }`;
    return `c${index}: setLiveGroupAdmins(input: ${input}) { ${selection} }`;
  });
  const usesFragment = selection.includes('...Read');
  const query = `mutation { ${fields.join('\n')} } ${usesFragment ? fragment : ''}`;
  const { data, ms } = await caller.post(query);
  const payloads = Object.values(data ?? {}) as { __typename: string }[];
  const succeeded = payloads.filter(({ __typename }) => isSuccess(__typename)).length;
  if (succeeded !== ALIASES) throw new Error(`${name}: only ${succeeded} succeeded.`);
  return [atMost(name, ms, 700, ' ms')];
}

/** A read follows its change directly, and comes before the next change of the group. */
export async function readsBetween({ vendor, caller }: Bench): Promise<Figure[]> {
  await vendor.begin(20);
  const input = '(input: { groupId: "@TGS#between", userIds: ["u1"] })';
  const { data } = await caller.post(`mutation {
    a: setLiveGroupAdmins${input} { ... on SetLiveGroupAdminsSuccess { liveGroup { ...Read } } }
    b: removeLiveGroupAdmins${input} { ... on RemoveLiveGroupAdminsSuccess { liveGroup { ...Read } } }
  } ${fragment}`);
  const read = [data?.['a'], data?.['b']].map(readAccounts);
  return [
    exactly('a: set u1, b: remove u1: what their payloads read', read.join(', '), '[u1], []'),
  ];
}

function readAccounts(payload: unknown): string {
  const { liveGroup } = payload as { liveGroup: { admins: { nodes: { userId: string }[] } } };
  return `[${liveGroup.admins.nodes.map(({ userId }) => userId).join()}]`;
}
