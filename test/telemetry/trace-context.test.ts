import { expect, test } from 'vitest';
import { traceIn } from '../../src/telemetry/trace-context.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';

test('a request belongs to the span that its header names', () => {
  expect(traceIn({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` })).toEqual({
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    sampled: true,
  });
});

test.each([
  ['00', false],
  ['01', true],
  ['02', false],
  ['ff', true],
])('the flags %s say whether its spans are kept: %s', (flags, sampled) => {
  expect(traceIn({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-${flags}` })?.sampled).toBe(sampled);
});

test('what other tracers say of it is kept as it is', () => {
  const headers = {
    traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`,
    tracestate: 'congo=t61,rojo=00f0',
  };
  expect(traceIn(headers)?.state).toBe('congo=t61,rojo=00f0');
});

test.each([
  ['nothing', undefined],
  ['an empty text', ''],
  ['another version', `01-${TRACE_ID}-${SPAN_ID}-01`],
  ['capital letters', `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
  ['a span of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
  ['a short trace id', `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
  ['no flags', `00-${TRACE_ID}-${SPAN_ID}`],
  ['more than there is in this version', `00-${TRACE_ID}-${SPAN_ID}-01-more`],
  ['two of them', `00-${TRACE_ID}-${SPAN_ID}-01, 00-${TRACE_ID}-${SPAN_ID}-01`],
])('%s is as good as no header', (_, traceparent) => {
  expect(traceIn({ ...(traceparent !== undefined && { traceparent }) })).toBeUndefined();
});
