import { type ExecutionResult, execute, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import type { ChangeQueue } from '../../src/batching/change-queue.ts';
import { operationContext } from '../../src/batching/operation-context.ts';
import type { ReadQueue } from '../../src/batching/read-queue.ts';
import type { AdminsChange } from '../../src/domain/admins-change.ts';
import { observers } from '../../src/domain/journey.ts';
import type { ChangeOutcome } from '../../src/domain/outcome.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { code, rig, type Script } from './scripted-vendor.ts';

type Variables = Record<string, unknown>;

async function run(
  document: string,
  { changes, reads }: { changes: Pick<ChangeQueue, 'submit'>; reads: ReadQueue },
  variableValues: Variables = {},
): Promise<ExecutionResult> {
  const parsed = parse(document);
  expect(validate(schema, parsed)).toEqual([]);
  const contextValue = operationContext({
    changes,
    reads,
    origin: { caller: 'caller', requestId: 'request', trace: undefined },
    permissions: undefined,
    observer: observers([], () => {}),
    clock: virtualClock(),
  });
  return execute({ schema, document: parsed, variableValues, contextValue });
}

const turn = () => new Promise(setImmediate);

const textOf = ({ action, groupId, userIds }: AdminsChange) =>
  [action, groupId, ...userIds].join(' ');

/** A queue that notes what it is given, and answers when it is told to. */
function notingQueue() {
  const queued: string[] = [];
  const unanswered: (() => void)[] = [];
  const changes: Pick<ChangeQueue, 'submit'> = {
    submit(change) {
      queued.push(textOf(change));
      return new Promise<ChangeOutcome>((resolve) => {
        unanswered.push(() => resolve({ kind: 'Changed', change }));
      });
    },
  };
  const { reads } = rig();
  return {
    changes,
    reads,
    queued,
    async answerNext() {
      unanswered.shift()?.();
      await turn();
    },
  };
}

const set = (group: string, ...users: string[]) =>
  `setLiveGroupAdmins(input: { groupId: "${group}", userIds: ${JSON.stringify(users)} })`;
const remove = (group: string, ...users: string[]) => set(group, ...users).replace('set', 'remove');
const name = '{ __typename }';
const admins = 'liveGroup { admins { ... on LiveGroupAdmins { nodes { userId } } } }';
const setAdmins = `{ ... on SetLiveGroupAdminsSuccess { ${admins} } }`;
const removeAdmins = `{ ... on RemoveLiveGroupAdminsSuccess { ${admins} } }`;

/** What a payload shows that has read these administrators. */
const reading = (...userIds: string[]) => ({
  liveGroup: { admins: { nodes: userIds.map((userId) => ({ userId })) } },
});
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the changes of all root fields are queued in document order, before the first is answered:', () => {
  test.each<[string, string, Variables, string[]]>([
    [
      'aliases',
      `mutation { b: ${set('g', 'u1')} ${name} a: ${remove('h', 'u2')} ${name} ${set('i', 'u3')} ${name} }`,
      {},
      ['SET g u1', 'REMOVE h u2', 'SET i u3'],
    ],
    [
      'aliases that are not in the order of the alphabet',
      `mutation { _2: ${set('g', 'u1')} ${name} _10: ${set('h', 'u2')} ${name} _1: ${set('i', 'u3')} ${name} }`,
      {},
      ['SET g u1', 'SET h u2', 'SET i u3'],
    ],
    [
      'inline fragments',
      `mutation { a: ${set('g', 'u1')} ${name} ... { b: ${set('h', 'u2')} ${name} ... on Mutation { c: ${set('i', 'u3')} ${name} } } d: ${set('j', 'u4')} ${name} }`,
      {},
      ['SET g u1', 'SET h u2', 'SET i u3', 'SET j u4'],
    ],
    [
      'named fragments, in the place where they are spread, and once',
      `mutation { a: ${set('g', 'u1')} ${name} ...Two d: ${set('j', 'u4')} ${name} ...Two }
       fragment Two on Mutation { b: ${set('h', 'u2')} ${name} ...Three }
       fragment Three on Mutation { c: ${set('i', 'u3')} ${name} }`,
      {},
      ['SET g u1', 'SET h u2', 'SET i u3', 'SET j u4'],
    ],
    [
      'a field that is given twice, once',
      `mutation { a: ${set('g', 'u1')} ${name} b: ${set('h', 'u2')} ${name} a: ${set('g', 'u1')} { ... on Error { message } } }`,
      {},
      ['SET g u1', 'SET h u2'],
    ],
    [
      '@skip and @include',
      `mutation ($yes: Boolean!, $no: Boolean = false) {
         a: ${set('g', 'u1')} @skip(if: $yes) ${name}
         b: ${set('h', 'u2')} @skip(if: $no) ${name}
         c: ${set('i', 'u3')} @include(if: $yes) ${name}
         d: ${set('j', 'u4')} @include(if: $no) ${name}
         ... @include(if: false) { e: ${set('k', 'u5')} ${name} }
         ...F @skip(if: false)
       }
       fragment F on Mutation { f: ${set('l', 'u6')} ${name} }`,
      { yes: true },
      ['SET h u2', 'SET i u3', 'SET l u6'],
    ],
    [
      'variables and their defaults, anywhere',
      `mutation ($input: SetLiveGroupAdminsInput!, $group: ID! = "h", $users: [ID!]! = "u3", $user: ID!) {
         a: setLiveGroupAdmins(input: $input) ${name}
         b: setLiveGroupAdmins(input: { groupId: $group, userIds: $users }) ${name}
         c: removeLiveGroupAdmins(input: { groupId: "i", userIds: [$user, "u5", $user] }) ${name}
       }`,
      { input: { groupId: 'g', userIds: ['u1', 'u2'] }, user: 'u4' },
      ['SET g u1 u2', 'SET h u3', 'REMOVE i u4 u5'],
    ],
    [
      'lists',
      `mutation ($changes: [LiveGroupAdminsChangeInput!]!) {
         a: ${set('g', 'u1')} ${name}
         b: changeLiveGroupAdmins(changes: $changes) ${name}
         c: changeLiveGroupAdmins(changes: { action: REMOVE, groupId: "i", userIds: "u4" }) ${name}
         d: ${set('j', 'u5')} ${name}
       }`,
      {
        changes: [
          { action: 'REMOVE', groupId: 'g', userIds: ['u2'] },
          { action: 'SET', groupId: 'h', userIds: ['u3'] },
        ],
      },
      ['SET g u1', 'REMOVE g u2', 'SET h u3', 'REMOVE i u4', 'SET j u5'],
    ],
    [
      'all but those that are not valid',
      `mutation { a: ${set('g', 'u1')} ${name} b: ${set('', 'u2')} ${name} c: ${set('i', 'u3')} ${name} __typename }`,
      {},
      ['SET g u1', 'SET i u3'],
    ],
  ])('%s', async (_name, document, variables, expected) => {
    const queue = notingQueue();
    const result = run(document, queue, variables);
    await turn();
    expect(queue.queued).toEqual(expected);
    for (const _ of expected) await queue.answerNext();
    expect((await result).errors).toBeUndefined();
    // Each once.
    expect(queue.queued).toEqual(expected);
  });
});

describe('a field whose arguments do not coerce', () => {
  /** A variable that has a default may stand there, and may be null all the same. */
  const document = `mutation ($group: ID = "h") {
    a: ${set('g', 'u1')} ${name}
    b: setLiveGroupAdmins(input: { groupId: $group, userIds: ["u2"] }) ${name}
    c: ${set('i', 'u3')} ${name}
    d: ${set('j', 'u4')} ${name}
  }`;

  test('keeps itself and what comes after it from being queued until the executor is past it', async () => {
    const queue = notingQueue();
    const result = run(document, queue, { group: null });
    await turn();
    expect(queue.queued).toEqual(['SET g u1']);
    await queue.answerNext();
    expect(queue.queued).toEqual(['SET g u1', 'SET i u3', 'SET j u4']);
    await queue.answerNext();
    await queue.answerNext();
    const { data, errors } = await result;
    const success = { __typename: 'SetLiveGroupAdminsSuccess' };
    expect(plain(data)).toEqual({ a: success, b: null, c: success, d: success });
    expect(errors?.map(({ path }) => path)).toEqual([['b']]);
  });

  test('is queued as any other where they do', async () => {
    const queue = notingQueue();
    const result = run(document, queue);
    await turn();
    expect(queue.queued).toEqual(['SET g u1', 'SET h u2', 'SET i u3', 'SET j u4']);
    for (const _ of queue.queued) await queue.answerNext();
    expect((await result).errors).toBeUndefined();
  });
});

describe('a bug in one field', () => {
  /** A queue that throws for the group `broken`. */
  function brokenFor(real: ReturnType<typeof rig>): ChangeQueue {
    return {
      ...real.changes,
      submit(change, from) {
        if (change.groupId === 'broken') throw new Error('a bug');
        return real.changes.submit(change, from);
      },
    };
  }

  test.each([
    ['', name],
    [', though its payload is to be read', setAdmins],
  ])('leaves the answers of its siblings%s', async (_name, selection) => {
    const real = rig();
    const changes = brokenFor(real);
    const document = `mutation { a: ${set('g', 'u1')} ${name} b: ${set('broken', 'u1')} ${selection} c: ${set('broken', 'u1')} ${name} d: ${set('h', 'u1')} ${name} }`;
    const { data, errors } = await real.clock.runUntil(
      run(document, { changes, reads: real.reads }),
    );
    const success = { __typename: 'SetLiveGroupAdminsSuccess' };
    expect(plain(data)).toEqual({ a: success, b: null, c: null, d: success });
    expect(errors?.map(({ path }) => path)).toEqual([['b'], ['c']]);
    expect(real.texts()).toEqual(['SET g u1', 'SET h u1']);
  });

  test('leaves the answers of its siblings in a list', async () => {
    const real = rig();
    const changes = brokenFor(real);
    const items = ['g', 'broken', 'h'].map(
      (group) => `{ action: SET, groupId: "${group}", userIds: ["u1"] }`,
    );
    const document = `mutation { changeLiveGroupAdmins(changes: [${items}]) { __typename } }`;
    const { data, errors } = await real.clock.runUntil(
      run(document, { changes, reads: real.reads }),
    );
    const success = { __typename: 'SetLiveGroupAdminsSuccess' };
    expect(plain(data)).toEqual({ changeLiveGroupAdmins: [success, null, success] });
    expect(errors?.map(({ path }) => path)).toEqual([['changeLiveGroupAdmins', 1]]);
  });

  test('in a read leaves the change behind it', async () => {
    const real = rig();
    const reads: ReadQueue = {
      ...real.reads,
      admins: () => Promise.reject(new Error('a bug')),
    };
    const document = `mutation { a: ${set('g', 'u1')} ${setAdmins} b: ${remove('g', 'u1')} ${name} }`;
    const { data, errors } = await real.clock.runUntil(
      run(document, { changes: real.changes, reads }),
    );
    expect(plain(data)).toEqual({
      a: { liveGroup: { admins: null } },
      b: { __typename: 'RemoveLiveGroupAdminsSuccess' },
    });
    expect(errors?.map(({ path }) => path)).toEqual([['a', 'liveGroup', 'admins']]);
  });

  test('in a directive of a payload stays in that payload, and no change is queued twice', async () => {
    const real = rig();
    const document = `mutation ($if: Boolean = true) {
      a: ${set('g', 'u1')} ${name}
      b: ${set('h', 'u1')} { ... on SetLiveGroupAdminsSuccess { liveGroup @include(if: $if) { admins { __typename } } } }
      c: ${set('i', 'u1')} ${name}
    }`;
    const { data, errors } = await real.clock.runUntil(run(document, real, { if: null }));
    const success = { __typename: 'SetLiveGroupAdminsSuccess' };
    expect(plain(data)).toEqual({ a: success, b: null, c: success });
    expect(errors?.map(({ path }) => path)).toEqual([['b']]);
    expect(real.texts()).toEqual(['SET g u1', 'SET h u1', 'SET i u1']);
  });
});

/** A vendor that keeps what it is told. A call takes 100 ms. */
function keeping(): Script {
  const groups = new Map<string, Set<string>>();
  return ({ text }) => {
    const [command, group = '', ...users] = text.split(' ');
    const admins = groups.get(group) ?? new Set<string>();
    groups.set(group, admins);
    for (const user of users) {
      if (command === 'SET') admins.add(user);
      else admins.delete(user);
    }
    return { ms: 100, admins: [...admins] };
  };
}

async function runWith(script: Script, document: string, variables?: Variables) {
  const queues = rig({ script });
  const { data, errors } = await queues.clock.runUntil(run(document, queues, variables));
  expect(errors).toBeUndefined();
  return { data: plain(data), calls: queues.calls.map(({ at, text }) => `${at} ${text}`) };
}

describe('the payload of a change', () => {
  const change = (action: string, ...users: string[]) =>
    `changeLiveGroupAdmins(changes: [{ action: ${action}, groupId: "g", userIds: ${JSON.stringify(users)} }])`;

  test('reads nothing where it is another success that would show it', async () => {
    const { data, calls } = await runWith(
      keeping(),
      `mutation { a: ${change('SET', 'u1')} ${removeAdmins} b: ${change('SET', 'u2')} ${name} }`,
    );
    expect(data).toEqual({ a: [{}], b: [{ __typename: 'SetLiveGroupAdminsSuccess' }] });
    expect(calls).toEqual(['0 SET g u1 u2']);
  });

  test('reads its group once the last change of a list is answered, be it one that shows nothing', async () => {
    const { data, calls } = await runWith(
      keeping(),
      `mutation { changeLiveGroupAdmins(changes: [
        { action: SET, groupId: "g", userIds: ["u1", "u2"] }
        { action: REMOVE, groupId: "g", userIds: ["u1"] }
      ]) ${setAdmins} }`,
    );
    expect(data).toEqual({ changeLiveGroupAdmins: [reading('u2'), {}] });
    expect(calls).toEqual(['0 SET g u1 u2', '100 REMOVE g u1', '200 READ g']);
  });

  test('shows its own moment, though a directive of another success cannot be evaluated', async () => {
    const selection = `{
      ... on SetLiveGroupAdminsSuccess { liveGroup { admins @include(if: $if) { __typename } } }
      ... on RemoveLiveGroupAdminsSuccess { ${admins} }
    }`;
    const { data, calls } = await runWith(
      keeping(),
      `mutation ($if: Boolean = true) {
        ${set('g', 'u1', 'u2', 'u3')} ${name}
        a: ${change('REMOVE', 'u1')} ${selection}
        b: ${change('REMOVE', 'u2')} ${selection}
      }`,
      { if: null },
    );
    expect(data).toMatchObject({ a: [reading('u2', 'u3')], b: [reading('u3')] });
    expect(calls.map((call) => call.replace(/^\d+ /, ''))).toEqual([
      'SET g u1 u2 u3',
      'REMOVE g u1',
      'READ g',
      'REMOVE g u2',
      'READ g',
    ]);
  });

  test('reads its group right after it, and later changes of the group wait for that', async () => {
    const { data, calls } = await runWith(
      keeping(),
      `mutation { a: ${set('g', 'u1')} ${setAdmins} b: ${remove('g', 'u1')} ${removeAdmins} }`,
    );
    expect(data).toEqual({ a: reading('u1'), b: reading() });
    expect(calls).toEqual(['0 SET g u1', '100 READ g', '200 REMOVE g u1', '300 READ g']);
  });

  test('reads its group before a change that has no payload, too', async () => {
    const { data, calls } = await runWith(
      keeping(),
      `mutation { a: ${set('g', 'u1')} ${setAdmins} b: ${set('g', 'u2')} ${name} c: ${set('g', 'u3')} ${setAdmins} }`,
    );
    expect(data).toMatchObject({ a: reading('u1'), c: reading('u1', 'u2', 'u3') });
    expect(calls).toEqual(['0 SET g u1', '100 READ g', '200 SET g u2 u3', '300 READ g']);
  });

  test('does not keep a group waiting that it does not read', async () => {
    const { data, calls } = await runWith(
      keeping(),
      `mutation { a: ${set('g', 'u1')} ${setAdmins} b: ${set('h', 'u2')} ${setAdmins} c: ${remove('h', 'u2')} ${name} }`,
    );
    expect(data).toMatchObject({ a: reading('u1'), b: reading('u2') });
    expect(calls).toEqual([
      '0 SET g u1',
      '0 SET h u2',
      '100 READ g',
      '100 READ h',
      '200 REMOVE h u2',
    ]);
  });

  test('is read when its change is answered, before the executor gets there', async () => {
    const script: Script = ({ text }) => ({ ms: text === 'SET g u1' ? 1_000 : 50 });
    const { calls } = await runWith(
      script,
      `mutation { a: ${set('g', 'u1')} ${name} b: ${set('h', 'u1')} ${setAdmins} }`,
    );
    expect(calls).toEqual(['0 SET g u1', '0 SET h u1', '50 READ h']);
  });

  test.each([
    ['asks for no more than the id', '{ ... on SetLiveGroupAdminsSuccess { liveGroup { id } } }'],
    ['skips it', setAdmins.replace('admins {', 'admins @skip(if: true) {')],
    ['asks for it where it failed only', '{ ... on Error { message } }'],
  ])('is not read where it %s', async (_name, selection) => {
    const { calls } = await runWith(keeping(), `mutation { ${set('g', 'u1')} ${selection} }`);
    expect(calls).toEqual(['0 SET g u1']);
  });

  test.each([
    ['aliases', setAdmins.replace('liveGroup', 'x: liveGroup').replace('admins', 'y: admins')],
    ['a fragment', '{ ...Payload }'],
    ['a fragment without a type', `{ ... { ${setAdmins.slice(1, -1)} } }`],
  ])('is read right after the change where it is asked for in %s', async (_name, selection) => {
    const fragment = `fragment Payload on SetLiveGroupAdminsResult ${setAdmins}`;
    const document = `mutation { a: ${set('g', 'u1')} ${selection} b: ${remove('g', 'u1')} ${name} }`;
    const { calls } = await runWith(
      keeping(),
      selection.includes('Payload') ? `${document} ${fragment}` : document,
    );
    expect(calls).toEqual(['0 SET g u1', '100 READ g', '200 REMOVE g u1']);
  });

  test('is not read where the change failed, and later changes do not wait for long', async () => {
    const script: Script = ({ text }) =>
      text.startsWith('SET') ? { ms: 100, failure: code(10010) } : { ms: 100 };
    const { data, calls } = await runWith(
      script,
      `mutation { a: ${set('g', 'u1')} { __typename ${setAdmins.slice(1)} b: ${remove('g', 'u1')} ${name} }`,
    );
    expect(data.a).toEqual({ __typename: 'GroupNotFoundError' });
    expect(calls).toEqual(['0 SET g u1', '100 REMOVE g u1']);
  });
});

test('changes of different groups go out together, and answer in the order of their fields', async () => {
  const script: Script = ({ text }) => ({ ms: text.startsWith('SET g') ? 300 : 50 });
  const { data, calls } = await runWith(
    script,
    `mutation { a: ${set('g', 'u1')} ${name} b: ${remove('h', 'u1')} ${name} c: ${set('i', 'u1')} ${name} }`,
  );
  expect(Object.keys(data)).toEqual(['a', 'b', 'c']);
  expect(calls).toEqual(['0 SET g u1', '0 REMOVE h u1', '0 SET i u1']);
});

describe('a list of changes', () => {
  const document = `mutation ($changes: [LiveGroupAdminsChangeInput!]!) {
    changeLiveGroupAdmins(changes: $changes) {
      __typename
      ... on SetLiveGroupAdminsSuccess { userIds ${admins} }
      ... on RemoveLiveGroupAdminsSuccess { userIds ${admins} }
      ... on InvalidInputError { issues { path } }
    }
  }`;
  const item = (text: string) => {
    const [action, groupId = '', ...userIds] = text.split(' ');
    return { action, groupId, userIds };
  };

  test('has one result for each, in order', async () => {
    const changes = ['SET g u1', 'REMOVE h', 'SET h u2 u2', 'REMOVE g u1', 'SET g u3'].map(item);
    const { data } = await runWith(keeping(), document, { changes });
    expect(data.changeLiveGroupAdmins).toEqual([
      { __typename: 'SetLiveGroupAdminsSuccess', userIds: ['u1'], ...reading('u3') },
      { __typename: 'InvalidInputError', issues: [{ path: ['changes', '1', 'userIds'] }] },
      { __typename: 'SetLiveGroupAdminsSuccess', userIds: ['u2'], ...reading('u2') },
      { __typename: 'RemoveLiveGroupAdminsSuccess', userIds: ['u1'], ...reading('u3') },
      { __typename: 'SetLiveGroupAdminsSuccess', userIds: ['u3'], ...reading('u3') },
    ]);
  });

  test('reads each group once, after its last change', async () => {
    const changes = ['SET g u1', 'SET h u1', 'REMOVE g u1', 'SET g u2'].map(item);
    const { calls } = await runWith(keeping(), document, { changes });
    expect(calls).toEqual([
      '0 SET g u1',
      '0 SET h u1',
      '100 REMOVE g u1',
      '100 READ h',
      '200 SET g u2',
      '300 READ g',
    ]);
  });

  test('that is empty is no trouble', async () => {
    const { data, calls } = await runWith(keeping(), document, { changes: [] });
    expect(data).toEqual({ changeLiveGroupAdmins: [] });
    expect(calls).toEqual([]);
  });
});

test('a query reads each group once, however often it is asked', async () => {
  const fields = ['g', 'h', 'g'].map(
    (group, index) => `f${index}: liveGroup(id: "${group}") { admins { __typename } }`,
  );
  const { calls } = await runWith(
    keeping(),
    `{ ${fields.join(' ')} liveGroups(ids: ["h", "g"]) { admins { __typename } } }`,
  );
  expect(calls).toEqual(['0 READ g', '0 READ h']);
});
