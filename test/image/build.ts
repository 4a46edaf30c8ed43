import { execFile } from 'node:child_process';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Instruction, parseDockerfile, type Stage } from './dockerfile.ts';

const run = promisify(execFile);

/** What the last stage leaves behind. */
export interface Image {
  /** Where it is on this machine. */
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/**
 * Does what the Dockerfile in `context` says, each stage in a folder of its own within `folder`. In place of the
 * base image it takes this machine, with its Node and npm.
 */
export async function buildImage(context: string, folder: string): Promise<Image> {
  const read = (file: string) => readFile(join(context, file), 'utf8');
  const stages = parseDockerfile(await read('Dockerfile'));
  const isInContext = contextFilter(await read('.dockerignore'));
  for (const stage of stages) {
    const root = join(folder, stage.name ?? 'image');
    await buildStage(stage, { root, folder, context, isInContext });
  }
  const { instructions } = stages.at(-1) ?? { instructions: [] };
  const textOf = (name: string) =>
    instructions.map((step) => (step.name === name && 'value' in step ? step.value : '')).join('');
  const wordsOf = (name: string) =>
    instructions.flatMap((step) => (step.name === name && 'command' in step ? step.command : []));
  const environment: Record<string, string> = {};
  for (const step of instructions) {
    if (step.name === 'ENV') environment[step.variable] = step.value;
  }
  return {
    workdir: join(folder, 'image', textOf('WORKDIR')),
    environment,
    user: textOf('USER'),
    command: wordsOf('CMD'),
    healthcheck: wordsOf('HEALTHCHECK'),
  };
}

interface Surroundings {
  readonly root: string;
  readonly folder: string;
  readonly context: string;
  readonly isInContext: (path: string) => boolean;
}

async function buildStage({ instructions }: Stage, surroundings: Surroundings): Promise<void> {
  const { root } = surroundings;
  const { PATH, HOME } = process.env;
  const environment: NodeJS.ProcessEnv = { PATH, HOME };
  let workdir = root;
  for (const step of instructions) {
    if (step.name === 'ENV') environment[step.variable] = step.value;
    if (step.name === 'WORKDIR') {
      workdir = join(root, step.value);
      await mkdir(workdir, { recursive: true });
    }
    if (step.name === 'COPY') await copy(step, workdir, surroundings);
    if (step.name === 'RUN') {
      await run('sh', ['-c', step.command], { cwd: workdir, env: environment });
    }
  }
}

async function copy(
  { from, sources, target }: Instruction & { name: 'COPY' },
  workdir: string,
  { folder, context, isInContext }: Surroundings,
) {
  for (const source of sources) {
    if (from === undefined && !isInContext(source)) {
      throw new Error(`${source} is no part of the build's context: see .dockerignore.`);
    }
    const base = from === undefined ? context : join(folder, from);
    const name = target.endsWith('/') ? source : '';
    await cp(join(base, source), join(workdir, target, name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

/** `*`, and then exceptions: all that the project's .dockerignore has. */
function contextFilter(dockerignore: string): (path: string) => boolean {
  const patterns = dockerignore.split('\n').filter((line) => line && !line.startsWith('#'));
  const [first, ...exceptions] = patterns;
  if (first !== '*' || !exceptions.every((it) => it.startsWith('!'))) {
    throw new Error('.dockerignore has to name what is let in, and nothing else.');
  }
  return (path) => exceptions.includes(`!${path.replace(/^\.\//, '')}`);
}
