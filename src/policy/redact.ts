const REPLACEMENT = '[redacted]';

/** The value of a `usersig` parameter, whoever's it is. */
const userSigParameter = /(usersig(?:=|%3d|"\s*:\s*"))[^&\s"'\\<>]+/gi;

const patterns = new Map<string, RegExp>();
const MAX_PATTERNS = 100;

/** Replaces every secret in `text`, be it written plainly, percent-encoded or escaped as in JSON. */
export function redact(text: string, secrets: readonly string[]): string {
  let redacted = text.replace(userSigParameter, `$1${REPLACEMENT}`);
  for (const secret of secrets) redacted = redacted.replace(patternOf(secret), REPLACEMENT);
  return redacted;
}

function patternOf(secret: string): RegExp {
  let pattern = patterns.get(secret);
  if (pattern === undefined) {
    // UserSigs come and go; the few in use are soon compiled again.
    if (patterns.size >= MAX_PATTERNS) patterns.clear();
    pattern = new RegExp([...Buffer.from(secret)].map(writtenForms).join(''), 'g');
    patterns.set(secret, pattern);
  }
  return pattern;
}

/** The ways in which one byte of ASCII may be written: itself, `\c`, `%63`, `\u0063`. */
function writtenForms(byte: number): string {
  const hex = byte.toString(16).padStart(2, '0');
  const anyCase = [...hex].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('');
  return `(?:\\\\?\\x${hex}|%${anyCase}|\\\\u00${anyCase})`;
}
