import type { Plugin } from 'graphql-yoga';
import type { Authenticator, Verdict } from '../callers/authenticator.ts';
import type { Log } from './log.ts';
import type { Traffic } from './traffic.ts';
import type { RequestContext } from './use-operation-log.ts';

const CODE = 'UNAUTHENTICATED';

/**
 * Lets nobody in without a good token, before anything else of the request is looked at. A page of GraphiQL
 * and a preflight are no operations: they have their answers already.
 */
export function useCallers(
  authenticator: Authenticator,
  { log, traffic }: { log: Log; traffic: Traffic | undefined },
): Plugin<object, RequestContext> {
  return {
    async onRequestParse({ request, serverContext, fetchAPI, endResponse }) {
      const token = bearerToken(request.headers.get('authorization'));
      const verdict = token === undefined ? undefined : await authenticator.check(token);
      if (verdict?.kind === 'caller') {
        serverContext.caller = verdict.caller;
        return;
      }
      const { status, headers, message } = refusal(verdict);
      log.info({ requestId: serverContext.requestId, status, reason: message }, 'caller refused');
      traffic?.refused(CODE);
      const errors = [{ message, extensions: { code: CODE } }];
      const contentType = `${mediaType(request.headers.get('accept'))}; charset=utf-8`;
      endResponse(
        new fetchAPI.Response(JSON.stringify({ errors }), {
          status,
          headers: { 'content-type': contentType, ...headers },
        }),
      );
    },
  };
}

/** @returns undefined where none was sent */
function bearerToken(authorization: string | null): string | undefined {
  const [scheme = '', ...credentials] = (authorization ?? '').split(' ');
  const token = credentials.join(' ').trim();
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined;
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As RFC 6750 has it: no error is named where no token was sent. */
function refusal(verdict: Exclude<Verdict, { kind: 'caller' }> | undefined): Refusal {
  switch (verdict?.kind) {
    case undefined:
      return {
        status: 401,
        headers: { 'www-authenticate': 'Bearer' },
        message: 'Send a bearer token in the header authorization.',
      };
    case 'bad-token': {
      const { reason } = verdict;
      const challenge = `Bearer error="invalid_token", error_description="${reason}"`;
      return { status: 401, headers: { 'www-authenticate': challenge }, message: reason };
    }
    case 'no-keys': {
      const seconds = Math.max(1, Math.ceil(verdict.retryAfterMs / 1000));
      return {
        status: 503,
        headers: { 'retry-after': String(seconds) },
        message: 'Tokens cannot be checked at the moment: try again later.',
      };
    }
  }
}

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

const mediaType = (accept: string | null) =>
  accept?.toLowerCase().includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json';
