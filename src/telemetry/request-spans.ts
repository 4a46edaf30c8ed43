import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { RequestTracer } from '../http/request-tracer.ts';
import type { Clock } from '../policy/clock.ts';
import { contextOf, traceOf } from './span-context.ts';
import { traceIn } from './trace-context.ts';

const ROUTE = '/graphql';

/** Whatever else a caller writes there is one of its own. */
const KNOWN_METHODS = new Set(['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'PATCH', 'DELETE']);

/** One span for each HTTP request, as the semantic conventions for HTTP servers have it. */
export const requestSpans = (tracer: Tracer, clock: Clock): RequestTracer => ({
  begin({ method = '', headers }) {
    const isKnown = KNOWN_METHODS.has(method);
    const span = tracer.startSpan(
      `${isKnown ? method : 'HTTP'} ${ROUTE}`,
      {
        kind: SpanKind.SERVER,
        startTime: clock.now(),
        attributes: {
          'http.request.method': isKnown ? method : '_OTHER',
          'http.route': ROUTE,
          'url.path': ROUTE,
          'url.scheme': 'http',
        },
      },
      contextOf(traceIn(headers), { isRemote: true }),
    );
    let operations = 0;
    return {
      trace: traceOf(span.spanContext()),
      executes({ type, operation }) {
        operations += 1;
        // An array has many: each is one too many to name.
        if (operations > 1) {
          span.setAttribute('live_group_admins.operations', operations);
          return;
        }
        if (type) span.setAttribute('graphql.operation.type', type);
        if (operation) span.setAttribute('graphql.operation.name', operation);
      },
      end(status) {
        if (status !== undefined) span.setAttribute('http.response.status_code', status);
        if (status !== undefined && status >= 500) {
          span.setAttribute('error.type', String(status));
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end(clock.now());
      },
    };
  },
});
