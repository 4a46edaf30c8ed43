const REPLACEMENT = '[redacted]';

/** The value of a `usersig` parameter, whoever's it is. */
const userSigParameter = /(usersig(?:=|%3d|"\s*:\s*"))[^&\s"'\\<>]+/gi;

/** Knows what must appear in no answer and no log line. */
export interface Redactor {
  /** From now on `secret`, too, is replaced. Of those added, the newest are kept. */
  add(secret: string): void;
  /** Replaces every secret, be it written plainly, percent-encoded or escaped as in JSON. */
  redact(text: string): string;
}

/** A UserSig lives for hours, and an old one may still be in flight: some are kept. */
const NEWEST_KEPT = 8;

/** @param secrets printable ASCII, known for good */
export function redactor(secrets: readonly string[]): Redactor {
  const permanent = secrets.map(pattern);
  let newest: RegExp[] = [];
  return {
    add(secret) {
      newest = [pattern(secret), ...newest].slice(0, NEWEST_KEPT);
    },
    redact(text) {
      const withoutParameters = text.replace(userSigParameter, `$1${REPLACEMENT}`);
      return [...permanent, ...newest].reduce(
        (redacted, secret) => redacted.replace(secret, REPLACEMENT),
        withoutParameters,
      );
    },
  };
}

const pattern = (secret: string) => new RegExp([...secret].map(writtenForms).join(''), 'g');

/** What JSON may put a backslash before. */
const escapable = new Set(['"', '\\', '/']);

/** The ways in which a character of ASCII may be written: `%63`, `\u0063`, `c`, and some as `\c`. */
function writtenForms(character: string): string {
  const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
  const anyCase = [...hex].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('');
  const plain = `${escapable.has(character) ? '\\\\?' : ''}\\x${hex}`;
  // The plain one last: the backslash of a longer form may be the secret's own next character.
  return `(?:%${anyCase}|\\\\u00${anyCase}|${plain})`;
}
