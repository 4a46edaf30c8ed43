import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { Failure } from '../domain/outcome.ts';

type WithoutEffect<Kind> = Kind extends unknown ? Omit<Kind, 'outcome'> : never;

/** A failure of a change, a read, or a single call. */
export type Failed = WithoutEffect<Failure>;

/** Whether the vendor or the service failed, rather than what the caller asked for. */
const isTrouble: Readonly<Record<Failure['kind'], boolean>> = {
  InvalidInputError: false,
  ForbiddenError: false,
  GroupNotFoundError: false,
  InvalidGroupIdError: false,
  InsufficientPermissionsError: false,
  InvalidParametersError: false,
  SystemError: true,
  InvalidRequestCommandError: true,
  AppAdminNotLoggedInError: true,
  CommonApiError: true,
  UnknownApiError: true,
  UpstreamUnavailableError: true,
  RateLimitedError: true,
};

/** What came of it, without any text of the vendor's. Only trouble makes an error of a span. */
export function noteFailure(span: Span, failed: Failed): void {
  span.setAttributes(attributesOf(failed));
  const isCallers = failed.kind === 'CommonApiError' && failed.category === 'ACCOUNT';
  if (isTrouble[failed.kind] && !isCallers) span.setStatus({ code: SpanStatusCode.ERROR });
}

function attributesOf(failed: Failed): Attributes {
  return {
    'error.type': failed.kind,
    ...('errorCode' in failed && { 'live_group_admins.vendor_code': failed.errorCode }),
    ...('category' in failed && { 'live_group_admins.category': failed.category }),
    ...('reason' in failed && { 'live_group_admins.reason': failed.reason }),
  };
}
