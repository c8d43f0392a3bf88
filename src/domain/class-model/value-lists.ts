import type { DataRule, ListedField, ListedValue, ValueListPolicy } from './data-rules';
import { LISTED_FIELDS } from './data-rules';
import { itemError, type ItemError } from '../errors';
import type { Claims } from '../configuration-item';
import type { ItemRecord } from '../ingest/ingest-record';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import { nearestName, quoted } from '../nearest-name';

/** The allowed values of a base field. */
export interface ValueList {
  readonly field: ListedField;
  readonly policy: ValueListPolicy;
  readonly values: readonly ListedValue[];
}

/** What lists make of a record. */
export interface ListedRecord {
  /** With every synonym replaced by the value that it stands for. */
  readonly record: ItemRecord;
  readonly warnings: readonly ItemError[];
  readonly errors: readonly ItemError[];
}

/** Values named in a message about one that is in no list. */
const SUGGESTIONS = 3;

/** The lists that are in force. Spelling does not count: case, white space and forms of letters are the same. */
export class ValueLists {
  readonly #lists: ReadonlyMap<ListedField, PreparedList>;

  constructor(rules: readonly DataRule[]) {
    this.#lists = new Map(
      rules.flatMap((rule) =>
        rule.kind === 'VALUE_LIST' && rule.definition.values.length > 0
          ? [[rule.name, prepare({ field: rule.name, ...rule.definition })] as const]
          : [],
      ),
    );
  }

  /** In the order of the fields. */
  all(): readonly ValueList[] {
    return LISTED_FIELDS.flatMap((field) => this.#lists.get(field)?.list ?? []);
  }

  get isEmpty(): boolean {
    return this.#lists.size === 0;
  }

  /** Replaces synonyms in a record that is known to be well-formed. */
  applyTo(record: ItemRecord): ListedRecord {
    const faults: { readonly error: ItemError; readonly policy: ValueListPolicy }[] = [];
    const replaced: { -readonly [K in ListedField]?: ItemRecord[K] } = {};
    for (const [field, prepared] of this.#lists) {
      const given = textOf(record[field]);
      if (given === null) continue;
      const value = prepared.byWord.get(wordOf(given));
      if (value === undefined) faults.push({ error: unknown(prepared, given), policy: prepared.list.policy });
      else if (value !== given) replaced[field] = withText(record[field], value) as never;
    }
    const of = (policy: ValueListPolicy): readonly ItemError[] =>
      faults.filter((fault) => fault.policy === policy).map(({ error }) => error);
    const changed = Object.keys(replaced).length > 0;
    return { record: changed ? { ...record, ...replaced } : record, warnings: of('WARN'), errors: of('REJECT') };
  }

  /** The value that a word stands for in a field; the word itself when no list knows it. */
  meant(field: string, word: JsonValue | undefined): JsonValue | undefined {
    const prepared = typeof word === 'string' ? this.#lists.get(field as ListedField) : undefined;
    return (prepared && typeof word === 'string' ? prepared.byWord.get(wordOf(word)) : undefined) ?? word;
  }

  /** The claims with synonyms replaced; the same object when there are none. Values in no list stay. */
  applyToClaims(claims: Claims): Claims {
    const replaced = [...this.#lists].flatMap(([field, { byWord }]): readonly [string, JsonValue][] => {
      const given = textOf(claims[field]);
      const value = given === null ? undefined : byWord.get(wordOf(given));
      return value === undefined || value === given ? [] : [[field, withText(claims[field], value)]];
    });
    return replaced.length === 0 ? claims : { ...claims, ...Object.fromEntries(replaced) };
  }
}

interface PreparedList {
  readonly list: ValueList;
  /** Value or synonym, in the one form in which they are compared -> value. */
  readonly byWord: ReadonlyMap<string, string>;
}

const prepare = (list: ValueList): PreparedList => ({
  list,
  byWord: new Map(
    list.values.flatMap(({ value, synonyms }) => [value, ...synonyms].map((word) => [wordOf(word), value] as const)),
  ),
});

/** A word as lists compare it. */
export const wordOf = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();

/** Of a contact it is the name. */
function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return isJsonObject(value) && typeof value['name'] === 'string' ? value['name'] : null;
}

const withText = (value: unknown, text: string): JsonValue =>
  typeof value === 'string' ? text : { ...(value as JsonObject), name: text };

function unknown({ list, byWord }: PreparedList, given: string): ItemError {
  const near = nearestName(given, byWord.keys());
  const values = list.values.map(({ value }) => value);
  const meant = near === null ? undefined : byWord.get(near);
  const first = [...new Set([...(meant === undefined ? [] : [meant]), ...values])].slice(0, SUGGESTIONS);
  const more = values.length > first.length ? ', …' : '';
  const what = list.policy === 'WARN' ? 'It was kept as it is' : 'Use one of these';
  const message = `The ${list.field} ${quoted(given)} is in no list.${meant === undefined ? '' : ` Did you mean ${quoted(meant)}?`} Known are ${first.map(quoted).join(', ')}${more}. ${what}, or add it with defineValueList.`;
  return itemError('INVALID_ATTRIBUTE', message, [list.field]);
}
