import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { settings } from '../../src/config/settings.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const { version } = JSON.parse(read('package.json'));
const IMAGE = `live-group-admins:${version}`;
const SHUTDOWN_SECONDS = Number(settings.SHUTDOWN_TIMEOUT_MS.default) / 1000;
const METRICS_PORT = 9464;

/** Every name that the environment may have. */
const names = Object.entries(settings).flatMap(([name, setting]) =>
  'secret' in setting ? [name, `${name}_FILE`] : [name],
);

describe('the Kubernetes manifest', () => {
  const objects = parseAllDocuments(read('deploy/kubernetes/live-group-admins.yaml')).map((it) => {
    expect(it.errors).toEqual([]);
    return it.toJS();
  });
  const object = (kind: string) => objects.find((it) => it.kind === kind);
  const { spec } = object('Deployment');
  const pod = spec.template.spec;
  const [container] = pod.containers;

  test('runs one at a time, of the version at hand', () => {
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(container.image).toBe(IMAGE);
  });

  test('gives it the time that stopping takes', () => {
    const [, preStopSeconds] = container.lifecycle.preStop.exec.command;
    const needed = Number(preStopSeconds) + SHUTDOWN_SECONDS;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(needed);
  });

  test('sets only what there is, and gives no secret in the environment', () => {
    const given: { name: string; value: string }[] = container.env;
    expect(given.filter(({ name }) => !names.includes(name))).toEqual([]);
    expect(
      given.filter(({ name }) => /SECRET|USER_SIG/.test(name) && !/_FILE$/.test(name)),
    ).toEqual([]);
    const [{ mountPath }] = container.volumeMounts;
    const files = given.filter(({ name }) => name.endsWith('_FILE')).map(({ value }) => value);
    expect(files).toEqual([`${mountPath}/tencent-secret-key`]);
    expect(object('Secret')).toBeUndefined();
  });

  test('takes every right away that it does not need', () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources.limits).toMatchObject({ memory: '512Mi' });
  });

  test('probes what the service answers, at the port it listens on', () => {
    const ports = Object.fromEntries(
      container.ports.map((port: { name: string; containerPort: number }) => [
        port.name,
        port.containerPort,
      ]),
    );
    expect(ports).toEqual({ http: Number(settings.PORT.default), metrics: METRICS_PORT });
    const value = (name: string) =>
      container.env.find((it: { name: string }) => it.name === name)?.value;
    expect([value('PORT'), value('METRICS_PORT')]).toEqual([
      String(ports['http']),
      String(ports['metrics']),
    ]);
    expect(container.livenessProbe.httpGet).toEqual({ path: '/health', port: 'http' });
    expect(container.startupProbe.httpGet).toEqual({ path: '/health', port: 'http' });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/ready', port: 'http' });
  });

  test('has labels that find each other', () => {
    const labels = spec.template.metadata.labels;
    expect(spec.selector.matchLabels).toEqual(labels);
    expect(object('Service').spec.selector).toEqual(labels);
    expect(object('NetworkPolicy').spec.podSelector.matchLabels).toEqual(labels);
    expect(pod.serviceAccountName).toBe(object('ServiceAccount').metadata.name);
  });
});

describe('compose.yaml', () => {
  const { services, secrets } = parse(read('compose.yaml'));
  const { app, redis, prometheus, grafana } = services;

  test('pins what it does not build', () => {
    expect(app.image).toBe(IMAGE);
    for (const { image } of [redis, prometheus, grafana]) {
      expect(image).toMatch(/^[\w/-]+:v?\d+\.\d+\.\d+(-\w+)?$/);
    }
  });

  test('gives the service the time that stopping takes', () => {
    expect(Number(app.stop_grace_period.replace('s', ''))).toBeGreaterThan(SHUTDOWN_SECONDS);
  });

  test('sets only what there is, and secrets as files', () => {
    const given = Object.keys(app.environment);
    expect(given.filter((name) => !names.includes(name))).toEqual([]);
    expect(app.environment.TENCENT_SECRET_KEY_FILE).toBe(`/run/secrets/${app.secrets[0]}`);
    expect(Object.keys(secrets)).toEqual([...app.secrets, ...grafana.secrets]);
  });

  test('publishes to this machine only, the metrics and Redis not at all', () => {
    const published = Object.values<{ ports?: string[] }>(services).flatMap((it) => it.ports ?? []);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(app.ports).toEqual([`127.0.0.1:${settings.PORT.default}:${settings.PORT.default}`]);
    expect(redis.ports).toBeUndefined();
  });

  test('takes every right away that the services do not need', () => {
    for (const service of Object.values(services)) {
      expect(service).toMatchObject({
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
    expect(app.read_only).toBe(true);
  });

  test('is what Prometheus and Grafana are told', () => {
    const [job] = parse(read('deploy/prometheus/prometheus.yml')).scrape_configs;
    expect(job.static_configs).toEqual([{ targets: [`app:${app.environment.METRICS_PORT}`] }]);
    const [source] = parse(
      read('deploy/grafana/provisioning/datasources/prometheus.yml'),
    ).datasources;
    expect(source.url).toBe('http://prometheus:9090');
    const [provider] = parse(read('deploy/grafana/provisioning/dashboards/files.yml')).providers;
    expect(grafana.volumes).toContain(`./deploy/grafana/dashboards:${provider.options.path}:ro`);
  });
});
