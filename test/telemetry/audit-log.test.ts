import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginJourney } from '../../src/domain/journey.ts';
import { auditLogOf, createLog } from '../../src/http/log.ts';
import { type Clock, systemClock } from '../../src/policy/clock.ts';
import { redactor } from '../../src/policy/redact.ts';
import { auditLog } from '../../src/telemetry/audit-log.ts';
import { app, type FakeVendor, ok, refusal, startFakeVendor } from '../support/fake-vendor.ts';
import { configFor, type Service, startService } from '../support/service.ts';
import { bearer, goodClaims, mint, secretSigner, trusting } from '../support/tokens.ts';
import { virtualClock } from '../support/virtual-clock.ts';

let vendor: FakeVendor;
let service: Service;

const start = async (clock: Clock, settings: Record<string, string> = {}) => {
  const config = configFor(vendor.url, { UPSTREAM_MAX_ATTEMPTS: '3', ...settings });
  service = await startService(config, { clock, random: () => 0.5 });
};
const startAnew = async (...how: Parameters<typeof start>) => {
  await service.stop();
  await start(...how);
};
beforeEach(async () => {
  vendor = await startFakeVendor();
  await start(systemClock);
});
afterEach(async () => {
  await service.stop();
  await vendor.close();
  expect(vendor.complaints).toEqual([]);
});

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

const set = (groupId: string, ...userIds: string[]) =>
  `setLiveGroupAdmins(input: { groupId: ${JSON.stringify(groupId)}, userIds: ${JSON.stringify(userIds)} }) { __typename }`;
const mutation = (...fields: string[]) =>
  `mutation { ${fields.map((field, index) => `c${index}: ${field}`).join(' ')} }`;

/** Sends changes with the request id `r`. */
const send = (...fields: string[]) => sendWith({}, ...fields);

async function sendWith(headers: Record<string, string>, ...fields: string[]): Promise<unknown> {
  const response = await service.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'r',
      traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
      ...headers,
    },
    body: JSON.stringify({ query: mutation(...fields) }),
  });
  return response.json();
}

describe('the audit log', () => {
  test('has one line for a change: who wanted what, what came of it, and what it took', async () => {
    await send(set('@TGS#live', 'alice', 'bob', 'alice'));
    expect(service.audited).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        log: 'audit',
        msg: 'change',
        requestId: 'r',
        traceId: TRACE_ID,
        field: 'setLiveGroupAdmins',
        command: 'modify_admin',
        action: 'SET',
        groupId: '@TGS#live',
        userIds: ['alice', 'bob'],
        outcome: 'SetLiveGroupAdminsSuccess',
        attempts: 1,
        sharedWith: 0,
        queuedMs: expect.any(Number),
        upstreamMs: expect.any(Number),
      },
    ]);
  });

  test('has one line for each item of a list and each alias, and none for a read', async () => {
    await send(
      'changeLiveGroupAdmins(changes: [{ action: SET, groupId: "g", userIds: ["a"] }, { action: REMOVE, groupId: "g", userIds: ["b"] }]) { __typename }',
      'removeLiveGroupAdmins(input: { groupId: "h", userIds: ["c"] }) { ... on RemoveLiveGroupAdminsSuccess { liveGroup { admins { __typename } } } }',
    );
    const lines = service.audited.map(({ field, action, groupId, outcome }) =>
      [field, action, groupId, outcome].join(' '),
    );
    expect(lines.sort()).toEqual([
      'changeLiveGroupAdmins REMOVE g RemoveLiveGroupAdminsSuccess',
      'changeLiveGroupAdmins SET g SetLiveGroupAdminsSuccess',
      'removeLiveGroupAdmins REMOVE h RemoveLiveGroupAdminsSuccess',
    ]);
  });

  test('tells of merged changes with how many others each went', async () => {
    await send(set('g', 'a'), set('g', 'b'), set('g', 'c'));
    expect(vendor.calls).toHaveLength(1);
    expect(service.audited.map(({ userIds, sharedWith }) => [userIds, sharedWith])).toEqual([
      [['a'], 2],
      [['b'], 2],
      [['c'], 2],
    ]);
  });

  test('counts the attempts of a change, and keeps its waiting apart from the vendor', async () => {
    const clock = virtualClock();
    await startAnew(clock);
    vendor.behave(() => {
      if (vendor.calls.length === 3) return ok;
      void clock.nextTimer().then(() => clock.advance(1_000));
      return refusal(10002);
    });
    await send(set('g', 'a'));
    expect(service.audited).toEqual([
      expect.objectContaining({
        outcome: 'SetLiveGroupAdminsSuccess',
        attempts: 3,
        queuedMs: 2_000,
        upstreamMs: 0,
      }),
    ]);
  });

  test('counts the time of a call that is never answered', async () => {
    const clock = virtualClock();
    await startAnew(clock, { UPSTREAM_MAX_ATTEMPTS: '1' });
    vendor.behave(() => 'hang');
    const called = vendor.nextCall();
    const answered = send(set('g', 'a'));
    await called;
    clock.advance(5_000);
    await answered;
    expect(service.audited).toEqual([
      expect.objectContaining({
        level: 40,
        outcome: 'UpstreamUnavailableError',
        detail: 'TIMEOUT',
        effect: 'UNKNOWN',
        queuedMs: 0,
        upstreamMs: 5_000,
      }),
    ]);
  });

  test.each([
    [
      'a code of its own type',
      refusal(10010),
      'GroupNotFoundError',
      { errorCode: 10010, effect: 'NOT_APPLIED' },
    ],
    ['a common code', refusal(60017), 'CommonApiError', { errorCode: 60017, detail: 'PERMISSION' }],
    [
      'a code that nobody knows',
      refusal(123456),
      'UnknownApiError',
      { errorCode: 123456, effect: 'UNKNOWN' },
    ],
    [
      'an HTTP status',
      { status: 404 },
      'UpstreamUnavailableError',
      { detail: 'HTTP_STATUS', effect: 'NOT_APPLIED' },
    ],
  ])('warns of a change that failed by %s', async (_what, reply, outcome, more) => {
    vendor.behave(() => reply);
    await send(set('g', 'a'));
    expect(service.audited).toEqual([expect.objectContaining({ level: 40, outcome, ...more })]);
  });

  test('warns of a change that was refused for its input, and shows no more of it than is fit', async () => {
    const long = 'x'.repeat(200);
    const many = Array.from({ length: 150 }, (_, index) => `${long}${index}`);
    await send(set(long, ...many));
    expect(service.audited).toEqual([
      expect.objectContaining({
        level: 40,
        outcome: 'InvalidInputError',
        groupId: `${'x'.repeat(64)}…`,
        userIds: Array.from({ length: 5 }, () => `${'x'.repeat(64)}…`),
        userIdsGiven: 150,
        attempts: 0,
        sharedWith: 0,
      }),
    ]);
  });

  test('warns of a change for which there was no room, and says why', async () => {
    await startAnew(systemClock, { MAX_QUEUED_CHANGES: '1' });
    await send(set('g', 'a'), set('h', 'a'));
    expect(service.audited.map(({ level, outcome, detail }) => [level, outcome, detail])).toEqual(
      expect.arrayContaining([
        [30, 'SetLiveGroupAdminsSuccess', undefined],
        [40, 'RateLimitedError', 'QUEUE_FULL'],
      ]),
    );
  });

  test('names the subject of the token, also of a change that is not allowed, and never the token', async () => {
    await startAnew(systemClock, trusting(secretSigner()));
    const token = await mint(secretSigner(), { ...goodClaims(), live_groups: ['g'] });
    await sendWith(bearer(token), set('g', 'a'), set('h', 'a'));
    const lines = service.audited.map(({ subject, groupId, outcome }) => [
      subject,
      groupId,
      outcome,
    ]);
    expect(lines.sort()).toEqual([
      ['alice', 'g', 'SetLiveGroupAdminsSuccess'],
      ['alice', 'h', 'ForbiddenError'],
    ]);
    expect(JSON.stringify(service.audited)).not.toContain(token.split('.')[2]);
  });

  test('holds no secret, though a caller sends one for an id', async () => {
    await send(set(app.secretKey.slice(0, 64), `usersig=${'a'.repeat(20)}`));
    const text = JSON.stringify(service.audited);
    expect(text).toContain('[redacted]');
    expect(text).not.toContain(app.secretKey);
    expect(text).not.toContain('usersig=aaa');
  });
});

test('a change that a bug broke is an error', () => {
  const lines: [level: string, fields: object][] = [];
  const sink = {
    info: (fields: object) => void lines.push(['info', fields]),
    warn: (fields: object) => void lines.push(['warn', fields]),
    error: (fields: object) => void lines.push(['error', fields]),
  };
  const origin = { caller: 'somebody', requestId: 'r', trace: undefined };
  const asked = {
    field: 'setLiveGroupAdmins',
    action: 'SET',
    groupId: 'g',
    userIds: ['a'],
  } as const;
  auditLog(sink).answered(beginJourney(origin, asked, 1_000), undefined, 1_500);
  expect(lines).toEqual([
    ['error', expect.objectContaining({ outcome: 'bug', attempts: 0, queuedMs: 500 })],
  ]);
});

describe('the level of the log', () => {
  const linesAt = (level: string) => {
    const lines: string[] = [];
    const log = createLog(level, redactor([]), { write: (line) => lines.push(line) });
    auditLogOf(log).info({}, 'change');
    return lines.length;
  };

  test.each(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])(
    '%s keeps the audit log',
    (level) => {
      expect(linesAt(level)).toBe(1);
    },
  );

  test('silent silences it', () => {
    expect(linesAt('silent')).toBe(0);
  });
});
