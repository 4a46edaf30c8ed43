import { ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Clock } from '../policy/clock.ts';
import type { Redactor } from '../policy/redact.ts';
import { type ExportReport, outage } from './outage.ts';

export interface OtlpOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly redactor: Redactor;
  readonly report: ExportReport;
  readonly clock: Clock;
}

/** Why a batch was not taken. */
interface Refusal {
  readonly reason: string;
  readonly canPass: boolean;
}

const ANSWER_MS = 5_000;
const PAUSE_MS = 1_000;

/** As the protocol has it; for all others, the same batch would be refused again. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * OTLP over HTTP, as JSON. Each batch is tried twice at most. The SDK's own exporter would read the environment,
 * wait by its own clock, and send texts in which no secret was looked for.
 */
export function otlpExporter({ url, headers, redactor, report, clock }: OtlpOptions): SpanExporter {
  const trouble = outage(report);

  async function post(body: string): Promise<Refusal | undefined> {
    const giveUp = new AbortController();
    const cancelTimer = clock.after(ANSWER_MS, () => giveUp.abort());
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        // It could lead anywhere, with the headers.
        redirect: 'manual',
        signal: giveUp.signal,
      });
      // Read, the connection can be used again.
      await response.arrayBuffer();
      if (response.ok) return undefined;
      return { reason: `HTTP status ${response.status}`, canPass: PASSING.has(response.status) };
    } catch (error) {
      return { reason: giveUp.signal.aborted ? 'no answer' : codeOf(error), canPass: true };
    } finally {
      cancelTimer();
    }
  }

  async function send(body: string): Promise<Refusal | undefined> {
    const refusal = await post(body);
    if (!refusal?.canPass) return refusal;
    await new Promise<void>((resolve) => clock.after(PAUSE_MS, resolve));
    return post(body);
  }

  return {
    export(spans, done) {
      const json = new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans));
      void send(redactor.redact(json)).then((refusal) => {
        if (refusal) trouble.lose(spans.length, refusal.reason);
        else trouble.end();
        done({ code: refusal ? ExportResultCode.FAILED : ExportResultCode.SUCCESS });
      });
    },
    shutdown: async () => {},
  };
}

/** Of the system's, such as ECONNREFUSED. Its own text may hold more than should be known. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
}
