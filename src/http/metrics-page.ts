import type { IncomingMessage } from 'node:http';
import { type PlainAnswer, plainText } from './respond.ts';

export const METRICS_PATH = '/metrics';

/** What Prometheus reads; undefined where a bug spoiled it. */
export type MetricsPage = () => Promise<
  { readonly type: string; readonly text: string } | undefined
>;

/** Answers whoever comes to read the metrics. */
export async function scrape({ method }: IncomingMessage, page: MetricsPage): Promise<PlainAnswer> {
  if (method !== 'GET' && method !== 'HEAD') {
    return plainText(405, 'The metrics can only be read.', { allow: 'GET, HEAD' });
  }
  const made = await page();
  return made
    ? { status: 200, ...made }
    : plainText(500, 'The metrics cannot be read: see the log.');
}
