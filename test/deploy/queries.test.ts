import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor.ts';
import { samplesOf } from '../support/samples.ts';
import { configFor, type Service, startService } from '../support/service.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const dashboard: { panels: Panel[] } = JSON.parse(
  read('deploy/grafana/dashboards/live-group-admins.json'),
);
const rules = read('deploy/prometheus/rules.yml');
const operations = read('docs/operations.md');

/** Blocks that are folded, or stand on the line of their key. */
const alerts = rules
  .split('- alert: ')
  .slice(1)
  .map((rule) => {
    const [, name = ''] = rule.match(/^(\w+)/) ?? [];
    const [, expr = ''] = rule.match(/expr: (?:>-)?([\s\S]*?)\n +(?:for|labels):/) ?? [];
    return { name, expr, rule };
  });

const queries: (readonly [where: string, query: string])[] = [
  ...alerts.map(({ name, expr }) => [name, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [title, expr] as const),
  ),
];

/** What Prometheus itself adds to every series, and makes of its scrapes. */
const ADDED_LABELS = ['job', 'instance'];
const ADDED_METRICS = ['up'];

/** The values of each label of each metric, as a running service has them. */
let known: Map<string, Map<string, Set<string>>>;

let vendor: FakeVendor;
let service: Service;

beforeAll(async () => {
  vendor = await startFakeVendor();
  service = await startService(configFor(vendor.url, { METRICS_PORT: '0' }));
  const query =
    'mutation { setLiveGroupAdmins(input: { groupId: "g", userIds: ["a"] }) { __typename } }';
  await service.post({ query });
  known = new Map();
  for (const series of samplesOf(await service.scrape()).keys()) {
    const [name = '', labels = ''] = series.split(/[{}]/);
    const values = known.get(name) ?? new Map<string, Set<string>>();
    known.set(name, values);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g)) {
      values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  }
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
});

/** The metrics that a query names, with what it wants of their labels. */
function selectorsOf(query: string) {
  return [
    ...query.matchAll(/\b((?:live_group_admins|nodejs|process)_\w+|up)\b(?:\{([^}]*)\})?/g),
  ].map(([, name = '', matchers = '']) => ({
    name,
    matchers: [...matchers.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
      ([, label = '', operator = '', value = '']) => ({ label, operator, value }),
    ),
  }));
}

/** The labels that it groups by, or that its legend would name. */
const groupsOf = (query: string) =>
  [...query.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(', '));

function problemsOf(query: string): string[] {
  const problems: string[] = [];
  const selectors = selectorsOf(query);
  if (selectors.length === 0) problems.push('names no metric');
  for (const { name, matchers } of selectors) {
    const labels = known.get(name);
    if (ADDED_METRICS.includes(name)) continue;
    if (!labels) problems.push(`${name} does not exist`);
    for (const { label, operator, value } of matchers) {
      if (ADDED_LABELS.includes(label)) continue;
      const values = [...(labels?.get(label) ?? [])];
      const pattern = operator.endsWith('~') ? value : value.replace(/\W/g, '\\$&');
      const parts = operator.endsWith('~') ? pattern.split('|') : [pattern];
      for (const part of parts) {
        const isKnown = values.some((it) => new RegExp(`^(?:${part})$`).test(it));
        if (!isKnown) problems.push(`${name} has no ${label} like ${part}`);
      }
    }
  }
  for (const label of groupsOf(query)) {
    const exists =
      ADDED_LABELS.includes(label) || selectors.some(({ name }) => known.get(name)?.has(label));
    if (!exists) problems.push(`nothing has the label ${label}`);
  }
  return problems;
}

describe('the queries of dashboard and alerts', () => {
  test('are many', () => {
    expect(alerts.length).toBeGreaterThan(10);
    expect(queries.length).toBeGreaterThan(alerts.length + 20);
  });

  test.each(queries)('%s: what it asks for is there', (_where, query) => {
    expect(problemsOf(query)).toEqual([]);
  });

  test('would not get past with a name, a label or a value that does not exist', () => {
    expect(problemsOf('live_group_admins_nothing')).toEqual([
      'live_group_admins_nothing does not exist',
    ]);
    expect(
      problemsOf('sum by (group) (live_group_admins_queued{queue=~"changes|writes"})'),
    ).toEqual(['live_group_admins_queued has no queue like writes', 'nothing has the label group']);
  });
});

test.each(alerts)(
  '$name has its severity, its words and its line in the runbook',
  ({ name, rule }) => {
    expect(rule).toMatch(/labels: \{ severity: (critical|warning) \}/);
    for (const part of ['summary', 'description']) expect(rule).toMatch(new RegExp(`${part}: .+`));
    expect(rule).toContain(`runbook: docs/operations.md#${name.toLowerCase()}\n`);
    expect(operations).toMatch(new RegExp(`^### ${name}\n\n.+`, 'm'));
  },
);
