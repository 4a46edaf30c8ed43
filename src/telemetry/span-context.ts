import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type SpanContext,
  TraceFlags,
  trace as traces,
} from '@opentelemetry/api';
import type { Trace } from '../domain/trace.ts';

/** Where the next span begins: within `trace`, or in a new one. */
export function contextOf(trace: Trace | undefined, { isRemote }: { isRemote: boolean }): Context {
  if (!trace) return ROOT_CONTEXT;
  const { traceId, spanId, sampled, state } = trace;
  return traces.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote,
    ...(state !== undefined && { traceState: createTraceState(state) }),
  });
}

export function traceOf(context: SpanContext): Trace {
  const { traceId, spanId, traceState } = context;
  const state = traceState && { state: traceState.serialize() };
  return { traceId, spanId, sampled: isSampled(context), ...state };
}

export const isSampled = ({ traceFlags }: SpanContext): boolean =>
  (traceFlags & TraceFlags.SAMPLED) === TraceFlags.SAMPLED;
