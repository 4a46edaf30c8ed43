import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config/config.ts';

function read(CORS_ORIGINS: string) {
  const environment = {
    AUTH_DISABLED: 'true',
    TENCENT_REGION: 'singapore',
    TENCENT_SDK_APP_ID: '1400000000',
    TENCENT_ADMIN_IDENTIFIER: 'administrator',
    TENCENT_SECRET_KEY: 'a-key-of-the-tests',
    CORS_ORIGINS,
  };
  const result = readConfig(environment, { readFile: () => '', sandbox: false });
  return result.ok ? result.config.corsOrigins : result.problems;
}

describe('CORS_ORIGINS', () => {
  test.each<[string, string[]]>([
    ['', []],
    [' , ', []],
    ['https://admin.example.com', ['https://admin.example.com']],
    [
      'https://a.example:8443, http://localhost:3000 ,http://[::1]:5173',
      ['https://a.example:8443', 'http://localhost:3000', 'http://[::1]:5173'],
    ],
  ])('can be %j', (written, origins) => {
    expect(read(written)).toEqual(origins);
  });

  test.each([
    '*',
    'null',
    'https://*.example.com',
    'admin.example.com',
    'https://admin.example.com/',
    'https://admin.example.com/path',
    'https://ADMIN.example.com',
    'https://admin.example.com:443',
    'https://user@admin.example.com',
    'https://admin.example.com?x',
    'ftp://admin.example.com',
    'file:///etc',
    'https://a.example https://b.example',
    'https://a.example, *',
  ])('cannot be %j', (written) => {
    expect(read(written)).toEqual([expect.stringMatching(/^CORS_ORIGINS must be origins/)]);
  });
});
