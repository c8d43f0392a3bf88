import { calledBy, tellsApart, type ColumnSample, type TableSample } from './sample';

const KEY_WORDS = [
  'id',
  'sysid',
  'uuid',
  'key',
  'nativekey',
  'externalid',
  'instanceid',
  'moref',
  'assettag',
  'assetid',
];
const NAME_WORDS = [
  'hostname',
  'fqdn',
  'name',
  'serialnumber',
  'serial',
  'servername',
  'devicename',
  'vmname',
  'ciname',
];

/**
 * The columns that tell rows apart: one that is called an id, else a name, else the first that does; else the first two
 * that do together, such as site and rack. Empty: none does.
 */
export function guessKey(sample: TableSample): readonly string[] {
  const single = sample.columns.filter((column) => tellsApart(column, sample.rows) && !column.listed);
  const best = byWords(single, KEY_WORDS) ?? byWords(single, NAME_WORDS) ?? single[0];
  if (best !== undefined) return [best.name];
  return pairOf(sample) ?? [];
}

const byWords = (columns: readonly ColumnSample[], words: readonly string[]): ColumnSample | undefined =>
  words.flatMap((word) => columns.filter(({ name }) => calledBy(name).includes(word)))[0];

function pairOf({ rows, columns }: TableSample): readonly string[] | null {
  if (rows === 0) return null;
  const full = columns
    .filter(({ texts, filled, several, listed }) => filled === rows && texts.length === rows && !several && !listed)
    .slice(0, 20);
  for (const [index, left] of full.entries()) {
    for (const right of full.slice(index + 1)) {
      const pairs = new Set(left.texts.map((text, row) => JSON.stringify([text, right.texts[row]])));
      if (pairs.size === rows) return [left.name, right.name];
    }
  }
  return null;
}
