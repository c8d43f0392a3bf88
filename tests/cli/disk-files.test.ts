import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { diskFile } from '../../src/cli/disk-files';

const root = mkdtempSync(join(tmpdir(), 'underpin-beside-'));
afterAll(() => rmSync(root, { recursive: true }));

const FILES = ['all.yaml', 'a/catalog-info.yaml', 'a/b/catalog-info.yaml', 'a/b/other.yml', '.git/catalog-info.yaml'];

beforeAll(() => {
  for (const file of FILES) {
    mkdirSync(dirname(join(root, 'in', file)), { recursive: true });
    writeFileSync(join(root, 'in', file), 'x');
  }
  writeFileSync(join(root, 'outside.yaml'), 'x');
  symlinkSync(join(root, 'in'), join(root, 'in/a/circle'));
});

test.each([
  ['./a/catalog-info.yaml', ['a/catalog-info.yaml']],
  ['./*/catalog-info.yaml', ['a/catalog-info.yaml']],
  ['**/catalog-info.yaml', ['a/b/catalog-info.yaml', 'a/catalog-info.yaml']],
  ['a/**/*.y?ml', ['a/b/catalog-info.yaml', 'a/catalog-info.yaml']],
  ['a/b/*', ['a/b/catalog-info.yaml', 'a/b/other.yml']],
  ['.*/catalog-info.yaml', ['.git/catalog-info.yaml']],
  ['a', []],
  ['no/*.yaml', []],
  ['../outside.yaml', []],
  ['../*.yaml', []],
  ['a/../../*.yaml', []],
  ['/etc/passwd', []],
])('beside a file, %s names %j', (pattern, names) => {
  const found = diskFile(join(root, 'in/all.yaml')).beside?.(pattern) ?? [];
  expect(found.map(({ name }) => relative(join(root, 'in'), name))).toEqual(names);
});
