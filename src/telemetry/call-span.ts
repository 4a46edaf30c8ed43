import {
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type Tracer,
  trace as traces,
} from '@opentelemetry/api';
import type { EndedCall } from '../domain/journey.ts';
import { noteFailure } from './note-failure.ts';
import { isSampled } from './span-context.ts';

/**
 * A call to the vendor that is back, within the span of the first whose trace is kept, and linked with all that
 * it carried. There is no `url.full` in it: the URL holds the UserSig.
 * @param carried the spans of the changes or of the read
 */
export function callSpan(tracer: Tracer, call: EndedCall, carried: readonly Span[]): void {
  const parent = carried.find((span) => isSampled(span.spanContext()));
  if (!parent) return;
  const { action, userIds } = call.carried;
  const command = action === 'READ' ? 'get_admin_list' : 'modify_admin';
  const { hostname, port } = new URL(`https://${call.host}`);
  const span = tracer.startSpan(
    `POST ${command}`,
    {
      kind: SpanKind.CLIENT,
      startTime: call.sentAt,
      links: carried.map((each) => ({ context: each.spanContext() })),
      attributes: {
        'http.request.method': 'POST',
        'server.address': hostname,
        ...(port !== '' && { 'server.port': Number(port) }),
        'live_group_admins.command': command,
        'live_group_admins.action': action,
        'live_group_admins.accounts': userIds.length,
        'live_group_admins.carried': carried.length,
        'live_group_admins.slot_wait_ms': call.sentAt - call.readyAt,
      },
    },
    traces.setSpan(ROOT_CONTEXT, parent),
  );
  const others = carried.filter((each) => each !== parent);
  for (const each of others) each.addLink({ context: span.spanContext() });
  if (!call.result.ok) noteFailure(span, call.result.failure);
  span.end(call.endedAt);
}
