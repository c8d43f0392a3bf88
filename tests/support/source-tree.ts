import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from '@swc/core';

/** The root of the project. */
export const ROOT = resolve(__dirname, '../..');

/** One import of a source file: where from, and whether only types come. */
export interface SourceImport {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** Path from the root without extension for relative imports, else null. */
  readonly file: string | null;
}

/** A named function or method and its length in lines. */
export interface SourceFunction {
  readonly name: string;
  readonly lines: number;
}

/** What the architecture test knows of a file. */
export interface SourceFile {
  /** Path from the root. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly SourceImport[];
  readonly functions: readonly SourceFunction[];
}

/** Reads every TypeScript file below the folders, sorted by path. */
export function readSources(folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => walk(join(ROOT, folder)))
    .filter((path) => /\.(ts|tsx|mts)$/.test(path) && !path.endsWith('.d.ts'))
    .toSorted()
    .map(readSource);
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const tree = parseSync(text, {
    syntax: 'typescript',
    tsx: path.endsWith('.tsx'),
    decorators: true,
    target: 'es2023',
  });
  const bytes = Buffer.from(text);
  // swc counts positions on from file to file; the module's own start is where this file begins, up to leading comments.
  const end = tree.span.end;
  const lineAt = (position: number): number => countNewlines(bytes, bytes.length - trailing(bytes) - (end - position));
  return {
    path: relative(ROOT, path),
    text,
    lines: text.split('\n').length - 1,
    imports: collectImports(path, tree.body),
    functions: collectFunctions(tree.body, lineAt),
  };
}

/** Bytes of white space at the end, which swc leaves out of the module's span. */
function trailing(bytes: Buffer): number {
  return bytes.length - Buffer.from(bytes.toString('utf8').trimEnd()).length;
}

function countNewlines(bytes: Buffer, until: number): number {
  let count = 0;
  for (let index = 0; index < until; index += 1) if (bytes[index] === 10) count += 1;
  return count;
}

interface Syntax {
  readonly type: string;
  readonly [key: string]: unknown;
}

function collectImports(path: string, body: readonly unknown[]): readonly SourceImport[] {
  return (body as readonly Syntax[]).flatMap((statement) => {
    const source = statement['source'] as { value: string } | null | undefined;
    if (!source || !/^(Import|Export)/.test(statement.type)) return [];
    const specifiers = (statement['specifiers'] ?? []) as readonly { isTypeOnly?: boolean }[];
    const typeOnly =
      statement['typeOnly'] === true || (specifiers.length > 0 && specifiers.every((one) => one.isTypeOnly === true));
    const file = source.value.startsWith('.') ? relative(ROOT, resolve(dirname(path), source.value)) : null;
    return [{ specifier: source.value, typeOnly, file }];
  });
}

function collectFunctions(body: unknown, lineAt: (position: number) => number): readonly SourceFunction[] {
  const found: SourceFunction[] = [];
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, name);
      return;
    }
    if (value === null || typeof value !== 'object') return;
    const node = value as Syntax;
    const own = nameOf(node) ?? name;
    if (isFunction(node)) {
      const span = (node['span'] ?? (node['function'] as Syntax | undefined)?.['span']) as {
        start: number;
        end: number;
      };
      found.push({ name: own, lines: lineAt(span.end) - lineAt(span.start) + 1 });
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'span') visit(child, own);
  };
  visit(body, '(module)');
  return found;
}

/** Functions, methods, constructors, and arrow functions that have a block of their own. */
function isFunction(node: Syntax): boolean {
  if (node.type === 'ArrowFunctionExpression') return (node['body'] as Syntax).type === 'BlockStatement';
  return ['FunctionDeclaration', 'FunctionExpression', 'ClassMethod', 'PrivateMethod', 'Constructor'].includes(
    node.type,
  );
}

function nameOf(node: Syntax): string | null {
  const named = (node['identifier'] ?? node['key'] ?? node['id']) as { value?: unknown } | undefined;
  return typeof named?.value === 'string' ? named.value : null;
}
