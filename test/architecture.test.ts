import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

type Graph = Readonly<Record<string, readonly string[]>>;

/** What may import what. A file that is named belongs to itself, any other to the folder that is named. */
const mayImport: Graph = {
  'src/domain': [],
  'src/policy': ['src/domain'],
  // What is known of the schema outside of it: no more than types and names of fields.
  'schema/context.ts': ['src/domain'],
  'schema/root-changes.ts': ['src/domain'],
  schema: ['schema/context.ts', 'schema/root-changes.ts', 'src/domain'],
  'src/tencent': ['src/domain', 'src/policy'],
  'src/batching/limits.ts': [],
  'src/batching': [
    'schema/context.ts',
    'schema/root-changes.ts',
    'src/batching/limits.ts',
    'src/domain',
    'src/policy',
  ],
  'src/http/request-tracer.ts': ['src/domain'],
  'src/http/traffic.ts': [],
  'src/callers/public-key.ts': [],
  'src/callers/token-rules.ts': ['src/callers/public-key.ts'],
  'src/callers': [
    'src/callers/public-key.ts',
    'src/callers/token-rules.ts',
    'src/domain',
    'src/policy',
  ],
  'src/telemetry/collector.ts': [],
  'src/telemetry': [
    'schema/root-changes.ts',
    'src/domain',
    'src/http/request-tracer.ts',
    'src/http/traffic.ts',
    'src/telemetry/collector.ts',
    'src/policy',
  ],
  'src/http': [
    'schema/context.ts',
    'schema/root-changes.ts',
    'src/batching',
    'src/http/request-tracer.ts',
    'src/http/traffic.ts',
    'src/callers',
    'src/domain',
    'src/policy',
  ],
  'src/tencent/hosts.ts': [],
  'src/config': [
    'src/batching/limits.ts',
    'src/callers/public-key.ts',
    'src/callers/token-rules.ts',
    'src/telemetry/collector.ts',
    'src/tencent/hosts.ts',
  ],
  'src/sandbox/answer.ts': ['src/tencent'],
  'src/sandbox/special-groups.ts': ['src/sandbox/answer.ts'],
  'src/sandbox': [
    'src/config',
    'src/domain',
    'src/policy',
    'src/sandbox/answer.ts',
    'src/sandbox/special-groups.ts',
    'src/tencent',
  ],
  'src/reports.ts': ['src/callers', 'src/http', 'src/telemetry'],
  'src/secrets.ts': ['src/config', 'src/http', 'src/policy', 'src/tencent'],
  'src/stop-signal.ts': ['src/policy'],
  'src/drain.ts': ['src/batching', 'src/http', 'src/policy'],
  'src/app.ts': [
    'schema',
    'src/batching',
    'src/callers',
    'src/config',
    'src/domain',
    'src/drain.ts',
    'src/http',
    'src/policy',
    'src/reports.ts',
    'src/sandbox/special-groups.ts',
    'src/telemetry',
    'src/tencent',
  ],
  'src/main.ts': [
    'src/app.ts',
    'src/config',
    'src/http',
    'src/policy',
    'src/sandbox',
    'src/secrets.ts',
    'src/stop-signal.ts',
  ],
  'codegen.ts': ['schema'],
};

/** Packages that one folder keeps to itself. */
const keptIn: Readonly<Record<string, string>> = {
  '@pothos/core': 'schema',
  'graphql-yoga': 'src/http',
  '@graphql-yoga/render-graphiql': 'src/http',
  pino: 'src/http',
  'prom-client': 'src/telemetry',
  dataloader: 'src/batching',
  jose: 'src/callers',
  undici: 'src/tencent',
  'tls-sig-api-v2': 'src/tencent',
  '@opentelemetry/api': 'src/telemetry',
  '@opentelemetry/core': 'src/telemetry',
  '@opentelemetry/otlp-transformer': 'src/telemetry',
  '@opentelemetry/resources': 'src/telemetry',
  '@opentelemetry/sdk-trace': 'src/telemetry',
};

/** What only some files may say. */
const reserved = [
  { name: 'process.env', pattern: /\bprocess\.env\b/, files: ['src/main.ts'] },
  {
    name: 'time and randomness',
    pattern:
      /\b(Date\.now|new Date\(\)|performance\.now|set(Timeout|Interval)|Math\.random|randomInt)/,
    files: ['src/policy/clock.ts', 'src/main.ts'],
  },
  {
    name: 'the system clock',
    pattern: /\bsystemClock\b/,
    files: ['src/policy/clock.ts', 'src/main.ts', 'src/stop-signal.ts'],
  },
] as const;

const MAX_LINES = 200;

const root = fileURLToPath(new URL('..', import.meta.url));

const sources: Readonly<Record<string, string>> = Object.fromEntries(
  [...typescriptIn('src'), ...typescriptIn('schema'), 'codegen.ts']
    .filter((file) => !file.startsWith('schema/operations/generated/'))
    .map((file) => [file, readFileSync(root + file, 'utf8')]),
);

function typescriptIn(folder: string): string[] {
  const names = readdirSync(root + folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => posix.join(folder, name));
}

const importPatterns = [
  /^(?:import|export)\b[^;'"]*?\bfrom '([^']+)';$/gm,
  /^import '([^']+)';$/gm,
  /\bimport\('([^']+)'\)/g,
];

/** What a file imports, types included: files of the project by their path, packages by their name. */
function importsOf(file: string, source: string): string[] {
  return importPatterns
    .flatMap((pattern) => [...source.matchAll(pattern)])
    .map(([, specifier = '']) =>
      specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier,
    );
}

function graphOf(files: Readonly<Record<string, string>>): Graph {
  return Object.fromEntries(
    Object.entries(files).map(([file, source]) => [file, importsOf(file, source)]),
  );
}

const isOfProject = (imported: string) => /\.(ts|json)$/.test(imported);

/** Where a file belongs: the longest name of the table that it is, or is in. */
function placeOf(file: string, places: readonly string[]): string | undefined {
  return places
    .filter((place) => file === place || file.startsWith(`${place}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Every import that the table does not allow, in words. */
function forbiddenImports(graph: Graph, allowed: Graph): string[] {
  const places = Object.keys(allowed);
  return Object.entries(graph).flatMap(([file, imports]) => {
    const from = placeOf(file, places);
    if (from === undefined) return [`${file} belongs to no folder of the table`];
    return imports.filter(isOfProject).flatMap((imported) => {
      const to = placeOf(imported, places);
      const isAllowed = to !== undefined && (to === from || allowed[from]?.includes(to));
      return isAllowed ? [] : [`${file} must not import ${imported}`];
    });
  });
}

/** Every import of a package outside the folder that keeps it. */
function strayPackages(graph: Graph, kept: Readonly<Record<string, string>>): string[] {
  return Object.entries(graph).flatMap(([file, imports]) =>
    Object.entries(kept)
      .filter(([, folder]) => !file.startsWith(`${folder}/`))
      .filter(([name]) => imports.some((it) => it === name || it.startsWith(`${name}/`)))
      .map(([name, folder]) => `${file} must not import ${name}: only ${folder} does`),
  );
}

/** @returns the first cycle there is, from its first member back to it */
function cycleIn(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph[node] ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of Object.keys(graph)) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}

const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

describe('the project', () => {
  const graph = graphOf(sources);

  test('has imports to check', () => {
    expect(graph['src/app.ts']).toContain('src/tencent/vendor-hosts.ts');
    expect(graph['schema/builder.ts']).toContain('@pothos/core');
    expect(Object.values(graph).flat().filter(isOfProject).length).toBeGreaterThan(100);
  });

  test('imports only what the table allows', () => {
    expect(forbiddenImports(graph, mayImport)).toEqual([]);
  });

  test('has a table whose arrows go one way', () => {
    expect(cycleIn(mayImport)).toBeUndefined();
  });

  test('has no cycle of files, types included', () => {
    expect(cycleIn(graph)).toBeUndefined();
  });

  test('keeps each package in its folder', () => {
    expect(strayPackages(graph, keptIn)).toEqual([]);
  });

  test.each(reserved)('says $name only where it belongs', ({ pattern, files }) => {
    const saying = Object.keys(sources).filter((file) =>
      pattern.test(withoutComments(sources[file] ?? '')),
    );
    expect(saying.filter((file) => !(files as readonly string[]).includes(file))).toEqual([]);
  });

  test(`has no file of more than ${MAX_LINES} lines`, () => {
    const lines = (source: string) => source.split('\n').length - 1;
    const long = Object.entries(sources).filter(([, source]) => lines(source) > MAX_LINES);
    expect(long.map(([file]) => file)).toEqual([]);
  });
});

describe('the checker', () => {
  const allowed: Graph = { low: [], 'high/open.ts': [], high: ['low'], 'top.ts': ['high/open.ts'] };

  test('finds every form of import', () => {
    const source = [
      "import './effect.ts';",
      "import type { A } from '../low/a.ts';",
      "import def, {\n  type B,\n  c,\n} from './b.ts';",
      "export * from './c.ts';",
      "export type { D } from 'package';",
      "const page = await import('./late.ts');",
      'const text = "import x from \'nowhere\'";',
    ].join('\n');
    expect(importsOf('high/x.ts', source).sort()).toEqual([
      'high/b.ts',
      'high/c.ts',
      'high/effect.ts',
      'high/late.ts',
      'low/a.ts',
      'package',
    ]);
  });

  test('finds an import that goes the wrong way', () => {
    const graph = { 'low/a.ts': ['high/b.ts', 'package'], 'high/b.ts': ['low/a.ts', 'high/c.ts'] };
    expect(forbiddenImports(graph, allowed)).toEqual(['low/a.ts must not import high/b.ts']);
  });

  test('tells a file that is named from the folder it is in', () => {
    const graph = { 'top.ts': ['high/open.ts', 'high/b.ts'] };
    expect(forbiddenImports(graph, allowed)).toEqual(['top.ts must not import high/b.ts']);
  });

  test('finds files that nobody has thought of', () => {
    const graph = { 'new/a.ts': [], 'high/b.ts': ['test/support/x.ts'] };
    expect(forbiddenImports(graph, allowed)).toEqual([
      'new/a.ts belongs to no folder of the table',
      'high/b.ts must not import test/support/x.ts',
    ]);
  });

  test('finds a package outside its folder', () => {
    const graph = {
      'low/a.ts': ['package'],
      'low/b.ts': ['package/part', 'package-of-others'],
      'high/c.ts': ['package'],
    };
    expect(strayPackages(graph, { package: 'high' })).toEqual([
      'low/a.ts must not import package: only high does',
      'low/b.ts must not import package: only high does',
    ]);
  });

  test('finds a cycle, however long, and a file that imports itself', () => {
    expect(cycleIn({ a: ['b'], b: ['c', 'd'], c: [], d: ['b'] })).toEqual(['b', 'd', 'b']);
    expect(cycleIn({ a: ['a'] })).toEqual(['a', 'a']);
  });

  test('finds no cycle where two ways lead to the same file', () => {
    expect(cycleIn({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toBeUndefined();
  });
});
