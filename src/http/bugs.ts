import { GraphQLError } from 'graphql';
import type { Plugin, YogaMaskedErrorOpts } from 'graphql-yoga';
import type { Log } from './log.ts';

const MESSAGE = 'Unexpected error.';

/** Where a bug came up, as far as it was within a document. */
type Place = Pick<GraphQLError, 'nodes' | 'path'>;

/** What a caller gets to see of a bug. The log has it whole, under the same request id. */
export type ReportBug = (error: unknown, requestId: string, place?: Partial<Place>) => GraphQLError;

export const bugReporter =
  (log: Log): ReportBug =>
  (err, requestId, { nodes, path } = {}) => {
    log.error({ requestId, path, err }, 'bug');
    return new GraphQLError(MESSAGE, {
      ...(nodes && { nodes }),
      ...(path && { path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId, unexpected: true },
    });
  };

/** Any error but one of the request itself, which may be shown as it is. */
export const isBug = (error: unknown): boolean =>
  !(error instanceof GraphQLError) ||
  (error.originalError !== undefined && isBug(error.originalError));

/** Yoga masks where it knows no request: the bug waits, within the error, for a place that does. */
export const masked: YogaMaskedErrorOpts = {
  errorMessage: MESSAGE,
  maskError: (error) =>
    isBug(error) ? new GraphQLError(MESSAGE, { originalError: causeOf(error) }) : (error as Error),
};

/** Reports the bugs that came up outside of the execution: in parsing, in making a context, in a plugin. */
export function useBugReports(report: ReportBug): Plugin<object, { readonly requestId: string }> {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      const { requestId } = serverContext;
      const reported = (error: GraphQLError) =>
        isBug(error) ? report(causeOf(error), requestId, error) : error;
      const cleared = <Result extends object>(one: Result): Result =>
        'errors' in one && Array.isArray(one.errors) && one.errors.some(isBug)
          ? { ...one, errors: one.errors.map(reported) }
          : one;
      if (Array.isArray(result)) setResult(result.map(cleared));
      else if (!(Symbol.asyncIterator in result)) setResult(cleared(result));
    },
  };
}

const causeOf = (error: unknown): Error => {
  if (error instanceof GraphQLError && error.originalError) return causeOf(error.originalError);
  return error instanceof Error ? error : new Error(String(error));
};
