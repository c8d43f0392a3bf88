'use strict';

// Compiles the loops over the graph to WebAssembly and writes them as the text of src/domain/graph/kernel-code.ts, so
// that nobody who runs the program needs the compiler. `--check` writes nothing and fails when the file is stale.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const TARGET = path.join(ROOT, 'src/domain/graph/kernel-code.ts');
const OPTIONS =
  '-O3 --noAssert --runtime stub --enable threads --importMemory --noExportMemory --sharedMemory --maximumMemory 65536'.split(
    ' ',
  );

function compile() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'underpin-kernel-'));
  try {
    const out = path.join(directory, 'kernel.wasm');
    const asc = path.join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [asc, 'src/assembly/kernel.ts', ...OPTIONS, '-o', out], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return fs.readFileSync(out);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

const lines = compile()
  .toString('base64')
  .match(/.{1,100}/g)
  .map((line) => `  '${line}'`);
const text = `/* Generated from src/assembly/kernel.ts by \`npm run generate\`. */

/** The compiled loops over the graph, in base64. */
export const KERNEL_CODE =
${lines.join(' +\n')};
`;
if (!process.argv.includes('--check')) fs.writeFileSync(TARGET, text);
else if (fs.readFileSync(TARGET, 'utf8') !== text) {
  process.stderr.write('src/domain/graph/kernel-code.ts is stale: run `npm run generate`.\n');
  process.exitCode = 1;
}
