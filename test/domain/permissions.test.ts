import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forbidden } from '../../src/domain/permissions.ts';

const WRITE = 'live-group-admins:write';
const READ = 'live-group-admins:read';

const groupId = fc.oneof(fc.constantFrom('@TGS#live', '@TGS#LIVE', '@TGS#live ', ''), fc.string());
const scope = fc.oneof(
  fc.constantFrom(
    WRITE,
    READ,
    'live-group-admins',
    'live-group-admins:writer',
    WRITE.toUpperCase(),
  ),
  fc.string(),
);
const scopes = fc.array(scope).map((list) => new Set(list));
const liveGroups = fc.option(
  fc.array(groupId).map((list) => new Set(list)),
  { nil: undefined },
);
const use = fc.constantFrom('change', 'read');

describe('a token allows', () => {
  test('a change by write alone, a read by read or write, and of its own groups alone', () => {
    fc.assert(
      fc.property(scopes, liveGroups, use, groupId, (scopes, liveGroups, use, groupId) => {
        const hasScope = scopes.has(WRITE) || (use === 'read' && scopes.has(READ));
        const hasGroup = liveGroups === undefined || liveGroups.has(groupId);
        const refusal = forbidden({ scopes, liveGroups }, use, groupId);
        expect(refusal === undefined).toBe(hasScope && hasGroup);
      }),
    );
  });

  test('to read whatever it allows to change', () => {
    fc.assert(
      fc.property(scopes, liveGroups, groupId, (scopes, liveGroups, groupId) => {
        if (forbidden({ scopes, liveGroups }, 'change', groupId)) return;
        expect(forbidden({ scopes, liveGroups }, 'read', groupId)).toBeUndefined();
      }),
    );
  });

  test('nothing of any group, where it is bound to none', () => {
    fc.assert(
      fc.property(scopes, use, groupId, (scopes, use, groupId) => {
        expect(forbidden({ scopes, liveGroups: new Set() }, use, groupId)).toBeDefined();
      }),
    );
  });
});

describe('a refusal says', () => {
  const said = (use: 'change' | 'read', allowed: readonly string[], groups?: readonly string[]) => {
    const liveGroups = groups && new Set(groups);
    return forbidden({ scopes: new Set(allowed), liveGroups }, use, '@TGS#live');
  };

  test.each([
    ['change', [], `The token lacks the scope ${WRITE}. Nothing was sent.`],
    ['change', [READ], `The token lacks the scope ${WRITE}. Nothing was sent.`],
    ['read', [], `The token lacks the scope ${READ}. Nothing was sent.`],
  ] as const)('which scope is missing: a %s with %j', (use, allowed, message) => {
    expect(said(use, allowed)).toEqual({ kind: 'ForbiddenError', message, retryable: false });
  });

  test('that it is the group, but neither which one nor which others it may be', () => {
    expect(said('change', [WRITE], ['@TGS#other'])?.message).toBe(
      'The token does not allow this group. Nothing was sent.',
    );
  });
});
