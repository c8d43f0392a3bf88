import type { ListedValue } from './data-rules';
import { itemError, type ItemError } from '../errors';
import { quoted } from '../nearest-name';
import { checkLength, checkText, NAME_LENGTH_MAX } from '../record-text';
import { wordOf } from './value-lists';

const VALUES_MAX = 10_000;
const SYNONYMS_MAX = 1_000;

/** What is wrong with the values of a list: empty ones, and words that stand for two of them. */
export function checkListedValues(values: readonly ListedValue[]): readonly ItemError[] {
  if (values.length > VALUES_MAX) {
    return [itemError('TOO_LARGE', `The list has ${values.length} values; ${VALUES_MAX} are allowed.`, ['values'])];
  }
  const meanings = new Map<string, string>();
  return values.flatMap(({ value, synonyms }, index) => {
    const path = ['values', String(index)];
    if (synonyms.length > SYNONYMS_MAX) {
      const message = `The value ${quoted(value)} has ${synonyms.length} synonyms; ${SYNONYMS_MAX} are allowed.`;
      return [itemError('TOO_LARGE', message, [...path, 'synonyms'])];
    }
    if (meanings.get(wordOf(value)) === value) {
      return [itemError('INVALID_VALUE', `The value ${quoted(value)} is given twice.`, [...path, 'value'])];
    }
    return [value, ...synonyms].flatMap((word, at) => {
      const where = at === 0 ? [...path, 'value'] : [...path, 'synonyms', String(at - 1)];
      return checkWord(word, value, meanings, where);
    });
  });
}

function checkWord(
  word: string,
  value: string,
  meanings: Map<string, string>,
  path: readonly string[],
): readonly ItemError[] {
  const faults = [...checkText(word, path), ...checkLength(word, NAME_LENGTH_MAX, 'A value', path)];
  if (faults.length > 0) return faults;
  const key = wordOf(word);
  if (key === '') return [itemError('INVALID_VALUE', 'A value or synonym must not be empty.', path)];
  const other = meanings.get(key);
  meanings.set(key, value);
  if (other === undefined || other === value) return [];
  const message = `${quoted(word)} stands for ${quoted(other)} already, so it cannot stand for ${quoted(value)}: case and white space do not count.`;
  return [itemError('INVALID_VALUE', message, path)];
}
