import fc from 'fast-check';
import { execute, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { changeQueue } from '../../src/batching/change-queue.ts';
import { operationContext } from '../../src/batching/operation-context.ts';
import { readQueue } from '../../src/batching/read-queue.ts';
import type { Action, GroupId } from '../../src/domain/admins-change.ts';
import { observers } from '../../src/domain/journey.ts';
import { dispatcher } from '../../src/policy/dispatcher.ts';
import { hosts } from '../../src/policy/hosts.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import {
  type Atomicity,
  applyTo,
  type Fault,
  type ModelCall,
  vendorModel,
} from './vendor-model.ts';

/** How many schedules are tried; the nightly script asks for more. */
const RUNS = Number(process.env['LAW_RUNS'] ?? 500);
const TIMEOUT_MS = 2_000;

interface Field {
  readonly action: Action;
  readonly groupId: string;
  readonly userIds: readonly string[];
  readonly reads: boolean;
}

interface Operation {
  /** When it arrives, in milliseconds after the one before. */
  readonly afterMs: number;
  readonly caller: string;
  readonly fields: readonly Field[];
}

interface Schedule {
  readonly operations: readonly Operation[];
  /** Of changes, and of reads. */
  readonly maxCallsPerSecond: number;
  readonly latencies: readonly number[];
  readonly connecting: readonly number[];
  readonly faults: readonly Fault[];
  readonly random: readonly number[];
  /** After which operation nothing can run for how long. */
  readonly stall: { readonly after: number; readonly ms: number };
  /** Whether everything is abandoned so long after the last operation. */
  readonly abandonAfterMs: number | undefined;
}

const field = fc.record({
  action: fc.constantFrom<Action>('SET', 'REMOVE'),
  groupId: fc.constantFrom('g1', 'g2', 'g3'),
  userIds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'bad1'), {
    minLength: 1,
    maxLength: 3,
  }),
  reads: fc.boolean(),
});

const schedules = (
  faults: fc.Arbitrary<Fault>,
  abandons = fc.constant<number | undefined>(undefined),
) =>
  fc.record<Schedule>({
    operations: fc.array(
      fc.record({
        afterMs: fc.oneof(fc.constant(0), fc.nat(200)),
        caller: fc.constantFrom('x', 'y', 'z'),
        fields: fc.array(field, { minLength: 1, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    // So few that most wait, or so many that hardly any does.
    maxCallsPerSecond: fc.constantFrom(3, 8, 40),
    latencies: fc.array(fc.integer({ min: 2, max: 300 }), { minLength: 1, maxLength: 7 }),
    connecting: fc.array(fc.oneof(fc.constant(0), fc.nat(1_500)), { minLength: 1, maxLength: 7 }),
    faults: fc.array(faults, { minLength: 1, maxLength: 9 }),
    random: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
      minLength: 1,
      maxLength: 5,
    }),
    stall: fc.record({ after: fc.nat(8), ms: fc.nat(3_000) }),
    abandonAfterMs: abandons,
  });

const noFaults = fc.constant<Fault>('none');
const anyFault = fc.oneof(
  { weight: 3, arbitrary: noFaults },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Fault>(
      'refused',
      'reset before',
      'reset after',
      'late',
      'timeout',
      '502 before',
      '502 after',
      'garbage after',
      '10002 before',
      '10002 after',
      'frequency',
    ),
  },
);

/** A field's answer, with what is needed to judge it. */
interface Answered extends Field {
  readonly operation: number;
  readonly submittedAt: number;
  readonly answeredAt: number;
  readonly typename: string;
  readonly errorCode: number | undefined;
  readonly outcome: 'NOT_APPLIED' | 'UNKNOWN' | undefined;
  /** What the payload read, where it did. */
  readonly admins: readonly string[] | undefined;
}

const document = ({ fields }: Operation) =>
  parse(
    `mutation {${fields.map((field, index) => {
      const name = field.action === 'SET' ? 'setLiveGroupAdmins' : 'removeLiveGroupAdmins';
      const type = field.action === 'SET' ? 'Set' : 'Remove';
      const input = `{groupId: "${field.groupId}", userIds: ${JSON.stringify(field.userIds)}}`;
      const payload = field.reads
        ? `... on ${type}LiveGroupAdminsSuccess { liveGroup { admins { ... on LiveGroupAdmins { nodes { userId } } } } }`
        : '';
      return `f${index}: ${name}(input: ${input}) { __typename ${payload} ... on UpstreamError { errorCode outcome } ... on UpstreamUnavailableError { outcome } }`;
    })} }`,
  );

/** Runs a schedule against the real queues, resolvers and all, on virtual time. */
async function run(schedule: Schedule, atomicity: Atomicity) {
  const clock = virtualClock(1_000_000);
  const model = vendorModel(clock, { ...schedule, atomicity, timeoutMs: TIMEOUT_MS });
  const observer = observers([], () => {});
  let drawn = 0;
  const options = () => ({
    hosts: hosts([{ name: 'vendor', client: model.vendor }], { clock, isTelling: () => false }),
    dispatcher: dispatcher({
      maxCallsPerSecond: schedule.maxCallsPerSecond,
      clock,
      isTelling: () => true,
    }),
    limits: {
      maxAttempts: 3,
      timeoutMs: TIMEOUT_MS,
      deadlineMs: 60_000,
      maxQueued: 1_000,
      maxQueuedPerCaller: 1_000,
    },
    clock,
    random: () => schedule.random[drawn++ % schedule.random.length] ?? 0,
    observer,
  });
  const reads = readQueue(options());
  const answeredAt = new Map<string, number[]>();
  const changes = changeQueue({
    ...options(),
    onAnswered: (change) => {
      reads.changed(change.groupId);
      answeredAt.set(key(change), [...(answeredAt.get(key(change)) ?? []), clock.now()]);
    },
  });

  const results: Promise<Answered[]>[] = [];
  for (const [index, operation] of schedule.operations.entries()) {
    await clock.runUntil(new Promise<void>((resolve) => clock.after(operation.afterMs, resolve)));
    if (schedule.stall.after === index) clock.stall(schedule.stall.ms);
    results.push(answersOf(operation, index));
  }
  if (schedule.abandonAfterMs !== undefined) {
    const { abandonAfterMs } = schedule;
    await clock.runUntil(new Promise<void>((resolve) => clock.after(abandonAfterMs, resolve)));
    changes.abandon();
    reads.abandon();
  }
  const answers = (await clock.runUntil(Promise.all(results))).flat();
  // What was never answered may still take effect.
  clock.advance(TIMEOUT_MS + 3_000);
  return { answers, ...model };

  async function answersOf(operation: Operation, index: number): Promise<Answered[]> {
    const submittedAt = clock.now();
    const contextValue = operationContext({
      changes,
      reads,
      origin: { caller: operation.caller, requestId: String(index), trace: undefined },
      permissions: undefined,
      observer,
      clock,
    });
    const { data, errors } = await execute({ schema, document: document(operation), contextValue });
    expect(errors).toBeUndefined();
    return operation.fields.map((field, position) => {
      const answer = (data as Record<string, Record<string, never>>)[`f${position}`];
      const admins = answer?.['liveGroup']?.['admins']?.['nodes'] as
        | { userId: string }[]
        | undefined;
      return {
        ...field,
        operation: index,
        submittedAt,
        answeredAt: clock.now(),
        typename: answer?.['__typename'] ?? 'null',
        errorCode: answer?.['errorCode'],
        outcome: answer?.['outcome'],
        admins: admins?.map(({ userId }) => userId).sort(),
      };
    });
  }
}

const key = (change: { action: Action; groupId: string; userIds: readonly string[] }) =>
  JSON.stringify([change.action, change.groupId, change.userIds]);

/** The same changes, one at a time, in the order of each lane, and the states in between. */
function oneAtATime(answers: readonly Answered[]) {
  const states = new Map<string, Set<string>[]>();
  const expected = answers.map(({ action, groupId, userIds }) => {
    const before = states.get(groupId) ?? [new Set<string>()];
    const change = { action, userIds: userIds as never };
    const { admins, code } = applyTo(before.at(-1) ?? new Set(), change, 'whole or not at all');
    states.set(groupId, [...before, admins]);
    const success = action === 'SET' ? 'SetLiveGroupAdminsSuccess' : 'RemoveLiveGroupAdminsSuccess';
    if (code === 0) return { typename: success, errorCode: undefined, outcome: undefined };
    const outcome = userIds.length > 1 ? 'UNKNOWN' : 'NOT_APPLIED';
    return {
      typename: code === 10004 ? 'InvalidParametersError' : 'CommonApiError',
      errorCode: code,
      outcome,
    };
  });
  return { states, expected };
}

function expectLawfulCalls(calls: readonly ModelCall[]) {
  for (const { userIds } of calls) {
    expect(userIds.length).toBeLessThanOrEqual(5);
    expect(new Set(userIds).size).toBe(userIds.length);
  }
}

function expectPace(sentAt: readonly number[], maximum: number) {
  const tooMany = sentAt.filter((at, index) => at - (sentAt[index - maximum] ?? 0) <= 1_000);
  expect(tooMany).toEqual([]);
}

/** Reads show the state after the change itself, or after later ones of other operations. */
function expectTruthfulReads(answers: readonly Answered[], states: Map<string, Set<string>[]>) {
  const places = new Map<string, number>();
  const placed = answers.map((answer) => {
    const place = (places.get(answer.groupId) ?? 0) + 1;
    places.set(answer.groupId, place);
    return { ...answer, place };
  });
  for (const { operation, groupId, place, admins } of placed) {
    if (admins === undefined) continue;
    const next = placed.find(
      (other) => other.operation === operation && other.groupId === groupId && other.place > place,
    );
    const possible = (states.get(groupId) ?? []).slice(place, next?.place);
    expect(possible.map((state) => [...state].sort())).toContainEqual(admins);
  }
}

const isSuccess = ({ typename }: Answered) => typename.endsWith('Success');

const asksToo = (other: Answered, { action, groupId, ...answer }: Answered, userId: string) =>
  (other.operation !== answer.operation || other.userIds !== answer.userIds) &&
  other.action === action &&
  other.groupId === groupId &&
  other.userIds.includes(userId);

/** Whether what callers were told, and what the vendor holds, can both be true. */
function expectNoContradiction(
  answers: readonly Answered[],
  calls: readonly ModelCall[],
  adminsOf: (groupId: GroupId) => ReadonlySet<string>,
) {
  const byAccount = new Map<string, Answered[]>();
  for (const answer of answers) {
    for (const userId of answer.userIds) {
      const name = `${answer.groupId} ${userId}`;
      byAccount.set(name, [...(byAccount.get(name) ?? []), answer]);
    }
    const ofIts = calls.filter(
      (call) =>
        call.groupId === answer.groupId &&
        call.action === answer.action &&
        call.sentAt >= answer.submittedAt &&
        call.sentAt <= answer.answeredAt,
    );
    for (const userId of answer.userIds) {
      const isApplied = ofIts.some(({ applied }) => applied.includes(userId));
      // No success that was not applied.
      if (isSuccess(answer)) expect(isApplied).toBe(true);
      // No NOT_APPLIED that was, unless another change asked for the same.
      else if (
        answer.outcome !== 'UNKNOWN' &&
        !answers.some((other) => asksToo(other, answer, userId))
      ) {
        expect(isApplied).toBe(false);
      }
    }
  }
  for (const [name, told] of byAccount) {
    const [groupId, userId] = name.split(' ') as [GroupId, string];
    const lastCertain = told.findLastIndex(isSuccess);
    const certain = told[lastCertain];
    const open = told.slice(lastCertain + 1).filter(({ outcome }) => outcome === 'UNKNOWN');
    const possible = new Set([
      certain?.action === 'SET',
      ...open.map(({ action }) => action === 'SET'),
    ]);
    expect([...possible], `${name} after ${JSON.stringify(told)}`).toContain(
      adminsOf(groupId).has(userId),
    );
  }
}

describe('whatever arrives in whatever order', { timeout: RUNS * 500 }, () => {
  test('is answered as if each change had gone alone, with a vendor that applies a call whole or not at all', () =>
    fc.assert(
      fc.asyncProperty(schedules(noFaults), async (schedule) => {
        const { answers, calls, readsSentAt, adminsOf } = await run(
          schedule,
          'whole or not at all',
        );
        const { states, expected } = oneAtATime(answers);
        expect(
          answers.map(({ typename, errorCode, outcome }) => ({ typename, errorCode, outcome })),
        ).toEqual(expected);
        for (const [groupId, ofGroup] of states) {
          expect([...adminsOf(groupId as GroupId)].sort()).toEqual(
            [...(ofGroup.at(-1) ?? [])].sort(),
          );
        }
        expectTruthfulReads(answers, states);
        expectLawfulCalls(calls);
        expectPace(
          calls.map(({ sentAt }) => sentAt),
          schedule.maxCallsPerSecond,
        );
        expectPace(readsSentAt, schedule.maxCallsPerSecond);
        if (expected.every(({ errorCode }) => errorCode === undefined)) {
          expect(calls.length).toBeLessThanOrEqual(answers.length);
        }
      }),
      { numRuns: RUNS },
    ));

  test('is answered without contradiction by a vendor that applies part of a failing call', () =>
    fc.assert(
      fc.asyncProperty(schedules(noFaults), async (schedule) => {
        const { answers, calls, adminsOf } = await run(schedule, 'part');
        expectNoContradiction(answers, calls, adminsOf);
        expectLawfulCalls(calls);
      }),
      { numRuns: RUNS },
    ));

  test.each(['whole or not at all', 'part'] as const)(
    'is answered truthfully, once, when the network lies (a call applied %s)',
    (atomicity) =>
      fc.assert(
        fc.asyncProperty(
          schedules(anyFault, fc.option(fc.nat(8_000), { nil: undefined })),
          async (schedule) => {
            const { answers, calls, adminsOf } = await run(schedule, atomicity);
            expectNoContradiction(answers, calls, adminsOf);
            expectLawfulCalls(calls);
            expectPace(
              calls.map(({ sentAt }) => sentAt),
              schedule.maxCallsPerSecond,
            );
          },
        ),
        { numRuns: RUNS },
      ),
  );
});
