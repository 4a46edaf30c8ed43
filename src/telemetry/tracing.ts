import type { Observer } from '../domain/journey.ts';
import type { RequestTracer } from '../http/request-tracer.ts';
import { traceIn } from './trace-context.ts';

/** What makes spans of what happens. */
export interface Tracing {
  readonly requests: RequestTracer;
  readonly observers: readonly Observer[];
  /** Sends what is left, if that can be done soon. */
  close(): Promise<void>;
}

const ignore = () => {};

/** No spans. The trace of the caller is known all the same, so that the log can name it. */
export const noTracing: Tracing = {
  requests: {
    begin: ({ headers }) => ({ trace: traceIn(headers), executes: ignore, end: ignore }),
  },
  observers: [],
  close: async () => {},
};
