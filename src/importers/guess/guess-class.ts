import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { CLASS_WORDS, COLUMN_WORDS } from './column-words';
import { calledBy, plainName, type ColumnSample, type TableSample } from './sample';

/** A class that rows may be of, and why. */
export interface GuessedClass {
  readonly name: string;
  readonly reason: string;
  /** Values of a class column that are not names of classes themselves. */
  readonly values: Readonly<Record<string, string>>;
}

const NAME_OF_FILE = 3;
const NAME_OF_FIRST_COLUMN = 2;
/** What most sheets list. */
const USUAL = 'Server';

/**
 * The class that most speaks for: a column of classes; else the name of the file and how many columns are attributes of
 * the class, those that identify it twice; the first column may be called like what the rows are. Of equal classes the
 * usual one counts, then the nearest to the root, then the first of the model.
 */
export function guessClass(sample: TableSample, model: ClassModel): GuessedClass {
  const fromColumn = classOfColumn(sample, model);
  if (fromColumn !== null) return fromColumn;
  const named = classOfFile(sample.file, model);
  const first = classNamed(sample.columns[0]?.name ?? '', model);
  const plain = new Set(sample.columns.flatMap(({ name }) => calledBy(name)));
  const scored = concrete(model).map((name) => ({
    name,
    score:
      scoreOf(name, plain, model) +
      (named !== null && model.isA(name, named) ? NAME_OF_FILE : 0) +
      (first !== null && model.isA(name, first) ? NAME_OF_FIRST_COLUMN : 0),
    rank: name === USUAL ? 0 : model.lineage(name).length,
  }));
  const best = scored.reduce((one, other) =>
    other.score > one.score || (other.score === one.score && other.rank < one.rank) ? other : one,
  );
  const name = best.score === 0 ? USUAL : best.name;
  return {
    name,
    reason: best.score === 0 ? 'nothing speaks for a class: set the right one' : 'by its columns',
    values: {},
  };
}

/** Class names that the texts of a column stand for; null unless all of them do. */
function classValues(column: ColumnSample, model: ClassModel): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  for (const text of column.distinct) {
    const name = classNamed(text, model);
    if (name === null) return null;
    found.set(text, name);
  }
  return found.size > 0 ? found : null;
}

function classOfColumn({ columns }: TableSample, model: ClassModel): GuessedClass | null {
  const words = COLUMN_WORDS.find(([target]) => target === 'class')?.[1] ?? [];
  for (const column of columns) {
    if (column.listed || !calledBy(column.name).some((name) => [...words, 'type', 'kind', 'category'].includes(name)))
      continue;
    const names = classValues(column, model);
    if (names === null) continue;
    const frequent = mostFrequent(column.texts);
    const values = Object.fromEntries([...names].filter(([text, name]) => text !== name));
    return { name: names.get(frequent) ?? frequent, reason: `as column ${column.name} says`, values };
  }
  return null;
}

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce((one, other) => (other[1] > one[1] ? other : one), ['', 0])[0];
}

// The words of `esx-hosts_2026.csv`, the last one first: it says what the others describe.
function classOfFile(file: string, model: ClassModel): string | null {
  const words = (file.split(/[/\\]/).at(-1) ?? '').replace(/\.[a-z]+$/i, '').split(/[^A-Za-z]+/);
  for (const word of [words.join(''), ...words.toReversed()]) {
    const name = classNamed(word, model);
    if (name !== null) return name;
  }
  return null;
}

function classNamed(text: string, model: ClassModel): string | null {
  const plain = plainName(text);
  for (const word of [plain, plain.replace(/s$/, ''), plain.replace(/es$/, ''), plain.replace(/ies$/, 'y')]) {
    const own = concrete(model).find((name) => name.toLowerCase() === word);
    const known = Object.hasOwn(CLASS_WORDS, word) ? CLASS_WORDS[word] : undefined;
    if ((own ?? known) !== undefined) return own ?? known ?? null;
  }
  return null;
}

const concrete = (model: ClassModel): readonly string[] =>
  model.classes().flatMap((one) => (one.abstract ? [] : [one.name]));

function scoreOf(name: string, plain: ReadonlySet<string>, model: ClassModel): number {
  const identifying = new Set(model.entriesOf(name).flatMap((entry) => entry.attributes));
  let score = 0;
  for (const attribute of model.attributesOf(name).keys()) {
    const words = COLUMN_WORDS.flatMap(([target, list]) => (target === `attributes.${attribute}` ? list : []));
    const matches = plain.has(attribute.toLowerCase()) || words.some((word) => plain.has(word));
    if (matches) score += identifying.has(attribute) ? 2 : 1;
  }
  return score;
}
