'use strict';

// Brings a clone to the point where it can run: installs what the lock file asks for, compiles the server, and builds
// the playground. Each only when it is not done yet, so that every command can call this first. Plain Node: it runs
// before anything is installed.

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const DIST = path.join(ROOT, 'dist');
const LOCK = path.join(DIST, '.building');
const BUILD_MS_MAX = 15 * 60_000;
const WRITE_MS_MAX = 10_000;
const VITE_CONFIG = 'src/playground/vite.config.mts';

const at = (...parts) => path.join(ROOT, ...parts);
const say = (text) => process.stderr.write(`${text}\n`);

/** What is built, from which files, and how; each has a stamp with the hash of what it was built from. */
const PARTS = [
  {
    name: 'server',
    outputs: ['src', 'migrations'],
    inputs: () =>
      [...filesIn('src'), ...filesIn('migrations'), 'tsconfig.json'].filter(
        (file) => /\.(?:ts|json)$/.test(file) && !file.startsWith('src/playground/'),
      ),
    command: (out) => [tool('typescript', 'bin/tsc'), '-p', 'tsconfig.json', '--outDir', out],
  },
  {
    name: 'playground',
    outputs: ['playground'],
    inputs: () => [...filesIn('src/playground'), ...filesIn('src/words')],
    command: (out) => [
      tool('vite', 'bin/vite.js'),
      'build',
      '--config',
      VITE_CONFIG,
      '--outDir',
      path.join(out, 'playground'),
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
  },
];

/** `only` names one part. Throws an error with a complete message when something cannot be installed or built. */
function buildIfStale({ force = false, only } = {}) {
  // An installed package comes built, and without sources.
  if (!fs.existsSync(at('tsconfig.json'))) return;
  const wanted = () => (force ? PARTS : stale()).filter((part) => only === undefined || part.name === only);
  if (wanted().length === 0 && isInstalled(false)) return;
  withLock(() => {
    // Another process may have done it while this one waited.
    if (!isInstalled(wanted().length > 0)) install();
    for (const part of wanted()) build(part);
  });
}

// ---- install

/**
 * Whether node_modules is what the lock file says. Times alone would not do: a checkout or a copy changes them. Optional
 * packages are those of other platforms; development packages may be left out as long as nothing has to be built.
 */
function isInstalled(withTools) {
  const installed = readJson(at('node_modules', '.package-lock.json'));
  if (installed === null) return false;
  return Object.entries(readJson(at('package-lock.json')).packages).every(
    ([name, wanted]) =>
      name === '' ||
      wanted.optional ||
      wanted.devOptional ||
      wanted.link ||
      (wanted.dev && !withTools) ||
      installed.packages[name]?.version === wanted.version,
  );
}

function install() {
  say('Installing the packages of the lock file …');
  run('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: process.platform === 'win32',
    failure: '"npm ci" failed; its output stands above. Mend that and run the command again.',
  });
}

// ---- build

function stale() {
  return PARTS.filter((part) => part.inputs().length > 0 && readText(stampOf(part)) !== hashOf(part));
}

/** Built beside the old output and then exchanged: a failed build leaves the old one, a running server sees no half. */
function build(part) {
  say(`Building the ${part.name} …`);
  const hash = hashOf(part);
  const out = path.join(DIST, `.next-${process.pid}`);
  fs.rmSync(out, { recursive: true, force: true });
  try {
    run(process.execPath, part.command(out), {
      failure: `The ${part.name} could not be built; the reason stands above.`,
    });
    fs.rmSync(stampOf(part), { force: true });
    for (const output of part.outputs) {
      fs.rmSync(path.join(DIST, output), { recursive: true, force: true, maxRetries: 5 });
      fs.renameSync(path.join(out, output), path.join(DIST, output));
    }
    fs.writeFileSync(stampOf(part), hash);
  } finally {
    fs.rmSync(out, { recursive: true, force: true });
  }
}

function stampOf(part) {
  return path.join(DIST, `.built-${part.name}`);
}

/** Contents and not times: times change with every checkout. The lock file stands for the tools. */
function hashOf(part) {
  const hash = createHash('sha256');
  for (const file of [...part.inputs(), 'package-lock.json'])
    hash
      .update(file)
      .update('\0')
      .update(fs.readFileSync(at(file)))
      .update('\0');
  return hash.digest('hex');
}

function filesIn(folder) {
  if (!fs.existsSync(at(folder))) return [];
  return fs
    .readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll(path.sep, '/'),
    )
    .sort();
}

// ---- one at a time

/** Two commands may be started at once in a fresh clone: the second waits for the first and then finds nothing to do. */
function withLock(work) {
  fs.mkdirSync(DIST, { recursive: true });
  for (let told = false; !takeLock(); told = true) {
    if (!told) say('Another process is building; waiting for it …');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    fs.rmSync(LOCK, { force: true });
  }
}

function takeLock() {
  try {
    fs.writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = Number(readText(LOCK));
  const ageMs = Date.now() - (fs.statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  // A kill may leave the lock behind, and later another process may have its pid.
  const isLeft = holder > 0 ? !isRunning(holder) || ageMs > BUILD_MS_MAX : ageMs > WRITE_MS_MAX;
  if (isLeft) fs.rmSync(LOCK, { force: true });
  return false;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// ---- small things

function tool(name, file) {
  return at('node_modules', name, file);
}

/** Standard output belongs to the command that comes after: everything said here goes to standard error. */
function run(program, args, { failure, shell = false }) {
  // Bundlers ask it which React to take: what is built must not depend on who builds.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status, error } = spawnSync(program, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2], shell });
  if (status !== 0) throw new BuildError(error ? `${failure} (${error.message})` : failure);
}

class BuildError extends Error {}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readJson(file) {
  const text = readText(file);
  return text === '' ? null : JSON.parse(text);
}

/** For the commands beside this file: builds, then runs; without a build it says why and the process fails. */
function whenBuilt(run, options) {
  try {
    buildIfStale(options);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    say(`underpin: ${error.message}`);
    process.exitCode = 1;
    return;
  }
  run();
}

module.exports = { whenBuilt };

if (require.main === module) {
  const { argv } = process;
  const only = argv.includes('--only') ? argv[argv.indexOf('--only') + 1] : undefined;
  whenBuilt(() => undefined, { force: argv.includes('--force'), only });
}
