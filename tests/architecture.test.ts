import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, visit, type ASTNode } from 'graphql';
import { readSources, ROOT, type SourceFile } from './support/source-tree';

/** Folder -> the folders and npm packages it may import. `node:` is a package like every other. */
const MATRIX: Readonly<Record<string, { readonly folders: readonly string[]; readonly packages: readonly string[] }>> =
  {
    'src/domain': { folders: ['src/domain'], packages: [] },
    'src/storage': {
      folders: ['src/domain', 'src/storage', 'src/telemetry', 'migrations'],
      packages: ['typeorm', 'pg', 'pg-copy-streams', 'node:'],
    },
    'src/application': {
      folders: ['src/domain', 'src/storage', 'src/application', 'src/telemetry'],
      packages: ['dataloader', 'ajv', 'ajv-formats', 'node:'],
    },
    'src/graphql': {
      folders: ['src/domain', 'src/application', 'src/graphql'],
      packages: ['graphql', 'graphql-jit', 'graphql-scalars', '@apollo/server', 'node:'],
    },
    'src/server': {
      folders: ['src/domain', 'src/application', 'src/graphql', 'src/server', 'src/telemetry'],
      packages: [
        'graphql',
        'fastify',
        '@fastify/static',
        '@apollo/server',
        '@as-integrations/fastify',
        'prom-client',
        'jose',
        'graphql-ws',
        'ws',
        'rate-limiter-flexible',
        'node:',
      ],
    },
    'src/telemetry': { folders: ['src/telemetry'], packages: ['@opentelemetry/api'] },
    'src/importers': { folders: ['src/domain', 'src/importers'], packages: ['yaml', 'csv-parse', 'saxes', 'node:'] },
    'src/assembly': { folders: ['src/assembly'], packages: [] },
    'src/postgres': { folders: ['src/postgres'], packages: ['node:', 'pg'] },
    'src/words': { folders: ['src/words'], packages: [] },
    'src/playground': { folders: ['src/playground', 'src/words'], packages: ['*'] },
    'src/bench': {
      folders: ['src', 'src/*'],
      packages: ['@apollo/server', 'graphql', 'pg', 'pg-copy-streams', 'typeorm', 'node:'],
    },
    'src/cli': { folders: ['src', 'src/*'], packages: ['commander', 'yaml', 'node:'] },
    src: { folders: ['src', 'src/*'], packages: ['commander', 'node:'] },
    migrations: { folders: ['migrations'], packages: ['typeorm'] },
  };

const sources = readSources(['src', 'migrations']);
/** Written by hand and made of logic: generated files, the shipped model and the table definitions are data. */
const written = sources.filter(
  (file) =>
    file.path !== 'src/graphql/generated.ts' &&
    file.path !== 'src/domain/graph/kernel-code.ts' &&
    !file.path.startsWith('src/domain/builtin-') &&
    !file.path.startsWith('migrations/'),
);

const folderOf = (path: string): string =>
  Object.keys(MATRIX)
    .filter((folder) => path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.length - a.length)[0] ?? 'unknown';

const allowed = (list: readonly string[], name: string): boolean =>
  list.some(
    (one) =>
      one === '*' ||
      name === one ||
      (one.endsWith('*') && name.startsWith(one.slice(0, -1))) ||
      (one === 'node:' && name.startsWith('node:')) ||
      name.startsWith(`${one}/`),
  );

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

describe('imports', () => {
  test('go only where the layers allow', () => {
    const forbidden = sources.flatMap((file) => {
      const rule = MATRIX[folderOf(file.path)];
      if (!rule) return [`${file.path}: its folder has no rule`];
      return file.imports
        .filter((one) =>
          one.file === null ? !allowed(rule.packages, one.specifier) : !allowed(rule.folders, folderOf(one.file)),
        )
        .map((one) => `${file.path} imports ${one.specifier}`);
    });
    expect(forbidden).toEqual([]);
  });

  test('make no ring', () => {
    expect(findRings(sources)).toEqual([]);
  });

  test('leave no file dead', () => {
    // The SQL-only twin of the engine is no dead code: it is what the engine is held against.
    const roots = ['src/main', 'src/cli', 'src/playground/main', 'src/playground/vite.config', 'src/assembly/kernel'];
    const byPath = new Map(sources.map((file) => [file.path.replace(/\.(ts|tsx|mts)$/, ''), file]));
    const reached = new Set<string>();
    const queue = [...roots];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      for (const one of byPath.get(path)?.imports ?? [])
        if (one.file !== null) queue.push(one.file.replace(/\.(tsx?|mts)$/, ''));
      for (const worker of byPath.get(path)?.text.matchAll(/`([\w-]+)\$\{extname\(__filename\)\}`/g) ?? []) {
        queue.push(join(path, '..', worker[1] ?? ''));
      }
    }
    expect([...byPath.keys()].filter((path) => !reached.has(path))).toEqual([]);
  });

  test('read the environment in one place', () => {
    const readers = sources.filter((file) => /process\.env/.test(file.text)).map((file) => file.path);
    expect(readers.filter((path) => path !== 'src/config.ts')).toEqual([]);
  });
});

describe('budgets', () => {
  test('files are short', () => {
    const lengths = written.map((file) => file.lines);
    expect(written.filter((file) => file.lines > 350).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
    expect(percentile(lengths, 0.5)).toBeLessThanOrEqual(110);
    expect(percentile(lengths, 0.9)).toBeLessThanOrEqual(250);
  });

  test('functions are short', () => {
    const functions = written.flatMap((file) => file.functions.map((one) => ({ ...one, path: file.path })));
    const long = functions.filter((one) => one.lines > 60).map((one) => `${one.path} ${one.name}: ${one.lines}`);
    expect(long).toEqual([]);
    const lengths = functions.map((one) => one.lines);
    expect(percentile(lengths, 0.5)).toBeLessThanOrEqual(10);
    expect(percentile(lengths, 0.9)).toBeLessThanOrEqual(35);
  });

  test('nothing is put off, exported by default or collected in barrels', () => {
    const found = written.flatMap((file) => [
      ...(/\b(TODO|FIXME|XXX)\b/.test(file.text) ? [`${file.path}: put off`] : []),
      ...(/^export default/m.test(file.text) && !file.path.endsWith('.mts') ? [`${file.path}: default export`] : []),
      ...(/^export \*/m.test(file.text) ? [`${file.path}: barrel`] : []),
    ]);
    expect(found).toEqual([]);
  });

  test('nothing is exported that no other file names', () => {
    // Word -> the only file with it, or null when there are several.
    const files = new Map<string, string | null>();
    for (const { path, text } of [...sources, ...readSources(['tests'])]) {
      for (const word of new Set(text.match(/[\w$]+/g))) files.set(word, files.has(word) ? null : path);
    }
    const lonely = written.flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async |abstract )?(?:function\*?|const|class) ([\w$]+)/gm)]
        .map(([, name = '']) => name)
        .filter((name) => files.get(name) === path)
        .map((name) => `${path}: ${name}`),
    );
    expect(lonely).toEqual([]);
  });

  test('every export of domain and application is documented', () => {
    const bare = written
      .filter((file) => /^src\/(domain|application)\//.test(file.path))
      .flatMap((file) => undocumentedExports(file).map((name) => `${file.path}: ${name}`));
    expect(bare).toEqual([]);
  });

  test('tests outweigh the code they guard', () => {
    const lines = (files: readonly SourceFile[]): number => files.reduce((sum, file) => sum + file.lines, 0);
    const logic = written.filter((file) => !/^src\/(playground|bench)\//.test(file.path));
    expect(lines(readSources(['tests'])) / lines(logic)).toBeGreaterThan(0.4);
  });
});

describe('the contract', () => {
  test('describes every type, field, argument and value', () => {
    const bare: string[] = [];
    const check = (node: ASTNode & { description?: unknown; name?: { value: string } }): void => {
      if (!node.description) bare.push(`${node.kind} ${node.name?.value ?? ''}`);
    };
    visit(parse(readFileSync(join(ROOT, 'schema.graphql'), 'utf8')), {
      ObjectTypeDefinition: check,
      InterfaceTypeDefinition: check,
      InputObjectTypeDefinition: check,
      EnumTypeDefinition: check,
      ScalarTypeDefinition: check,
      FieldDefinition: check,
      InputValueDefinition: check,
      EnumValueDefinition: check,
    });
    expect(bare).toEqual([]);
  });

  test('generated files are fresh', () => {
    const output = execFileSync('npx', ['graphql-codegen', '--config', 'package.json', '--check'], { cwd: ROOT });
    expect(output.toString()).not.toMatch(/stale/i);
  });

  test('the compiled loops are those of their source', () => {
    execFileSync(process.execPath, ['src/assembly/generate.cjs', '--check'], { cwd: ROOT });
  });
});

describe('the README', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

  test('names an existing test for every invariant', () => {
    const section = readme.split('## Invariants')[1]?.split('\n## ')[0] ?? '';
    const rows = section.split('\n').filter((line) => /^\|\s*\d+\s*\|/.test(line));
    expect(rows.length).toBeGreaterThan(0);
    const missing = rows.filter((row) => {
      const files = [...row.matchAll(/`(tests\/[^`]+)`/g)].map((match) => match[1] ?? '');
      return files.length === 0 || files.some((file) => !existsSync(join(ROOT, file)));
    });
    expect(missing).toEqual([]);
  });

  test('has a row for every folder of the source', () => {
    const map = readme.split('## The map')[1]?.split('\n## ')[0] ?? '';
    const folders = [...new Set(sources.map((file) => folderOf(file.path)))].filter((folder) => folder !== 'src');
    expect(folders.filter((folder) => !map.includes(`\`${folder}\``))).toEqual([]);
  });
});

function undocumentedExports(file: SourceFile): readonly string[] {
  const lines = file.text.split('\n');
  return lines.flatMap((line, index) => {
    const match = /^export (?:abstract )?(?:async )?(?:function\*?|const|class|interface|type) (\w+)/.exec(line);
    if (!match) return [];
    // A type that only names the values of the constant above it is documented by that constant.
    if (/^export type (\w+) = \(typeof/.test(line)) return [];
    const above = lines[index - 1]?.trim() ?? '';
    return above.endsWith('*/') ? [] : [match[1] ?? line];
  });
}

/** Groups of files that import each other in a circle, be it for types only (Tarjan's components by two passes). */
function findRings(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const targets = new Map(
    files.map((file) => [
      file.path.replace(/\.(ts|tsx|mts)$/, ''),
      file.imports.flatMap((one) => (one.file !== null ? [one.file.replace(/\.(tsx?|mts)$/, '')] : [])),
    ]),
  );
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const queue = [...(targets.get(from) ?? [])];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      queue.push(...(targets.get(path) ?? []));
    }
    return seen;
  };
  const reached = new Map([...targets.keys()].map((path) => [path, reach(path)]));
  return [...targets.keys()]
    .filter((path) => reached.get(path)?.has(path))
    .map((path) => [
      path,
      ...[...(reached.get(path) ?? [])].filter((other) => other !== path && reached.get(other)?.has(path)),
    ]);
}
