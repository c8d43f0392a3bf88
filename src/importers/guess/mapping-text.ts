import { isSecret, type GuessedColumn, type GuessedMapping } from './guess-mapping';

/** The proposal as a mapping file that can be used as it is, each guess with what it rests on. */
export function mappingText(guess: GuessedMapping, extra: Readonly<Record<string, string>>): string {
  const { sample, className, classReason, nativeKey, columns } = guess;
  const lines = [
    `# Proposed from the first ${sample.rows} rows of ${oneLine(sample.file)}. Look through it, then try it with --dry-run.`,
    ...warnings(guess).map((warning) => `# ${warning}`),
    `class: ${flow(className)}   # ${oneLine(classReason)}`,
    ...(nativeKey.length > 0 ? [`nativeKey: ${flow(only(nativeKey))}`] : []),
    ...Object.entries(extra).map(([name, value]) => `${name}: ${flow(value)}`),
    'columns:',
    ...columns.map((one) => `  ${key(one.column.name)}: ${targetText(one)}   # ${remark(one, sample.rows)}`),
    ...valueLines(columns),
  ];
  return `${lines.join('\n')}\n`;
}

function warnings({ nativeKey, className, columns, identifies }: GuessedMapping): string[] {
  return [
    ...(columns.some(({ targets }) => targets.length > 0)
      ? []
      : ['Nothing here was recognised: say below what at least one of them fills.']),
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
  return targets.length === 0 ? '"-"' : flow(only(targets));
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
  return ['values:', ...mapped.map(({ column, values }) => `  ${key(column.name)}: ${flow(values)}`)];
}

// Longer ones are keys only when that is said, which takes a line of its own.
const KEY_LENGTH_MAX = 1000;

const key = (name: string): string => (scalar(name).length > KEY_LENGTH_MAX ? `? ${scalar(name)}\n  ` : scalar(name));

/** A list of one is written as that one. An empty text would be none. */
const only = (texts: readonly string[]): string | readonly string[] =>
  texts.length === 1 && texts[0] ? texts[0] : texts;

/** On one line. */
function flow(value: string | readonly string[] | Readonly<Record<string, string>>): string {
  if (typeof value === 'string') return scalar(value);
  if (isList(value)) return `[ ${value.map(scalar).join(', ')} ]`;
  const entries = Object.entries(value).map(
    ([name, text]) => `${scalar(name).length > KEY_LENGTH_MAX ? '? ' : ''}${scalar(name)}: ${scalar(text)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

const isList = (value: object): value is readonly string[] => Array.isArray(value);

/** What reads as the same text in every version of YAML without quotes; with quotes all of JSON's texts do. */
const PLAIN = /^[\p{L}_](?:[\p{L}\p{N}_ .@<>()/-]|:(?=[\p{L}<]))*(?<! )$/u;
const NO_TEXT = /^(y|n|yes|no|on|off|true|false|null)$/i;

const scalar = (text: string): string => (PLAIN.test(text) && !NO_TEXT.test(text) ? text : JSON.stringify(text));

const oneLine = (text: string): string => text.replace(/\p{C}+/gu, ' ').trim();
