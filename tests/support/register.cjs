'use strict';

// `node -r tests/support/register.cjs src/main.ts` runs the sources without a build, as Jest does: for tests that need
// a second process. What was compiled once is kept, by its contents: a server is made of some two hundred files.

const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const CACHE = join(__dirname, '..', '..', 'node_modules', '.cache', 'test-processes');

require.extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const kept = join(CACHE, createHash('sha256').update(filename).update(source).digest('hex'));
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = compile(source, filename);
    keep(kept, code);
    return code;
  }
}

function compile(source, filename) {
  return require('@swc/core').transformSync(source, {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
  });
}

/** Several processes may write the same file at once; a directory that cannot be written costs time and nothing else. */
function keep(path, code) {
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, code);
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Compiled again the next time.
  }
}
