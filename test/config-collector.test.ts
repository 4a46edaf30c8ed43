import { describe, expect, test } from 'vitest';
import { type ConfigResult, readConfig } from '../src/config/config.ts';

const read = (settings: Record<string, string>, file = ''): ConfigResult =>
  readConfig(
    {
      AUTH_DISABLED: 'true',
      TENCENT_REGION: 'singapore',
      TENCENT_SDK_APP_ID: '1400000000',
      TENCENT_ADMIN_IDENTIFIER: 'administrator',
      TENCENT_SECRET_KEY: 'a-key-of-the-tests',
      ...settings,
    },
    { readFile: () => file, sandbox: false },
  );

function configOf(settings: Record<string, string>, file?: string) {
  const result = read(settings, file);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

function problemsOf(settings: Record<string, string>): readonly string[] {
  const result = read(settings);
  return result.ok ? [] : result.problems;
}

const ENDPOINT = 'http://collector:4318';

describe('the collector of traces', () => {
  test('is off where its address is not given', () => {
    expect(configOf({ OTEL_SERVICE_NAME: 'name' }).collector).toBeUndefined();
  });

  test('needs no more than its address, which may be plain http within a cluster', () => {
    expect(configOf({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT }).collector).toEqual({
      endpoint: ENDPOINT,
      headers: {},
      serviceName: 'live-group-admins',
      ratio: 1,
    });
  });

  test.each([
    'collector:4318',
    'ftp://collector',
    'http://user:pass@collector',
    'http://collector/?key=of-somebody',
    'http://collector#here',
  ])('is not at %s, and the answer shows no credential', (url) => {
    const [problem, ...others] = problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    expect(others).toEqual([]);
    expect(problem).toMatch(/^OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL without/);
    expect(problem).not.toMatch(/pass|of-somebody/);
  });

  test('gets its headers decoded, from a file, too', () => {
    const headers = { authorization: 'Bearer a=b, c', 'x-tenant': '7' };
    const written = 'authorization=Bearer%20a=b%2C%20c, x-tenant=7';
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT };
    const name = 'OTEL_EXPORTER_OTLP_HEADERS';
    expect(configOf({ ...settings, [name]: written }).collector?.headers).toEqual(headers);
    expect(
      configOf({ ...settings, [`${name}_FILE`]: '/run/headers' }, written).collector?.headers,
    ).toEqual(headers);
  });

  test.each([
    'no-pair',
    '=value-without-a-name',
    'name=',
    'two words=value',
    'name=%zz',
    'name=line%0Abreak',
    'name=gr%C3%BCn',
    'name=value,,other=value',
  ])('takes no headers like %s, and does not show them', (headers) => {
    expect(problemsOf({ OTEL_EXPORTER_OTLP_HEADERS: headers })).toEqual([
      'OTEL_EXPORTER_OTLP_HEADERS must be pairs like name=value, with commas between them, and the values URL-encoded.',
    ]);
  });

  test('has secrets in its headers: the longer values, and what follows a scheme', () => {
    const { secrets } = configOf({
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20key-of-collector,x-tenant=7',
    });
    expect(secrets).toEqual(['a-key-of-the-tests', 'Bearer key-of-collector', 'key-of-collector']);
  });

  test.each([
    ['0', 0],
    ['1', 1],
    ['0.25', 0.25],
    ['.5', 0.5],
    ['1.0', 1],
  ])('keeps as many traces as %s says', (written, ratio) => {
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_TRACES_SAMPLER_ARG: written };
    expect(configOf(settings).collector?.ratio).toBe(ratio);
  });

  test.each(['all', '-1', '1.1', '2', '1e-3', '0,5'])('does not keep %s of them', (written) => {
    expect(problemsOf({ OTEL_TRACES_SAMPLER_ARG: written })).toEqual([
      `OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, not "${written}".`,
    ]);
  });
});
