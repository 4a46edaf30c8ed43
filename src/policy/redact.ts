const REPLACEMENT = '$<kept>[redacted]';

/** Knows what must appear in no answer and no log line. */
export interface Redactor {
  /** From now on `secret`, too, is replaced. Of those added, the newest are kept. */
  add(secret: string): void;
  /** Replaces every secret, be it written plainly, percent-encoded or escaped as in JSON. */
  redact(text: string): string;
  /** The same, but what may only look like a secret stays: for names that people choose. */
  redactCertain(text: string): string;
}

/**
 * Global patterns of what is secret by its form, whoever's it is. What they find in a group `kept` stays: to look
 * behind each character of a text instead takes many times as long.
 */
export interface SecretForms {
  readonly certain?: readonly RegExp[];
  /** Some innocent text looks the same. */
  readonly likely?: readonly RegExp[];
}

/** A UserSig lives for hours, and an old one may still be in flight: some are kept. */
const NEWEST_KEPT = 8;

/**
 * @param secrets printable ASCII, known for good
 */
export function redactor(secrets: readonly string[], forms: SecretForms = {}): Redactor {
  const certain = [...(forms.certain ?? []).map(keeping), ...secrets.map(pattern)];
  const likely = (forms.likely ?? []).map(keeping);
  let newest: RegExp[] = [];
  const redactCertain = (text: string) => [...certain, ...newest].reduce(replaced, text);
  return {
    add(secret) {
      newest = [pattern(secret), ...newest].slice(0, NEWEST_KEPT);
    },
    redact: (text) => redactCertain(likely.reduce(replaced, text)),
    redactCertain,
  };
}

const pattern = (secret: string) =>
  keeping(new RegExp([...secret].map(writtenForms).join(''), 'g'));

/** Hardly any text holds a secret, and to look for one costs less than half of replacing none. */
const replaced = (text: string, secret: RegExp): string =>
  text.search(secret) === -1 ? text : text.replace(secret, REPLACEMENT);

/** With a group `kept`, that mostly is empty. */
const keeping = (form: RegExp): RegExp =>
  form.source.includes('(?<kept>') ? form : new RegExp(`(?<kept>)(?:${form.source})`, form.flags);

/** What JSON may put a backslash before. */
const escapable = new Set(['"', '\\', '/']);

/** The ways in which a character of ASCII may be written: `%63`, `\u0063`, `c`, and some as `\c`. In JSON
 * within JSON, backslashes have backslashes before them. */
function writtenForms(character: string): string {
  const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
  const anyCase = [...hex].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('');
  const plain = `${escapable.has(character) ? '\\\\*' : ''}\\x${hex}`;
  // The plain one last: the backslash of a longer form may be the secret's own next character.
  return `(?:%${anyCase}|\\\\+u00${anyCase}|${plain})`;
}
