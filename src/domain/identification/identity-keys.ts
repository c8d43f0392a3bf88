import type { HostContext, IdentificationEntry } from '../class-model/class-model';
import { NATIVE_KEY_ENTRY } from '../class-model/identification-check';
import type { ItemId } from '../ids';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import type { JunkTest } from './junk-values';
import { normalForm } from './normal-form';
import { normalise } from './normalisation';
import { encodeItemId } from '../opaque-id';
import type { ClassModel } from '../class-model/resolved-class-model';
import { isBirthmark, valueKind, type ValueKind } from '../class-model/value-kinds';

/** SHA-256 of the text, its first 128 bits in lower-case hexadecimal. The domain cannot make one itself. */
export type IdentityHash = (text: string) => string;

/** One identity: an entry with the values it asks for, inside a host or anywhere in the tenant. */
export interface IdentityKey {
  readonly entryId: number;
  readonly hash: string;
  /** Normalised, in the order of the entry's attributes. */
  readonly values: readonly string[];
  readonly host: ItemId | null;
  /** {@link identityName} of it: made once, because everything about an identity is looked up by it. */
  readonly name: string;
}

/** An identity as a text. */
export const identityName = (entryId: number, hash: string): string => `${entryId}:${hash}`;

/** An entry of a class, with how each of its values is written. */
export interface PreparedEntry {
  readonly entry: IdentificationEntry;
  readonly kinds: readonly ValueKind[];
  /** As messages and `matchedBy` name it. */
  readonly label: string;
  /** Which of its attributes are birthmarks, by position. */
  readonly birthmarks: readonly number[];
  /** Its values for all items that have none of them. */
  readonly none: EntryValues;
}

/** What identifies an item, whether it comes from a payload, an observation or a reference. */
export interface Identifiable {
  readonly className: string;
  readonly tenant: string;
  /** The value of an attribute or base field; undefined when there is none. */
  readonly value: (attribute: string) => JsonValue | undefined;
}

/** The values of an entry for one item: none, one, or one per row. `missing` names what an entry lacks. */
export interface EntryValues {
  readonly rows: readonly (readonly string[])[];
  readonly missing: readonly string[];
}

/** Works out the identities of items under one class model. Entries of a class are prepared once. */
export class IdentityRules {
  readonly #model: ClassModel;
  readonly #hash: IdentityHash;
  readonly #isJunk: JunkTest;
  readonly #entries = new Map<string, readonly PreparedEntry[]>();

  /** `isJunk`: which values count as absent; the lists of the model when left out. */
  constructor(model: ClassModel, hash: IdentityHash, isJunk: JunkTest = model.junkValues.isJunk) {
    this.#model = model;
    this.#hash = hash;
    this.#isJunk = isJunk;
  }

  /** The entries of a class, in the order in which they are tried. */
  entriesOf(className: string): readonly PreparedEntry[] {
    const known = this.#entries.get(className);
    if (known) return known;
    const attributes = this.#model.attributesOf(className);
    const prepared = this.#model.entriesOf(className).map((entry) => {
      const schema = entry.rows === null ? null : fieldSchemas(attributes.get(entry.rows)?.schema);
      const kinds = entry.attributes.map((name) => valueKind(name, schema?.[name] ?? attributes.get(name)?.schema));
      return {
        entry,
        kinds,
        label: entry.attributes.join(', '),
        birthmarks: entry.attributes.flatMap((name, at) => (isBirthmark(name) ? [at] : [])),
        none: { rows: [], missing: entry.attributes },
      };
    });
    this.#entries.set(className, prepared);
    return prepared;
  }

  /** The normalised values of an entry; junk counts as missing. */
  valuesOf(prepared: PreparedEntry, item: Identifiable): EntryValues {
    const { rows } = prepared.entry;
    if (rows === null) {
      const { valueLists } = this.#model;
      const value = (name: string): JsonValue | undefined =>
        baseValue(name, item) ?? valueLists.meant(name, item.value(name));
      return singleRow(prepared, value, this.#isJunk);
    }
    const elements = item.value(rows);
    if (!Array.isArray(elements)) return { rows: [], missing: [rows] };
    const found = (elements as readonly JsonValue[]).flatMap(
      (element) => singleRow(prepared, (name) => (isJsonObject(element) ? element[name] : element), this.#isJunk).rows,
    );
    const distinct = new Map(found.map((values) => [values.join('\u0001'), values]));
    return { rows: [...distinct.values()], missing: distinct.size === 0 ? [rows] : [] };
  }

  /** The identity that an entry gives some values, inside a host where the entry asks for one. */
  key(tenant: string, entryId: number, values: readonly string[], host: ItemId | null): IdentityKey {
    const hash = this.#hash(listText(tenant, entryId, host, values));
    return { entryId, hash, values, host, name: identityName(entryId, hash) };
  }

  /**
   * The identity of a native key. It belongs to the source, whose name is unique, so that the tenant of the item is no
   * part of it and a reference by native key needs none.
   */
  nativeKey(source: string, nativeKey: string): IdentityKey {
    return this.key('', NATIVE_KEY_ENTRY, [source, nativeKey], null);
  }

  /** Text under which two records of one batch that name the same host have the same identity. */
  batchToken(tenant: string, entryId: number, values: readonly string[], host: string): string {
    return listText(tenant, entryId, host, values);
  }

  /** Whether an item of a class may be the host of a context. */
  isHost(context: HostContext, className: string): boolean {
    return context.hostClasses.some((name) => this.#model.isA(className, name));
  }
}

/** The text that JSON.stringify makes of a list of these, in a quarter of its time. */
const listText = (tenant: string, entryId: number, host: ItemId | string | null, values: readonly string[]): string => {
  const place = typeof host === 'string' ? jsonText(host) : String(host);
  return `[${jsonText(tenant)},${entryId},${place}${values.length === 0 ? '' : ','}${texts(values)}]`;
};

function texts(values: readonly string[]): string {
  let text = '';
  for (let at = 0; at < values.length; at += 1)
    text += at === 0 ? jsonText(values[at] ?? '') : `,${jsonText(values[at] ?? '')}`;
  return text;
}

const jsonText = (text: string): string => (UNESCAPED.test(text) ? `"${text}"` : JSON.stringify(text));

/** Printable ASCII without quotation marks and backslashes: JSON writes it as it is. */
const UNESCAPED = /^[ !#-[\]-~]*$/;

/** The identity as it is stored beside its hash, for people and for finding out what it stands for. */
export function keyText(key: Pick<IdentityKey, 'values' | 'host'>): string {
  return key.host === null ? `[${texts(key.values)}]` : JSON.stringify([...key.values, { in: encodeItemId(key.host) }]);
}

/** The values of a stored identity without its host: what {@link keyText} made. */
export function keyTextParts(text: string): { readonly values: string; readonly host: string | null } {
  const parts = JSON.parse(text) as readonly JsonValue[];
  const last = parts.at(-1);
  if (!isJsonObject(last) || typeof last['in'] !== 'string') return { values: text, host: null };
  return { values: JSON.stringify(parts.slice(0, -1)), host: last['in'] };
}

/** The one row of an entry without `rows`, or of one element. */
function singleRow(
  prepared: PreparedEntry,
  value: (name: string) => JsonValue | undefined,
  isJunk: JunkTest,
): EntryValues {
  const values: string[] = [];
  const missing: string[] = [];
  const names = prepared.entry.attributes;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    const normalised = formOf(name, prepared.kinds[index] ?? 'TEXT', value(name), isJunk);
    if (normalised === null) missing.push(name);
    else values.push(normalised);
  }
  if (values.length === 0) return prepared.none;
  return missing.length > 0 ? { rows: [], missing } : { rows: [values], missing };
}

/** Class and tenant are never junk; and the default tenant, which has no name, is present all the same. */
function formOf(name: string, kind: ValueKind, given: JsonValue | undefined, isJunk: JunkTest): string | null {
  if (typeof given === 'string' && name === 'tenant') return given;
  if (typeof given === 'string' && name === 'class') return normalForm(kind, given);
  return normalise(kind, given, isJunk);
}

/** `class` and `tenant` are facts of the item, not claims. */
function baseValue(name: string, item: Identifiable): string | undefined {
  if (name === 'class') return item.className;
  return name === 'tenant' ? item.tenant : undefined;
}

/** Field -> schema of the elements of an array attribute. */
function fieldSchemas(schema: JsonObject | undefined): Readonly<Record<string, JsonObject>> | null {
  const items = schema?.['items'];
  const properties = isJsonObject(items) ? items['properties'] : undefined;
  return isJsonObject(properties) ? (properties as Readonly<Record<string, JsonObject>>) : null;
}
