import { type DocumentNode, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../domain/permissions.ts';
import type { Clock } from '../policy/clock.ts';
import { isBug, type ReportBug } from './bugs.ts';
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

/** One line for each operation, and one before it for each bug that came up in it. */
export function useOperationLog(
  log: Log,
  reportBug: ReportBug,
  clock: Clock,
): Plugin<RequestContext> {
  return {
    onExecute({ args }) {
      const startedAt = clock.now();
      const { requestId, traced } = args.contextValue;
      const operation = nameOf(args.document, args.operationName);
      traced.executes(operation);
      return {
        onExecuteDone({ result, setResult }) {
          if (!('errors' in result) && !('data' in result)) return;
          const errors = result.errors?.map((error) =>
            isBug(error) ? reportBug(error.originalError, requestId, error) : error,
          );
          if (errors) setResult({ ...result, errors });
          const durationMs = Math.round(clock.now() - startedAt);
          // The answer first: the line can wait until it is on its way.
          clock.soon(() =>
            log.info(
              { requestId, ...operation, durationMs, ...(errors && { errors: errors.length }) },
              'operation',
            ),
          );
        },
      };
    },
  };
}

function nameOf(document: DocumentNode, operationName?: string | null): OperationName {
  const operation = getOperationAST(document, operationName);
  return { type: operation?.operation, operation: operation?.name?.value };
}
