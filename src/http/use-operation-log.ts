import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../domain/permissions.ts';
import type { Clock } from '../policy/clock.ts';
import type { Log } from './log.ts';
import type { OperationName, TracedRequest } from './request-tracer.ts';

/** What the HTTP side adds to each operation's context. */
export interface RequestContext {
  readonly requestId: string;
  /** As it came in, whole. */
  readonly body: Buffer;
  readonly traced: TracedRequest;
  /** Who sent it, once that is known; undefined where everybody is served. */
  caller?: Caller;
}

/**
 * One line for each operation. A bug, that is anything thrown but a GraphQLError, is logged whole and
 * answered with nothing but the request id under which the log explains it.
 */
export function useOperationLog(log: Log, clock: Clock): Plugin<RequestContext> {
  return {
    onExecute({ args }) {
      const startedAt = clock.now();
      const { requestId, traced } = args.contextValue;
      const operation = nameOf(args.document, args.operationName);
      traced.executes(operation);
      return {
        onExecuteDone({ result, setResult }) {
          if (!('errors' in result) && !('data' in result)) return;
          const errors = result.errors?.map((error) => unmaskable(error) ?? maskedBug(error));
          if (errors) setResult({ ...result, errors });
          log.info(
            {
              requestId,
              ...operation,
              durationMs: Math.round(clock.now() - startedAt),
              ...(errors && { errors: errors.length }),
            },
            'operation',
          );

          function maskedBug(error: GraphQLError): GraphQLError {
            log.error({ requestId, path: error.path, err: error.originalError }, 'bug');
            const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId, unexpected: true };
            const { nodes, path } = error;
            return new GraphQLError('Unexpected error.', {
              ...(nodes && { nodes }),
              ...(path && { path }),
              extensions,
            });
          }
        },
      };
    },
  };
}

/** An error of the request itself may be shown as it is. */
const unmaskable = (error: GraphQLError): GraphQLError | undefined =>
  error.originalError === undefined || error.originalError instanceof GraphQLError
    ? error
    : undefined;

function nameOf(document: DocumentNode, operationName?: string | null): OperationName {
  const operation = getOperationAST(document, operationName);
  return { type: operation?.operation, operation: operation?.name?.value };
}
