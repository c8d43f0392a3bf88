import { stringify } from 'yaml';
import { isSecret, type GuessedColumn, type GuessedMapping } from './guess-mapping';

/** The proposal as a mapping file that can be used as it is, each guess with what it rests on. */
export function mappingText(guess: GuessedMapping, extra: Readonly<Record<string, string>>): string {
  const { sample, className, classReason, nativeKey, columns } = guess;
  const lines = [
    `# Proposed from the first ${sample.rows} rows of ${oneLine(sample.file)}. Look through it, then try it with --dry-run.`,
    ...warnings(guess).map((warning) => `# ${warning}`),
    `class: ${flow(className)}   # ${classReason}`,
    ...(nativeKey.length > 0 ? [`nativeKey: ${flow(nativeKey.length === 1 ? nativeKey[0] : nativeKey)}`] : []),
    ...Object.entries(extra).map(([name, value]) => `${name}: ${flow(value)}`),
    'columns:',
    ...columns.map((one) => `  ${flow(one.column.name)}: ${targetText(one)}   # ${remark(one, sample.rows)}`),
    ...valueLines(columns),
  ];
  return `${lines.join('\n')}\n`;
}

function warnings({ nativeKey, className, identifies }: GuessedMapping): string[] {
  return [
    ...(nativeKey.length > 0
      ? []
      : [
          'No column, nor any two, tell the rows apart: set nativeKey, or the same row is not known again when it changes.',
        ]),
    ...(identifies
      ? []
      : [
          `Nothing here identifies a ${className} to other sources: it is known by nativeKey only, and may be there twice.`,
        ]),
  ];
}

function targetText({ targets }: GuessedColumn): string {
  const [only, ...more] = targets;
  return only === undefined ? '"-"' : flow(more.length === 0 ? only : targets);
}

function remark({ column, targets }: GuessedColumn, rows: number): string {
  if (column.filled === 0) return 'always empty';
  if (isSecret(column)) return 'left out; by its name a secret';
  const share = column.filled === rows ? '' : `, ${Math.round((100 * column.filled) / rows)} % filled`;
  const [example = ''] = column.distinct;
  const left = targets.length === 0 ? 'left out; ' : '';
  return `${left}${column.distinct.size} different${share}, such as ${JSON.stringify(oneLine(example).slice(0, 40))}`;
}

function valueLines(columns: readonly GuessedColumn[]): string[] {
  const mapped = columns.filter(({ values }) => Object.keys(values).length > 0);
  if (mapped.length === 0) return [];
  return ['values:', ...mapped.map(({ column, values }) => `  ${flow(column.name)}: ${flow(values)}`)];
}

/** On one line, with quotes where YAML needs them. */
const flow = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true, version: '1.1' })
    .trim()
    .replaceAll('\n', ' ');

const oneLine = (text: string): string => text.replace(/\p{C}+/gu, ' ').trim();
