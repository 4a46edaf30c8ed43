import type { IncomingHttpHeaders } from 'node:http';
import type { Trace } from '../domain/trace.ts';

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

const SAMPLED = 1;

/**
 * Where the caller says that its request belongs, as W3C Trace Context has it in version 00.
 * @returns undefined where it says nothing, or what cannot be read
 */
export function traceIn(headers: IncomingHttpHeaders): Trace | undefined {
  const { traceparent, tracestate } = headers;
  const parts = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : undefined;
  if (!parts) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = parts;
  const sampled = (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED;
  return { traceId, spanId, sampled, ...(typeof tracestate === 'string' && { state: tracestate }) };
}
