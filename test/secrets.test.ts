import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog } from '../src/http/log.ts';
import { secretsOf } from '../src/secrets.ts';

const { redact } = secretsOf({ secrets: [] });

describe("anybody's UserSig", () => {
  const userSig = fc.stringMatching(/^[A-Za-z0-9*-]{8,40}_{0,2}$/);

  test('is replaced where it is a parameter, and the other parameters are not', () => {
    fc.assert(
      fc.property(userSig, (userSig) => {
        expect(redact(`/x?sdkappid=1&usersig=${userSig}&random=2`)).toBe(
          `/x?sdkappid=1&usersig=[redacted]&random=2`,
        );
        expect(redact(`UserSig=${encodeURIComponent(userSig)} is wrong`)).toBe(
          `UserSig=[redacted] is wrong`,
        );
      }),
    );
  });

  test.each([
    ['"usersig":"eJx-1"', '"usersig":"[redacted]"'],
    ['{"UserSig" : "eJx-1", "a": 1}', '{"UserSig" : "[redacted]", "a": 1}'],
    ['<a href="/?usersig=eJx-1">', '<a href="/?usersig=[redacted]">'],
    ["'/?usersig=eJx-1'", "'/?usersig=[redacted]'"],
    ['redirect=%2Fv4%3Fusersig%3DeJx-1', 'redirect=%2Fv4%3Fusersig%3D[redacted]'],
    ['usersig=eJx-1\nusersig=eJx-2', 'usersig=[redacted]\nusersig=[redacted]'],
    [String.raw`{\"usersig\":\"eJx-1\"}`, String.raw`{\"usersig\":\"[redacted]\"}`],
  ])('is replaced in %s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test.each(['usersig', 'usersig=', 'The UserSig has expired.', 'usersig=&random=1'])(
    'is not in %s',
    (text) => {
      expect(redact(text)).toBe(text);
    },
  );
});

describe('a URL of the vendor', () => {
  const call = 'v4/group_open_avchatroom_http_svc/modify_admin?sdkappid=1&identifier=a&random=2';
  const url = `https://console.tim.qq.com/${call}`;
  const inJson = JSON.stringify({ url }).replaceAll('/', '\\/').replaceAll('&', '\\u0026');

  test.each([
    [`cannot call ${url}: reset`, 'cannot call [redacted] reset'],
    [`(${url})`, '([redacted]'],
    [`POST /${call} failed`, 'POST [redacted] failed'],
    [`GET ${encodeURIComponent(url)}`, 'GET [redacted]'],
    [`<a href="${url}">`, '<a href="[redacted]">'],
    [JSON.stringify(JSON.stringify({ url })), String.raw`"{\"url\":\"[redacted]\"}"`],
    [inJson, '{"url":"[redacted]"}'],
    [`https://docs.example/ and ${url}`, 'https://docs.example/ and [redacted]'],
  ])('is replaced whole in %s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test('is not what only looks like one', () => {
    for (const text of ['https://console.tim.qq.com/', '/v4/other_svc/x?random=2', '/graphql']) {
      expect(redact(text)).toBe(text);
    }
  });
});

describe("a caller's token", () => {
  const part = fc.stringMatching(/^[A-Za-z0-9_-]{4,60}$/);
  const jwt = fc.tuple(part, part, part).map(([a, b, c]) => `eyJ${a}.${b}.${c}`);

  test('is replaced where it has the form of a JWT, wherever it stands', () => {
    fc.assert(
      fc.property(jwt, (token) => {
        expect(redact(`a ${token} b`)).toBe('a [redacted] b');
        expect(redact(JSON.stringify({ token }))).toBe('{"token":"[redacted]"}');
        expect(redact(`?token=${token}&x=1`)).toBe('?token=[redacted]&x=1');
      }),
    );
  });

  test.each([
    ['authorization: Bearer opaque-token-1', 'authorization: Bearer [redacted]'],
    ['{"authorization":"bearer  opaque-token-1"}', '{"authorization":"bearer  [redacted]"}'],
    ['authorization=Bearer%20opaque-token-1', 'authorization=Bearer%20[redacted]'],
    ['A bearer token is wanted.', 'A bearer token is wanted.'],
  ])('is replaced after its scheme, as in %s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });
});

test('a text without any of these is unchanged, whatever it is', () => {
  const isInnocent = (text: string) => !/usersig|bearer|eyJ|avchatroom/i.test(text);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }).filter(isInnocent), (text) => {
      expect(redact(text)).toBe(text);
    }),
  );
});

test('a log line stays JSON, whatever is taken out of it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'usersig=eJx',
      '"usersig":"eJx\\',
      'https://a/v4/group_open_avchatroom_http_svc/modify_admin?usersig=a"\\',
      'Bearer a.secret.token\\',
      'eyJhbGciOiJub25lIn0.e30.\\',
    ),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const lines: string[] = [];
      const log = createLog('info', secretsOf({ secrets: [] }), { write: (it) => lines.push(it) });
      log.info({ nested: { text: JSON.stringify(pieces) } }, pieces.join(''));
      expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
    }),
  );
});
