import { expect, test } from 'vitest';
import { allCallLabels, callLabels } from '../../src/telemetry/outcome-labels.ts';
import { badStatus, refusal, silence, unreadable } from '../../src/tencent/classify.ts';
import { errorCodes } from '../../src/tencent/error-codes.ts';

const failures = [
  ...errorCodes.map(({ code }) => refusal({ code, info: '' })),
  refusal({ code: 4711, info: '' }),
  ...([502, 429, 404] as const).map(badStatus),
  ...(['CONNECTION', 'TIMEOUT', 'INVALID_RESPONSE'] as const).map((reason) =>
    silence({ kind: 'no-answer', reason, sent: true }),
  ),
  unreadable(),
];

test('everything that a call can come to has its series from the start', () => {
  const labels = [
    callLabels({ ok: true, value: null }),
    ...failures.map((failure) => callLabels({ ok: false, ...failure })),
  ];
  const written = (all: readonly object[]) => new Set(all.map((one) => JSON.stringify(one)));
  const possible = written(allCallLabels);
  for (const label of written(labels)) expect(possible).toContain(label);
});
