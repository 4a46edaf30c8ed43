import type { Traffic } from '../http/traffic.ts';
import type { Instruments } from './instruments.ts';

const OPERATION_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];

export function requestMetrics({ counter, histogram }: Instruments): Traffic {
  const operations = counter({
    name: 'operations_total',
    help: 'GraphQL operations by type and result: "ok", "errors" (top-level ones), or the code with which one was refused before it ran, whose type is "none".',
    labelNames: ['type', 'result'],
  });
  const seconds = histogram({
    name: 'operation_duration_seconds',
    help: 'How long the execution of an operation took.',
    labelNames: ['type'],
    buckets: OPERATION_SECONDS,
  });
  const responses = counter({
    name: 'http_responses_total',
    help: 'Answers to HTTP requests.',
    labelNames: ['endpoint', 'status'],
  });

  responses.inc({ endpoint: '/graphql', status: 200 }, 0);
  for (const type of ['query', 'mutation']) {
    seconds.zero({ type });
    for (const result of ['ok', 'errors']) operations.inc({ type, result }, 0);
  }

  return {
    executed(type, hasErrors, ms) {
      operations.inc({ type, result: hasErrors ? 'errors' : 'ok' });
      seconds.observe({ type }, ms / 1000);
    },
    refused: (code) => operations.inc({ type: 'none', result: code }),
    responded: (endpoint, status) => responses.inc({ endpoint, status }),
  };
}
