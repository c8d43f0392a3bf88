import { itemError, type ItemError } from './errors';
import { isJsonObject, type JsonValue } from './json';
import { quoted } from './nearest-name';

/** Limits of what one item may carry; what is larger is refused with TOO_LARGE, never cut. */
export const NAME_LENGTH_MAX = 1_024;
/** References and native keys are part of index entries, which PostgreSQL limits to about 2,700 bytes. */
export const KEY_LENGTH_MAX = 512;
/** One text or one attribute value, in characters of its JSON. */
export const VALUE_LENGTH_MAX = 65_536;
/** One item with all of its values, in characters of its JSON. */
export const ITEM_LENGTH_MAX = 1_048_576;
/** How deep a value may be nested. */
const VALUE_DEPTH_MAX = 16;

const NUL = '\u0000';
/** What a JSON text with one of the refused characters or keys looks like. */
const SUSPICIOUS = /\\u0000|__proto__|\\ud[89a-f]/i;

/** A record as JSON, to measure it; null when it is nested too deeply even for that. */
export function jsonText(record: object): string | null {
  try {
    return JSON.stringify(record);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** {@link checkValue}, with a look at the record's JSON first: nearly every record is harmless, and walking it is dear. */
export function checkStorable(record: JsonValue, text: string): readonly ItemError[] {
  const brackets = text.match(/[[{]/g)?.length ?? 0;
  return SUSPICIOUS.test(text) || brackets > VALUE_DEPTH_MAX ? checkValue(record, []) : [];
}

/**
 * What PostgreSQL or JavaScript could not hold of a value: U+0000 and halves of surrogate pairs in texts and keys,
 * `__proto__` as a key, too much nesting. Walks without recursion.
 */
function checkValue(value: JsonValue, path: readonly string[]): readonly ItemError[] {
  const errors: ItemError[] = [];
  const waiting: { readonly value: JsonValue; readonly path: readonly string[] }[] = [{ value, path }];
  for (let next = waiting.pop(); next !== undefined && errors.length === 0; next = waiting.pop()) {
    const { value: inner, path: at } = next;
    if (typeof inner === 'string') errors.push(...checkText(inner, at));
    else if (typeof inner === 'number' && !Number.isFinite(inner)) {
      errors.push(itemError('INVALID_VALUE', 'A number must be finite.', at));
    } else if (inner !== null && typeof inner === 'object') {
      if (at.length - path.length > VALUE_DEPTH_MAX) {
        errors.push(itemError('TOO_LARGE', `A value may be nested ${VALUE_DEPTH_MAX} deep. Flatten it.`, path));
      }
      for (const [key, child] of Object.entries(inner)) {
        if (isJsonObject(inner)) errors.push(...checkKey(key, at));
        waiting.push({ value: child, path: [...at, key] });
      }
    }
  }
  return errors;
}

/** What is wrong with a text whatever it stands for. */
export function checkText(text: string, path: readonly string[]): readonly ItemError[] {
  if (text.includes(NUL)) {
    return [
      itemError(
        'INVALID_VALUE',
        'A text may not hold the character U+0000, which PostgreSQL cannot store. Remove it.',
        path,
      ),
    ];
  }
  if (/\p{Surrogate}/u.test(text)) {
    return [itemError('INVALID_VALUE', 'A text holds half a surrogate pair. Send well-formed Unicode.', path)];
  }
  return [];
}

function checkKey(key: string, path: readonly string[]): readonly ItemError[] {
  if (key === '__proto__') {
    return [itemError('INVALID_VALUE', 'A key may not be "__proto__". Choose another name.', path)];
  }
  return checkText(key, path);
}

/** Refuses a text that is longer than a limit. */
export function checkLength(text: string, most: number, what: string, path: readonly string[]): readonly ItemError[] {
  if (text.length <= most) return [];
  const message = `${what} ${quoted(text)} has ${text.length} characters; ${most} are allowed. Shorten it.`;
  return [itemError('TOO_LARGE', message, path)];
}
