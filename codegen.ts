import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse, printSchema } from 'graphql';
import { schema } from './schema/index.ts';

const OPERATIONS = 'schema/operations/';
const GENERATED = 'schema/operations/generated/';

/** Every generated file with its content: the printed schema, and the operations as typed documents. */
async function generate(): Promise<Map<string, string>> {
  const printed = `${printSchema(schema)}\n`;
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: GENERATED,
    schema: parse(printed),
    schemaAst: schema,
    documents: await operations(),
    config: {
      useTypeImports: true,
      importExtension: '.ts',
      strictScalars: true,
      scalars: { ID: 'string' },
      enumsAsTypes: true,
    },
    presetConfig: { fragmentMasking: false },
    plugins: [],
    pluginMap: {},
    documentTransforms: [],
  });
  const files = new Map([['schema/schema.graphql', printed]]);
  for (const output of outputs) files.set(output.filename, await codegen(output));
  return files;
}

async function operations() {
  const names = (await readdir(OPERATIONS)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const rawSDL = await readFile(OPERATIONS + name, 'utf8');
      return { location: OPERATIONS + name, rawSDL, document: parse(rawSDL) };
    }),
  );
}

const current = (file: string) => readFile(file, 'utf8').catch(() => '');

const files = await generate();
if (process.argv.includes('--check')) {
  const stale: string[] = [];
  for (const [file, content] of files) if ((await current(file)) !== content) stale.push(file);
  if (stale.length > 0) {
    process.stderr.write(`Not up to date, run npm run codegen: ${stale.join(', ')}\n`);
    process.exitCode = 1;
  }
} else {
  await mkdir(GENERATED, { recursive: true });
  for (const [file, content] of files) await writeFile(file, content);
}
