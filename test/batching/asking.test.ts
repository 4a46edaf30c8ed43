import { describe, expect, test } from 'vitest';
import { asking } from '../../src/batching/asking.ts';
import type { AdminsChange, GroupId, UserId } from '../../src/domain/admins-change.ts';
import {
  type EndedCall,
  type Journey,
  type Observer,
  observers,
  upstreamMsUntil,
} from '../../src/domain/journey.ts';
import { code, rig, type Script } from './scripted-vendor.ts';

const change = (action: 'SET' | 'REMOVE', userId: string): AdminsChange => ({
  action,
  groupId: 'g' as GroupId,
  userIds: [userId as UserId],
});

/** Fields of one operation, and everything that an observer is told of them. */
function watched(script?: Script) {
  const told: string[] = [];
  const calls: EndedCall[] = [];
  const journeys: Journey[] = [];
  const text = ({ asked }: Journey) => [asked.field, asked.action, ...asked.userIds].join(' ');
  const watcher: Observer = {
    asked: (journey) => void told.push(`asked ${text(journey)}`),
    called(call) {
      calls.push(call);
      told.push(`called for ${call.journeys.length}`);
    },
    answered(journey, outcome) {
      journeys.push(journey);
      told.push(`answered ${text(journey)}: ${outcome?.kind ?? 'bug'}`);
    },
  };
  const world = rig(script ? { script, observer: watcher } : { observer: watcher });
  const { clock, changes, reads } = world;
  const origin = { caller: 'caller', requestId: 'request', trace: undefined };
  const fields = asking({
    changes,
    reads,
    origin,
    permissions: undefined,
    observer: watcher,
    clock,
  });
  const set = (userId: string) => {
    const checked = change('SET', userId);
    return fields.change({ ...checked, field: 'set' }, checked, undefined);
  };
  return { ...world, fields, set, told, calls, journeys };
}

describe('an observer', () => {
  test('is told of a change when it is asked, called for, and answered', async () => {
    const { set, settle, told } = watched();
    await settle([set('a')]);
    expect(told).toEqual(['asked set SET a', 'called for 1', 'answered set SET a: Changed']);
  });

  test('is told of a change that is refused before anything is sent', async () => {
    const { fields, settle, told } = watched();
    const forbidden = { kind: 'ForbiddenError', message: 'no', retryable: false } as const;
    const asked = { ...change('SET', 'a'), field: 'set' };
    await settle([fields.change(asked, forbidden, undefined)]);
    expect(told).toEqual(['asked set SET a', 'answered set SET a: ForbiddenError']);
  });

  test('is told of a read that is refused before anything is sent', async () => {
    const { fields, settle, told } = watched();
    const forbidden = { kind: 'ForbiddenError', message: 'no', retryable: false } as const;
    await settle([fields.read('g', forbidden)]);
    expect(told).toEqual(['asked admins READ', 'answered admins READ: ForbiddenError']);
  });

  test('is told of a read', async () => {
    const { fields, settle, told } = watched();
    await settle([fields.read('g', 'g' as GroupId)]);
    expect(told).toEqual(['asked admins READ', 'called for 1', 'answered admins READ: Admins']);
  });
});

describe('the journey of a change', () => {
  test('counts the calls that carried it, the time they took, and those that shared one', async () => {
    const failsOnce: Script = (_call, index) =>
      index === 0 ? { ms: 40, failure: code(10002) } : { ms: 50 };
    const { set, settle, journeys } = watched(failsOnce);
    await settle([set('a'), set('b'), set('c')]);
    const summary = journeys.map(({ asked, attempts, upstreamMs, sharedWith }) => ({
      userId: asked.userIds[0],
      attempts,
      upstreamMs,
      sharedWith,
    }));
    expect(summary).toEqual([
      { userId: 'a', attempts: 2, upstreamMs: 90, sharedWith: 2 },
      { userId: 'b', attempts: 2, upstreamMs: 90, sharedWith: 2 },
      { userId: 'c', attempts: 2, upstreamMs: 90, sharedWith: 2 },
    ]);
  });

  test('that is answered while a call of it is still under way, counts the time so far', async () => {
    const { set, settle, journeys, clock } = watched(() => ({ ms: 60_000 }));
    await settle([set('a')]);
    const [journey] = journeys;
    expect(journey?.attempts).toBe(1);
    expect(journey && upstreamMsUntil(journey, clock.now())).toBe(10_000);
  });
});

test('a call that is back tells what it carried, whose it was, and when it left and came', async () => {
  const { set, settle, calls } = watched(() => ({ ms: 50 }));
  await settle([set('a'), set('b'), set('a')]);
  expect(calls).toMatchObject([
    { carried: { action: 'SET', groupId: 'g', userIds: ['a', 'b'] }, host: 'first' },
  ]);
  expect(calls.map(({ journeys }) => journeys.length)).toEqual([3]);
  expect(calls.map(({ readyAt, sentAt, endedAt }) => [sentAt - readyAt, endedAt - sentAt])).toEqual(
    [[0, 50]],
  );
});

test('an observer that fails disturbs neither the others nor what it is told of', () => {
  const bugs: unknown[] = [];
  const told: string[] = [];
  const failing: Observer = {
    asked() {
      throw new Error('broken');
    },
    called: () => {},
    answered: () => {},
  };
  const other: Observer = { ...failing, asked: () => void told.push('asked') };
  const all = observers([failing, other], (bug) => bugs.push(bug));
  all.asked({} as Journey);
  expect(told).toEqual(['asked']);
  expect(bugs).toEqual([new Error('broken')]);
});
