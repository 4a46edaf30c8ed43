import { type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Clock } from '../policy/clock.ts';
import type { Traffic } from './traffic.ts';

/** The codes of refusals; any other is `OTHER`. */
const codes = new Set([
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL_SERVER_ERROR',
  'UNAUTHENTICATED',
]);

/** Tells of each operation: with data it was executed, without any it was refused. */
export const useTraffic = (traffic: Traffic, clock: Clock): Plugin => ({
  onExecute({ args }) {
    const startedAt = clock.now();
    const type = getOperationAST(args.document, args.operationName)?.operation ?? 'none';
    return {
      onExecuteDone({ result }) {
        if (!('data' in result)) return;
        traffic.executed(type, result.errors !== undefined, clock.now() - startedAt);
      },
    };
  },
  onResultProcess({ result }) {
    for (const each of [result].flat()) {
      if (isRefusal(each)) traffic.refused(codeOf(each));
    }
  },
});

const isRefusal = (result: object): result is ExecutionResult =>
  'errors' in result && !('data' in result);

function codeOf({ errors }: ExecutionResult): string {
  const code = errors?.[0]?.extensions?.['code'];
  return typeof code === 'string' && codes.has(code) ? code : 'OTHER';
}
