import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDirectory, removeDirectories } from '../support/directories';

const SCRIPT = join(__dirname, '..', '..', 'src', 'bin', 'build-if-stale.cjs');
const LOCK = {
  packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } },
};

afterAll(removeDirectories);

/** A small project with a compiler, a bundler and an npm of its own, which write down that they ran. */
function makeProject(): string {
  const root = makeDirectory();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  mkdirSync(join(root, 'src', 'bin'), { recursive: true });
  cpSync(SCRIPT, join(root, 'src', 'bin', 'build-if-stale.cjs'));
  write('tsconfig.json', '{}');
  write('package-lock.json', JSON.stringify(LOCK));
  write('src/main.ts', 'first');
  write('migrations/all.ts', '');
  write('src/playground/vite.config.mts', '');
  write('tool.cjs', FAKE_TOOL);
  write('bin/npm', FAKE_NPM);
  chmodSync(join(root, 'bin', 'npm'), 0o755);
  return root;
}

/** Stands for tsc and vite: copies the main file to where it is told, or fails when the file says so. */
const FAKE_TOOL = `
const fs = require('fs'), path = require('path');
const out = process.argv[process.argv.indexOf('--outDir') + 1];
const text = fs.readFileSync('src/main.ts', 'utf8');
fs.appendFileSync('ran.log', path.basename(process.argv[1]) + '\\n');
if (text === 'broken') { console.error('main.ts is broken'); process.exit(2); }
for (const folder of out.endsWith('playground') ? ['.'] : ['src', 'migrations']) {
  fs.mkdirSync(path.join(out, folder), { recursive: true });
  fs.writeFileSync(path.join(out, folder, 'main.js'), text);
}
`;

const FAKE_NPM = `#!/bin/sh
echo "npm $1" >> ran.log
mkdir -p node_modules/typescript/bin node_modules/vite/bin
cp tool.cjs node_modules/typescript/bin/tsc; cp tool.cjs node_modules/vite/bin/vite.js
cp package-lock.json node_modules/.package-lock.json
`;

interface Run {
  readonly status: number | null;
  readonly output: string;
}

function build(root: string, ...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [join(root, 'src', 'bin', 'build-if-stale.cjs'), ...args], {
    env: { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}

/** What ran since the last call. */
function ran(root: string): readonly string[] {
  const log = join(root, 'ran.log');
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  rmSync(log, { force: true });
  return lines;
}

const everything = ['npm ci', 'tsc', 'vite.js'];

test('a fresh clone is installed and built, once, and then nothing is said or done', async () => {
  const root = makeProject();
  expect(await build(root)).toMatchObject({ status: 0, output: expect.stringContaining('Installing') as string });
  expect(ran(root)).toEqual(everything);
  expect(readFileSync(join(root, 'dist', 'src', 'main.js'), 'utf8')).toBe('first');
  expect(existsSync(join(root, 'dist', 'playground', 'main.js'))).toBe(true);
  expect(await build(root)).toEqual({ status: 0, output: '' });
  expect(ran(root)).toEqual([]);
});

test('only what changed is built, and a new time alone is no change', async () => {
  const root = makeProject();
  await build(root);
  ran(root);
  utimesSync(join(root, 'src', 'main.ts'), new Date(), new Date(Date.now() + 60_000));
  await build(root);
  expect(ran(root)).toEqual([]);
  writeFileSync(join(root, 'migrations', 'all.ts'), 'another');
  await build(root);
  expect(ran(root)).toEqual(['tsc']);
  writeFileSync(join(root, 'src', 'playground', 'main.tsx'), 'new');
  await build(root);
  expect(ran(root)).toEqual(['vite.js']);
  await build(root, '--force');
  expect(ran(root)).toEqual(['tsc', 'vite.js']);
});

test('packages are installed again when the lock file asks for others, not for those of other platforms', async () => {
  const root = makeProject();
  await build(root);
  ran(root);
  const installed = { packages: { 'node_modules/a': { version: '1.0.0' } } };
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify(installed));
  await build(root);
  expect(ran(root)).toEqual([]);
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(LOCK).replace('1.0.0', '1.0.1'));
  await build(root);
  expect(ran(root)).toEqual(everything);
});

test('a build that fails says so and leaves the old one in place', async () => {
  const root = makeProject();
  await build(root);
  writeFileSync(join(root, 'src', 'main.ts'), 'broken');
  const failed = await build(root);
  expect(failed.status).toBe(1);
  expect(failed.output).toMatch(/main\.ts is broken[\s\S]*The server could not be built/);
  expect(readFileSync(join(root, 'dist', 'src', 'main.js'), 'utf8')).toBe('first');
  writeFileSync(join(root, 'src', 'main.ts'), 'mended');
  expect((await build(root)).status).toBe(0);
  expect(readFileSync(join(root, 'dist', 'src', 'main.js'), 'utf8')).toBe('mended');
});

test('of commands that start at once in a fresh clone one builds, and the others wait', async () => {
  const root = makeProject();
  const runs = await Promise.all([build(root), build(root), build(root)]);
  expect(runs.map((run) => run.status)).toEqual([0, 0, 0]);
  expect(ran(root)).toEqual(everything);
  expect(readdirSync(join(root, 'dist')).filter((name) => name === '.building' || name.startsWith('.next'))).toEqual(
    [],
  );
});

test('the lock of a build that was killed does not stop the next', async () => {
  const root = makeProject();
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist', '.building'), String(2 ** 22 + 1));
  expect((await build(root)).status).toBe(0);
  expect(ran(root)).toEqual(everything);
});

test('an installed package, which has no sources, is left as it is', async () => {
  const root = makeProject();
  rmSync(join(root, 'tsconfig.json'));
  expect(await build(root)).toEqual({ status: 0, output: '' });
  expect(ran(root)).toEqual([]);
});
