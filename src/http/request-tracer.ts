import type { IncomingMessage } from 'node:http';
import type { Trace } from '../domain/trace.ts';

export interface OperationName {
  /** query, mutation or subscription; undefined where the document has no such operation. */
  readonly type: string | undefined;
  /** As the caller has named it: it can be long. */
  readonly operation: string | undefined;
}

/** One HTTP request, from its headers to its answer. */
export interface TracedRequest {
  /** What is asked for in it belongs here; undefined where nobody traces it. */
  readonly trace: Trace | undefined;
  /** An operation of it is about to be executed. */
  executes(operation: OperationName): void;
  /** @param status undefined where the caller hung up before */
  end(status: number | undefined): void;
}

export interface RequestTracer {
  begin(request: Pick<IncomingMessage, 'method' | 'headers'>): TracedRequest;
}
