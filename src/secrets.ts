import type { Config } from './config/config.ts';
import { tokenTexts } from './http/token-texts.ts';
import { type Redactor, redactor } from './policy/redact.ts';
import { callTexts } from './tencent/call-texts.ts';

/** Knows all that must appear in no answer, log line, metric or trace: the one redactor of the process. */
export const secretsOf = ({ secrets }: Pick<Config, 'secrets'>): Redactor =>
  redactor(secrets, { certain: callTexts, likely: tokenTexts });
