import type { JunkDefinition, JunkKind } from '../class-model/data-rules';
import { itemError, type ItemError } from '../errors';
import { junkForm, kindsOf, type JunkValues } from './junk-rules';
import { isJunk } from './junk-values';
import { quoted } from '../nearest-name';
import { checkLength, checkText, KEY_LENGTH_MAX } from '../record-text';

/** Values that shall count as absent from now on, and values that shall no longer. */
export interface JunkValueInput {
  readonly kind: JunkKind;
  readonly values: readonly string[];
  readonly remove: readonly string[];
}

/** So many values a list holds, and one call names. */
const VALUES_MAX = 10_000;

/** What is wrong with an input, as data: empty values, values that are both added and removed, too many. */
export function checkJunkValues(junk: JunkValues, input: JunkValueInput): readonly ItemError[] {
  const { kind, values, remove } = input;
  const count = values.length + remove.length;
  if (count === 0) {
    const message = 'Nothing to do: name values that count as absent in values, or values that count again in remove.';
    return [itemError('INVALID_VALUE', message, ['values'])];
  }
  if (count > VALUES_MAX) return [tooMany(`${count} values are given`, 'Send less at a time')];
  const added = new Set(values.map((value) => junkForm(kind, value)));
  const errors = [
    ...values.flatMap((value, index) => checkWord(kind, value, ['values', String(index)])),
    ...remove.flatMap((value, index) => {
      const path = ['remove', String(index)];
      if (!added.has(junkForm(kind, value))) return checkWord(kind, value, path);
      const message = `The value ${quoted(value)} is in values and in remove: case and notation do not count. Decide for one.`;
      return [itemError('INVALID_VALUE', message, path)];
    }),
  ];
  if (errors.length > 0) return errors;
  const after = changedJunkList(junk, input);
  const size = after.values.length + after.allowed.length;
  return size > VALUES_MAX ? [tooMany(`The list would hold ${size} values`, 'Remove some first')] : [];
}

const tooMany = (what: string, advice: string): ItemError =>
  itemError('TOO_LARGE', `${what}; ${VALUES_MAX} are allowed. ${advice}.`, ['values']);

function checkWord(kind: JunkKind, value: string, path: readonly string[]): readonly ItemError[] {
  const faults = [...checkText(value, path), ...checkLength(value, KEY_LENGTH_MAX, 'A value', path)];
  if (faults.length > 0 || junkForm(kind, value) !== '') return faults;
  return [itemError('INVALID_VALUE', `${quoted(value)} is empty, and empty values always count as absent.`, path)];
}

/** The list of a kind after some values were added and removed. What is shipped anyway is not written a second time. */
export function changedJunkList(junk: JunkValues, { kind, values, remove }: JunkValueInput): JunkDefinition {
  const before = junk.listOf(kind);
  const added = new Set(before.values);
  const allowed = new Set(before.allowed);
  for (const value of values.map((one) => junkForm(kind, one))) {
    allowed.delete(value);
    // Case counts in what is shipped for exact values, and not in lists: there the value may say more than what is shipped.
    if (kind === 'EXACT' || !kindsOf(kind).every((own) => isJunk(own, junkForm(own, value)))) added.add(value);
  }
  for (const value of remove.map((one) => junkForm(kind, one))) {
    added.delete(value);
    if (isJunkWithout(junk, kind, value)) allowed.add(value);
  }
  return { values: [...added].sort(), allowed: [...allowed].sort() };
}

/** Whether a value is junk whatever the list of the kind itself says. */
function isJunkWithout(junk: JunkValues, kind: JunkKind, value: string): boolean {
  const { values } = junk.listOf('ANY');
  if (kind !== 'ANY' && values.some((one) => junkForm(kind, one) === value)) return true;
  return kindsOf(kind).some((own) => isJunk(own, junkForm(own, value)));
}

/** The values of which two definitions of one list say different things. */
export function movedJunkValues(before: JunkDefinition, after: JunkDefinition): readonly string[] {
  const without = (values: readonly string[], others: readonly string[]): readonly string[] => {
    const known = new Set(others);
    return values.filter((value) => !known.has(value));
  };
  const differing = (of: keyof JunkDefinition): readonly string[] => [
    ...without(before[of], after[of]),
    ...without(after[of], before[of]),
  ];
  return [...new Set([...differing('values'), ...differing('allowed')])].sort();
}
