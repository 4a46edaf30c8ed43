import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/http/log.ts';
import { redactor } from '../../src/policy/redact.ts';

const REPLACEMENT = '[redacted]';

const printable = fc.string({ unit: fc.constantFrom(...characters(0x21, 0x7e)), minLength: 8 });
const secret = printable.filter((text) => !REPLACEMENT.includes(text));
const anyText = fc.string({ unit: 'grapheme' });

function characters(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');
const eachByte = (text: string, write: (byte: number) => string) =>
  [...Buffer.from(text)].map(write).join('');
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** The ways in which a secret may stand in a text. */
const forms: Record<string, (secret: string) => string> = {
  plainly: (secret) => secret,
  'percent-encoded where it has to be': encodeURIComponent,
  'percent-encoded in small letters': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  'percent-encoded throughout': (secret) => eachByte(secret, (byte) => `%${hex(byte)}`),
  'percent-encoded throughout in capitals': (secret) =>
    eachByte(secret, (byte) => `%${hex(byte).toUpperCase()}`),
  'as in a form': (secret) => new URLSearchParams({ secret }).toString().slice('secret='.length),
  'in JSON': inJson,
  'in JSON with slashes escaped': (secret) => inJson(secret).replaceAll('/', '\\/'),
  'in JSON with everything escaped': (secret) => eachByte(secret, (byte) => `\\u00${hex(byte)}`),
  'in JSON with everything escaped in capitals': (secret) =>
    eachByte(secret, (byte) => `\\u00${hex(byte).toUpperCase()}`),
};

/** Of the last characters, where they are encoded, the ends may be left. */
function expectReplaced(text: string, secret: string) {
  expect(text).toMatch(/^before \[redacted\].* after$/);
  for (const write of Object.values(forms)) expect(text).not.toContain(write(secret));
}

describe.each(Object.entries(forms))('a secret that is written %s', (_name, write) => {
  test('is replaced, and what stands around it is not', () => {
    fc.assert(
      fc.property(secret, (secret) => {
        const { redact } = redactor([secret]);
        expectReplaced(redact(`before ${write(secret)} after`), secret);
        const twice = redact(`(${write(secret)}) (${write(secret)})`);
        expect(twice.split(REPLACEMENT)).toHaveLength(3);
        expect(twice).not.toContain(write(secret));
      }),
    );
  });

  test('does not survive, whatever stands around it', () => {
    fc.assert(
      fc.property(secret, anyText, anyText, (secret, before, after) => {
        expect(redactor([secret]).redact(before + write(secret) + after)).not.toContain(
          write(secret),
        );
      }),
    );
  });

  test('is replaced also where it became known later', () => {
    fc.assert(
      fc.property(secret, (secret) => {
        const { add, redact } = redactor(['another-secret']);
        add(secret);
        expectReplaced(redact(`before ${write(secret)} after`), secret);
      }),
    );
  });
});

describe('a text', () => {
  test('without secrets is unchanged', () => {
    fc.assert(
      fc.property(fc.array(secret), anyText, (secrets, text) => {
        fc.pre(!secrets.some((secret) => text.includes(secret)));
        expect(redactor(secrets).redact(text)).toBe(text);
      }),
    );
  });

  test('with nearly a secret is unchanged', () => {
    const { redact } = redactor(['a.secret+key']);
    for (const text of ['a-secret+key', 'A.secret+key', 'a.secrettttkey', 'a.secret+ke']) {
      expect(redact(text)).toBe(text);
    }
  });
});

describe('of several secrets', () => {
  test('none survives', () => {
    fc.assert(
      fc.property(fc.uniqueArray(secret, { minLength: 2, maxLength: 4 }), (secrets) => {
        const redacted = redactor(secrets).redact(secrets.join(' '));
        for (const secret of secrets) expect(redacted).not.toContain(secret);
      }),
    );
  });

  test('those known at first are replaced for good, and so are the newest', () => {
    const { add, redact } = redactor(['the-first-key']);
    const userSigs = Array.from({ length: 20 }, (_, index) => `user-sig-number-${index + 100}`);
    for (const userSig of userSigs) add(userSig);
    const newest = userSigs.slice(-3);
    for (const secret of ['the-first-key', ...newest]) expect(redact(secret)).toBe(REPLACEMENT);
  });
});

describe('a log line', () => {
  test('has no secret, wherever it came in, and is still JSON', () => {
    fc.assert(
      fc.property(secret, (secret) => {
        const lines: string[] = [];
        const log = createLog('info', redactor([secret]), { write: (line) => lines.push(line) });
        const err = new Error(
          `cannot call https://vendor.example/?a=${encodeURIComponent(secret)}`,
        );
        log.error({ secret, deep: [{ secret: `is ${secret}` }], err }, `The secret is ${secret}`);
        const [line = ''] = lines;
        for (const write of Object.values(forms)) expect(line).not.toContain(write(secret));
        expect(JSON.parse(line)).toMatchObject({
          secret: REPLACEMENT,
          deep: [{ secret: `is ${REPLACEMENT}` }],
          err: { message: expect.stringMatching(/^cannot call .*[?]a=\[redacted\]/) },
          msg: `The secret is ${REPLACEMENT}`,
        });
      }),
    );
  });
});
