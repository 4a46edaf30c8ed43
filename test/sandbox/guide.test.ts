import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { liveGroupIds, otherGroupIds } from '../../src/sandbox/groups.ts';
import { firstSteps, sandboxGuide, specialGroups } from '../../src/sandbox/guide.ts';

/** The longest address there is by default. */
const address = 'http://127.0.0.1:65535';
const guide = sandboxGuide(address, false);
const guideWithTokens = sandboxGuide(address, true);

describe('the guide', () => {
  test.each([guide, guideWithTokens])(
    'fits a terminal of 100 columns and 25 lines (%#)',
    (guide) => {
      const lines = guide.split('\n');
      expect(lines.length).toBeLessThanOrEqual(25);
      expect(lines.filter((line) => line.length > 100)).toEqual([]);
    },
  );

  test('has a token in each command where tokens are asked for, and only there', () => {
    const header = ' \\\n  -H "authorization: Bearer $TOKEN" -H ';
    expect(guideWithTokens.split(header)).toHaveLength(firstSteps.length + 1);
    expect(guideWithTokens).toContain('README');
    expect(guide).not.toContain('TOKEN');
  });

  test('says that it is a sandbox, and where GraphiQL is', () => {
    expect(guide).toContain('sandbox');
    expect(guide).toContain('nothing leaves this machine');
    expect(guide).toContain(`GraphiQL: ${address}/graphql\n`);
  });

  test('names every group there is', () => {
    const named = specialGroups.map(({ groupId }) => groupId);
    for (const groupId of [...liveGroupIds, ...otherGroupIds, ...named]) {
      expect(guide).toContain(groupId);
    }
  });

  test('has commands that send the first steps as JSON', () => {
    const sent = guide
      .split('curl -s ')
      .slice(1)
      .map((command) => {
        const [, url, type, body] = /^(\S+) -H '([^']+)' -d '([^']+)'\n/.exec(command) ?? [];
        return { url, type, body: JSON.parse(body ?? '') };
      });
    expect(sent).toEqual(
      firstSteps.map((query) => ({
        url: `${address}/graphql`,
        type: 'content-type: application/json',
        body: { query },
      })),
    );
  });

  test('has first steps that the schema knows', () => {
    for (const step of firstSteps) expect(validate(schema, parse(step))).toEqual([]);
  });
});
