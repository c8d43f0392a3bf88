import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { isSecretName } from '../secret-words';
import { BASE_TARGETS, parseTarget } from '../table/targets';
import { COLUMN_WORDS } from './column-words';
import { fitAttribute, fitBase, fitTarget } from './fit';
import { guessClass } from './guess-class';
import { guessKey } from './guess-key';
import { guessRelationship, type RowFacts } from './guess-relationship';
import { calledBy, plainName, type ColumnSample, type TableSample } from './sample';

/** What one column is guessed to fill; without targets it is left out. */
export interface GuessedColumn {
  readonly column: ColumnSample;
  readonly targets: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

/** A mapping that is proposed, for people to correct. */
export interface GuessedMapping {
  readonly sample: TableSample;
  readonly className: string;
  readonly classReason: string;
  readonly nativeKey: readonly string[];
  readonly columns: readonly GuessedColumn[];
  /** Whether the attributes suffice to recognise an item of the class that another source has brought. */
  readonly identifies: boolean;
}

/** Longer texts, and those that are different in each row, are no labels. */
const LABEL_LENGTH_MAX = 63;

/** Proposes what each column fills. What has room nowhere becomes a label, or is left out when it is too long for one. */
export function guessMapping(whole: TableSample, model: ClassModel): GuessedMapping {
  const sample = { ...whole, columns: whole.columns.filter((column) => !isSecret(column)) };
  const guessed = guessClass(sample, model);
  const nativeKey = guessKey(sample);
  const facts: RowFacts = { sample, model, className: guessed.name, nativeKey };
  const taken = new Set<string>();
  const own = sample.columns.map((column) => ownTarget(column, guessed.values, taken));
  const named = sample.columns.map((column, index) => own[index] ?? wordTargets(column, facts, taken));
  const columns = nameFrom(
    nativeKey,
    named.map((one, index) => one ?? fallback(sample.columns[index] as ColumnSample, facts, taken)),
    taken,
  );
  const byColumn = new Map(columns.map((one) => [one.column, one]));
  return {
    sample: whole,
    className: guessed.name,
    classReason: guessed.reason,
    nativeKey,
    columns: whole.columns.map((column) => byColumn.get(column) ?? { column, targets: [], values: {} }),
    identifies: identifies(taken, facts),
  };
}

/** Secrets are left out, and are no keys, unless somebody has called the column what it fills. */
export const isSecret = ({ name }: ColumnSample): boolean => isSecretName(name) && parseTarget(name) === null;

/** A column that is called like what it fills; those come first, so that no synonym takes their place. */
function ownTarget(
  column: ColumnSample,
  classNames: Readonly<Record<string, string>>,
  taken: Set<string>,
): GuessedColumn | null {
  const target = parseTarget(column.name);
  if (target === null) return isClassColumn(column, classNames) ? classColumn(column, classNames, taken) : null;
  if (target.to === 'base' && target.field === 'class') return classColumn(column, classNames, taken);
  const fit = fitTarget(column, target);
  const written = target.to === 'base' ? target.field : column.name;
  if (fit === null || taken.has(written)) return null;
  taken.add(written);
  return { column, targets: [written], values: fit.values };
}

const isClassColumn = ({ distinct }: ColumnSample, classNames: Readonly<Record<string, string>>): boolean =>
  Object.keys(classNames).length > 0 && Object.keys(classNames).every((text) => distinct.has(text));

function classColumn(
  column: ColumnSample,
  values: Readonly<Record<string, string>>,
  taken: Set<string>,
): GuessedColumn | null {
  if (taken.has('class') || column.listed) return null;
  taken.add('class');
  return { column, targets: ['class'], values };
}

/** What columns of this name usually hold: a base field, an attribute of the class, or both; else other items. */
function wordTargets(column: ColumnSample, facts: RowFacts, taken: Set<string>): GuessedColumn | null {
  const called = calledBy(column.name);
  const candidates = [
    ...[...facts.model.attributesOf(facts.className).keys()]
      .filter((name) => called.includes(plainName(name)))
      .map((name) => `attributes.${name}`),
    ...COLUMN_WORDS.flatMap(([target, words]) =>
      target !== 'class' && called.some((name) => words.includes(name)) ? [target] : [],
    ),
  ];
  const base = firstFit(candidates.filter(isBase), column, facts, taken);
  const attribute = firstFit(
    candidates.filter((target) => !isBase(target)),
    column,
    facts,
    taken,
  );
  const found = [base, attribute].filter((one) => one !== null);
  if (found.length > 0) return { column, targets: found.map(({ target }) => target), values: valuesOf(found) };
  const relationship = guessRelationship(column, facts);
  if (relationship === null) return null;
  taken.add(relationship.replace(/@.*/, ''));
  return { column, targets: [relationship], values: {} };
}

const isBase = (target: string): boolean => BASE_TARGETS.some((one) => one === target);

interface Fitted {
  readonly target: string;
  readonly values: Readonly<Record<string, string>>;
}

const valuesOf = (fitted: readonly Fitted[]): Readonly<Record<string, string>> =>
  Object.assign({}, ...fitted.map(({ values }) => values)) as Record<string, string>;

function firstFit(
  targets: readonly string[],
  column: ColumnSample,
  { model, className }: RowFacts,
  taken: Set<string>,
): Fitted | null {
  for (const target of targets) {
    if (taken.has(target) || column.filled === 0) continue;
    const attribute = model.attributesOf(className).get(target.replace('attributes.', ''));
    const fit = isBase(target)
      ? fitBase(column, target)
      : attribute === undefined
        ? null
        : fitAttribute(column, attribute);
    if (fit === null) continue;
    taken.add(target);
    return { target: `${target}${fit.suffix}`, values: fit.values };
  }
  return null;
}

function fallback(column: ColumnSample, { sample, nativeKey }: RowFacts, taken: Set<string>): GuessedColumn {
  const words = column.name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const key = `labels.${words === '' ? `column-${sample.columns.indexOf(column) + 1}` : words}`;
  const short = column.texts.every((text) => text.length <= LABEL_LENGTH_MAX);
  const isLabel = short && !column.listed && column.filled > 0 && !taken.has(key);
  const isOnlyKey = nativeKey.includes(column.name) && column.distinct.size === sample.rows;
  if (!isLabel || isOnlyKey) return { column, targets: [], values: {} };
  taken.add(key);
  return { column, targets: [key], values: {} };
}

/** Everything has a name: when no column is called one, the host name is it, or what tells the rows apart. */
function nameFrom(
  nativeKey: readonly string[],
  columns: readonly GuessedColumn[],
  taken: Set<string>,
): readonly GuessedColumn[] {
  if (taken.has('name')) return columns;
  const hosts = columns.find(({ targets }) =>
    targets.some((one) => /^attributes\.(guestH|h)ostname$|fqdn$/i.test(one)),
  );
  const chosen = hosts ?? columns.find(({ column }) => nativeKey[0] === column.name);
  if (chosen !== undefined) taken.add('name');
  return columns.map((one) => (one === chosen ? { ...one, targets: ['name', ...one.targets] } : one));
}

// Inside of a host only where a column names it.
const identifies = (taken: ReadonlySet<string>, { model, className }: RowFacts): boolean =>
  model
    .entriesOf(className)
    .some(
      ({ within, rows, weak, attributes }) =>
        (within === null || within.some(({ relationshipType }) => taken.has(`rel:${relationshipType}`))) &&
        rows === null &&
        !weak &&
        attributes.every(
          (one) => one === 'tenant' || one === 'class' || taken.has(one) || taken.has(`attributes.${one}`),
        ),
    );
