import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../schema/context.ts';
import type { Authenticator } from '../callers/authenticator.ts';
import type { Clock } from '../policy/clock.ts';
import { bugReporter, masked, useBugReports } from './bugs.ts';
import { graphiqlOptions } from './graphiql.ts';
import type { Log } from './log.ts';
import { send } from './send.ts';
import type { Traffic } from './traffic.ts';
import { useCallers } from './use-callers.ts';
import { useGraphiql } from './use-graphiql.ts';
import { useJson } from './use-json.ts';
import { type RequestContext, useOperationLog } from './use-operation-log.ts';
import { MAX_BATCHED_OPERATIONS, useRequestLimits } from './use-request-limits.ts';
import { useTraffic } from './use-traffic.ts';
import { useValidation } from './use-validation.ts';

export interface GraphqlOptions {
  readonly schema: GraphQLSchema;
  /** A new one for each operation. */
  readonly createContext: (request: RequestContext) => Context;
  /** Undefined where everybody is served. */
  readonly authenticator: Authenticator | undefined;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  readonly sandbox: boolean;
  readonly log: Log;
  readonly clock: Clock;
  readonly traffic?: Traffic | undefined;
}

export const GRAPHQL_PATH = '/graphql';

/** A parsed document takes more than a hundred times its text. */
const MAX_CACHED_DOCUMENTS_CHARACTERS = 512 * 1024;
const MAX_CACHED_ERRORS_CHARACTERS = 512 * 1024;

const cache = <Value extends object>(maxCharacters: number) =>
  new LRUCache<string, Value>({
    maxSize: maxCharacters,
    sizeCalculation: (_value, source) => source.length + 1,
  });

/** GraphQL over HTTP: everything at {@link GRAPHQL_PATH}. */
export function graphqlHandler(options: GraphqlOptions) {
  const { schema, createContext, authenticator, log, clock, traffic } = options;
  const documents = cache<DocumentNode>(MAX_CACHED_DOCUMENTS_CHARACTERS);
  const reportBug = bugReporter(log);
  const yoga = createYoga<RequestContext, Context>({
    schema,
    context: createContext,
    graphqlEndpoint: GRAPHQL_PATH,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    // The listener has read the body already, up to its limit.
    maxRequestBodySize: false,
    batching: { limit: MAX_BATCHED_OPERATIONS },
    parserAndValidationCache: {
      documentCache: documents,
      errorCache: cache(MAX_CACHED_ERRORS_CHARACTERS),
    },
    maskedErrors: masked,
    // What it has to say, it says in answers, and bugs are reported there.
    logging: false,
    plugins: [
      ...(authenticator ? [useCallers(authenticator, { log, traffic })] : []),
      options.graphiql && useGraphiql(graphiqlOptions(options)),
      useJson,
      useRequestLimits(schema, documents),
      useOperationLog(log, reportBug, clock),
      ...(traffic ? [useTraffic(traffic, clock)] : []),
      useValidation(options),
      useBugReports(reportBug),
    ],
  });

  return async (request: IncomingMessage, response: ServerResponse, context: RequestContext) => {
    try {
      const answer = await yoga.handleNodeRequestAndResponse(request, response, context);
      await send(answer, response, clock);
    } catch (error) {
      // Not even Yoga made an answer of it. It would show the stack.
      const { requestId } = context;
      const { message, extensions } = reportBug(error, requestId);
      const errors = [{ message, extensions: { code: extensions['code'], requestId } }];
      if (!response.headersSent) {
        response.writeHead(500, { 'content-type': 'application/json; charset=utf-8' });
      }
      response.end(JSON.stringify({ errors }));
    }
  };
}
