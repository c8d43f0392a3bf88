import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { RELATIONSHIP_WORDS } from './column-words';
import { calledBy, type ColumnSample, type TableSample } from './sample';

/** What the rows are guessed to be. */
export interface RowFacts {
  readonly sample: TableSample;
  readonly model: ClassModel;
  readonly className: string;
  readonly nativeKey: readonly string[];
}

/**
 * The target of a column that names other items: rows of the same file by their key where it does, else items of a class
 * that one attribute identifies. Null: it is called nothing of the kind, or nothing would be found.
 */
export function guessRelationship(column: ColumnSample, facts: RowFacts): string | null {
  const called = calledBy(column.name);
  const types = RELATIONSHIP_WORDS.filter(([words]) => called.some((name) => words.includes(name))).flatMap(
    ([, names]) => names,
  );
  for (const type of types) {
    if (facts.model.allows(type, facts.className, facts.className) && namesRows(column, facts)) return `rel:${type}`;
    const end = endOf(type, facts);
    if (end !== null) return `rel:${type}@${end.className}.${end.attribute}`;
  }
  return null;
}

function namesRows(column: ColumnSample, { sample, nativeKey }: RowFacts): boolean {
  const [only, ...more] = nativeKey;
  const key = sample.columns.find(({ name }) => name === only);
  if (key === undefined || more.length > 0 || key === column) return false;
  return column.texts.some((text) => key.distinct.has(text));
}

// The class itself first: a column next to servers names servers more often than anything else.
function endOf(type: string, { model, className }: RowFacts): { className: string; attribute: string } | null {
  const names = [className, ...model.classes().map(({ name }) => name)];
  for (const name of names) {
    if (model.class(name)?.abstract !== false || !model.allows(type, className, name)) continue;
    const attribute = identifyingAttribute(name, model);
    if (attribute !== null) return { className: name, attribute };
  }
  return null;
}

// What people write for another item is its name: a host name, or the name itself. The tenant is known anyway.
function identifyingAttribute(className: string, model: ClassModel): string | null {
  for (const { within, rows, weak, attributes } of model.entriesOf(className)) {
    if (within !== null || rows !== null || weak) continue;
    const needed = attributes.filter((one) => one !== 'tenant');
    if (needed.length === 1 && ['hostname', 'name'].includes(needed[0] ?? '')) return needed[0] ?? null;
  }
  return null;
}
