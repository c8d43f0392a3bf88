import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { IMPORTERS } from '../../src/importers/index';
import { importAll, textFile, type Imported } from './input-files';
import { undeclared } from './mapping-check';

/** Reads texts as files `0`, `1` …, or of the names given, of a format; nothing may be said that the mapping does not declare. */
export async function read(
  format: string,
  texts: readonly (string | readonly [name: string, text: string, chunkBytes?: number])[],
  choices: Readonly<Record<string, string>> = {},
): Promise<Imported> {
  const importer = IMPORTERS.get(format);
  if (importer === undefined) throw new Error(`no format ${format}`);
  const imported = await importAll(
    importer,
    texts.map((text, index) => (typeof text === 'string' ? textFile(`${index}`, text) : textFile(...text))),
    choices,
  );
  expect(undeclared(format, imported)).toEqual([]);
  return imported;
}

/** `source TYPE target` of everything, with the ends' own keys. */
export const lines = (imported: Imported): readonly string[] =>
  [
    ...imported.relationships.map(
      ({ source, type, target }) => `${source.ref ?? source.native?.key} ${type} ${target.ref ?? target.native?.key}`,
    ),
    ...imported.items.flatMap((item) =>
      (item.relationships ?? []).map(({ type, end }) => `${item.nativeKey} ${type} ${end.ref ?? end.native?.key}`),
    ),
  ].sort();

/** The item with a native key. */
export const item = (imported: Imported, key: string): ItemRecord | undefined =>
  imported.items.find(({ nativeKey }) => nativeKey === key);
