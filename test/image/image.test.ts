import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { app, startFakeVendor } from '../support/fake-vendor.ts';
import { buildImage, type Image } from './build.ts';
import { parseDockerfile } from './dockerfile.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const toUndo: (() => unknown)[] = [];
let folder: string;
let image: Image;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-group-admins-image-'));
  await chmod(folder, 0o755);
  image = await buildImage(ROOT, folder);
  execFileSync('chmod', ['-R', 'a-w', folder]);
});
afterAll(async () => {
  execFileSync('chmod', ['-R', 'u+w', folder]);
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

/** Node itself refuses every write, as a root file system that is read-only would. */
const READ_ONLY = [
  isFlag('--permission') ? '--permission' : '--experimental-permission',
  '--allow-fs-read=*',
  ...(isFlag('--allow-net') ? ['--allow-net'] : []),
].join(' ');

function isFlag(name: string): boolean {
  return process.allowedNodeEnvironmentFlags.has(name);
}

/** As the image's user, where this process may become another one. */
function identity(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = image.user.split(':').map(Number);
  return { ...(uid && { uid }), ...(gid && { gid }) };
}

function start(words: readonly string[], environment: NodeJS.ProcessEnv, cwd = image.workdir) {
  const [, ...args] = words;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...image.environment, NODE_OPTIONS: READ_ONLY, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...identity(),
  });
  const closed = once(child, 'close');
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.err += text;
  });
  toUndo.push(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  return {
    stop: async () => {
      child.kill('SIGTERM');
      const [code, signal] = await closed;
      return { code, signal, ...output };
    },
    /** Its port, once it listens. */
    port: new Promise<string>((resolve, reject) => {
      child.stdout.on('data', () => {
        const [, port] = output.out.match(/http:\/\/[\w.]+:(\d+)/) ?? [];
        if (port) resolve(port);
      });
      child.once('close', () => reject(new Error(`It ended: ${output.err}${output.out}`)));
    }),
  };
}

/** @returns the exit code */
const checkHealth = (port: string) =>
  new Promise((resolve) => {
    const [, ...args] = image.healthcheck;
    const child = execFile(process.execPath, args, { env: { PORT: port } });
    child.once('close', resolve);
  });

async function settingsOnFakeVendor() {
  const vendor = await startFakeVendor();
  toUndo.push(() => vendor.close());
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    AUTH_DISABLED: 'true',
    TENCENT_API_BASE_URL: vendor.url,
    TENCENT_SDK_APP_ID: String(app.sdkAppId),
    TENCENT_ADMIN_IDENTIFIER: app.identifier,
    TENCENT_SECRET_KEY: app.secretKey,
  };
}

const setAdmin = async (port: string) => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query:
        'mutation { setLiveGroupAdmins(input: { groupId: "@TGS#live", userIds: ["alice"] }) { __typename } }',
    }),
  });
  return response.json();
};
const SUCCESS = { data: { setLiveGroupAdmins: { __typename: 'SetLiveGroupAdminsSuccess' } } };

describe('the image', () => {
  test('serves, is healthy, writes nothing, and ends with code 0 at SIGTERM', async () => {
    const service = start(image.command, await settingsOnFakeVendor());
    const port = await service.port;
    expect(await setAdmin(port)).toEqual(SUCCESS);
    expect(await checkHealth(port)).toBe(0);
    expect(await service.stop()).toMatchObject({ code: 0, signal: null });
    expect(await checkHealth(port)).toBe(1);
  });

  test('runs the sandbox, too', async () => {
    const service = start([...image.command, '--sandbox'], { PORT: '0' });
    expect(await setAdmin(await service.port)).toEqual(SUCCESS);
    expect(await service.stop()).toMatchObject({ code: 0, signal: null });
  });

  test('holds what runs, and nothing else', async () => {
    expect(await readdir(image.workdir)).toEqual(['dist', 'node_modules', 'package.json']);
    const compiled = await readdir(join(image.workdir, 'dist'), { recursive: true });
    expect(compiled.filter((name) => /\.ts$|^test|^docs/.test(name))).toEqual([]);
    const installed = await readdir(join(image.workdir, 'node_modules'));
    const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(installed.filter((name) => name in devDependencies)).toEqual([]);
    expect(installed).toContain('undici');
  });

  test('has a pinned base, a user by number, and listens where the settings say', async () => {
    const stages = parseDockerfile(await readFile(join(ROOT, 'Dockerfile'), 'utf8'));
    for (const { image: base } of stages) expect(base).toMatch(/^node:\d+\.\d+\.\d+-\w+-slim$/);
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.environment).toEqual({ NODE_ENV: 'production' });
    const exposed = stages.at(-1)?.instructions.filter(({ name }) => name === 'EXPOSE');
    expect(exposed).toEqual([{ name: 'EXPOSE', value: settings.PORT.default }]);
    expect(image.healthcheck.join(' ')).toContain(`|| ${settings.PORT.default}}`);
  });
});

test('the source runs without install scripts and development dependencies', async () => {
  const source = await mkdtemp(join(tmpdir(), 'live-group-admins-source-'));
  toUndo.push(() => rm(source, { recursive: true }));
  await chmod(source, 0o755);
  for (const name of ['package.json', 'src', 'schema']) {
    await cp(join(ROOT, name), join(source, name), { recursive: true });
  }
  await symlink(join(image.workdir, 'node_modules'), join(source, 'node_modules'));
  const { scripts } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const command = scripts.start.replace('NODE_ENV=production ', '').split(' ');
  const service = start(command, { ...(await settingsOnFakeVendor()), NODE_OPTIONS: '' }, source);
  expect(await setAdmin(await service.port)).toEqual(SUCCESS);
  expect(await service.stop()).toMatchObject({ code: 0, signal: null });
});

test('the bill of materials is what the image has installed', async () => {
  const bom = JSON.parse(
    execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, encoding: 'utf8' }),
  );
  const lock = JSON.parse(
    await readFile(join(image.workdir, 'node_modules/.package-lock.json'), 'utf8'),
  );
  const installed = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ''));
  const listed = bom.components.map(({ name, group }: { name: string; group?: string }) =>
    group ? `${group}/${name}` : name,
  );
  expect(installed.filter((name) => !listed.includes(name))).toEqual([]);
  expect(listed).not.toContain('vitest');
});
