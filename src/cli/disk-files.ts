import { createReadStream, readdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { InputFile } from '../importers/importer';

/** So many entries of folders are looked at for one pattern; whoever needs more names a narrower one. */
const ENTRIES_MAX = 200_000;

/** A file of the disk. What it names beside itself is found below its own folder only. */
export const diskFile = (path: string): InputFile => ({
  name: path,
  open: () => createReadStream(path),
  beside: (pattern) => filesBelow(dirname(path), pattern).map(diskFile),
});

/** The files that a relative path names, by path; `*` and `?` stand for parts of a name, `**` for folders of any depth. */
function filesBelow(folder: string, pattern: string): readonly string[] {
  const named = join(folder, pattern);
  if (isAbsolute(pattern) || relative(folder, named).startsWith('..')) return [];
  if (!/[*?]/.test(pattern)) return isFile(named) ? [named] : [];
  const search = { entriesLeft: ENTRIES_MAX };
  const steps = relative(folder, named).split(/[\\/]/);
  return [...new Set(matching(folder, steps, search))].sort();
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

// Links to folders are not followed: they may lead outside, or in a circle.
function* matching(
  folder: string,
  [step, ...rest]: readonly string[],
  search: { entriesLeft: number },
): Generator<string> {
  if (step === undefined) return;
  if (step === '**') yield* matching(folder, rest, search);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    search.entriesLeft -= 1;
    if (search.entriesLeft < 0) return;
    const path = join(folder, entry.name);
    if (step === '**') {
      if (entry.isDirectory() && !entry.name.startsWith('.')) yield* matching(path, [step, ...rest], search);
    } else if (nameMatches(entry.name, step)) {
      if (rest.length > 0 && entry.isDirectory()) yield* matching(path, rest, search);
      else if (rest.length === 0 && isFile(path)) yield path;
    }
  }
}

// As shells do, a star stands for no name that begins with a dot.
function nameMatches(name: string, step: string): boolean {
  if (name.startsWith('.') && !step.startsWith('.')) return false;
  const escaped = step.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replaceAll('?', '.')}$`).test(name);
}
