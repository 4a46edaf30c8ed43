import type { DocumentNode, GraphQLSchema } from 'graphql';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../schema/context.ts';
import type { Clock } from '../policy/clock.ts';
import { badUserInput } from './bad-user-input.ts';
import { graphiqlOptions } from './graphiql.ts';
import type { Log } from './log.ts';
import { type RequestContext, useOperationLog } from './use-operation-log.ts';
import { useRequestLimits } from './use-request-limits.ts';

export interface GraphqlOptions {
  readonly schema: GraphQLSchema;
  /** A new one for each operation. */
  readonly createContext: () => Context;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  readonly sandbox: boolean;
  readonly log: Log;
  readonly clock: Clock;
}

export const GRAPHQL_PATH = '/graphql';

const MAX_BATCHED_OPERATIONS = 50;
/** A parsed document takes more than a hundred times its text. */
const MAX_CACHED_DOCUMENTS_CHARACTERS = 512 * 1024;

/** GraphQL over HTTP: everything at {@link GRAPHQL_PATH}. */
export function graphqlHandler(options: GraphqlOptions) {
  const { schema, createContext, log, clock } = options;
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_CACHED_DOCUMENTS_CHARACTERS,
    sizeCalculation: (_document, source) => source.length + 1,
  });
  return createYoga<RequestContext, Context>({
    schema,
    context: createContext,
    graphqlEndpoint: GRAPHQL_PATH,
    graphiql: options.graphiql && graphiqlOptions(options),
    // Nine megabytes, so only where it is asked for.
    renderGraphiQL: async (page) =>
      (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(page),
    landingPage: false,
    cors: false,
    multipart: false,
    batching: { limit: MAX_BATCHED_OPERATIONS },
    parserAndValidationCache: { documentCache: documents },
    logging: {
      debug: () => {},
      info: () => {},
      // A line keeps the stack of an error only under this key.
      warn: (err, ...args) => log.warn({ err, args }, 'yoga'),
      error: (err, ...args) => log.error({ err, args }, 'yoga'),
    },
    plugins: [
      onlyJson,
      refuseUnreadableParameters,
      useRequestLimits(schema, documents),
      useOperationLog(log, clock),
      ...(options.introspection ? [] : [noIntrospection]),
    ],
  });
}

/** Other types a web page may send to any site without asking: then whoever visits it would change things. */
const onlyJson: Plugin = {
  onRequestParse({ request, fetchAPI, endResponse }) {
    const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (request.method !== 'POST' || type === 'application/json') return;
    const text = 'Send the operation as application/json.\n';
    endResponse(new fetchAPI.Response(text, { status: 415 }));
  },
};

/** Variables in a URL are JSON within text: where they are none, the caller is to blame. */
const refuseUnreadableParameters: Plugin = {
  onRequestParse({ requestParser, setRequestParser }) {
    if (requestParser === undefined) return;
    setRequestParser(async (request) => {
      try {
        return await requestParser(request);
      } catch (error) {
        if (error instanceof SyntaxError) throw badUserInput('The parameters are not valid JSON.');
        throw error;
      }
    });
  },
};

const noIntrospection: Plugin = {
  onValidate: ({ addValidationRule }) => addValidationRule(NoSchemaIntrospectionCustomRule),
};
