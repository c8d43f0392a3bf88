import { VALUE_LIST_POLICIES, type JunkKind, type ValueListPolicy } from '../domain/class-model/data-rules';
import type { JsonValue } from '../domain/json';
import { JUNK_KINDS, junkForm } from '../domain/identification/junk-rules';
import type { StrictReader } from './strict-reader';

/** Base fields with a list of allowed values, in the words of the API. */
const FIELDS = ['ENVIRONMENT', 'SITE', 'OWNER'] as const;

/** The allowed values of a base field, and what else they are called. */
export interface FileValueList {
  readonly field: (typeof FIELDS)[number];
  readonly policy: ValueListPolicy;
  readonly values: readonly { readonly value: string; readonly synonyms: readonly string[] }[];
}

/** What counts as absent in identifying values of a kind beyond what is shipped, and what counts although it is shipped. */
export interface FileJunkList {
  readonly kind: JunkKind;
  readonly added: readonly string[];
  readonly allowed: readonly string[];
}

/** Lists of values, as a file or a server has them. */
export interface ModelLists {
  readonly valueLists: readonly FileValueList[];
  readonly junkValues: readonly FileJunkList[];
}

/** Asks for the lists that a model file holds; a part of a query. */
export const LISTS_FIELDS = `valueLists { field policy values { value synonyms } }
  junkValues { kind added allowed }`;

/** Reads a list of allowed values. Throws CommandError. */
export function readValueList(reader: StrictReader, value: JsonValue): FileValueList {
  const own = reader.object(value, 'a value list', ['field', 'policy', 'values']);
  const field = reader.oneOf(own['field'], 'the field of a value list', FIELDS);
  const at = `the value list of ${field}`;
  return {
    field,
    policy: own['policy'] == null ? 'WARN' : reader.oneOf(own['policy'], `policy of ${at}`, VALUE_LIST_POLICIES),
    values: reader.list(own['values'], `values of ${at}`).map((one) => {
      if (typeof one === 'string') return { value: one, synonyms: [] };
      const full = reader.object(one, `a value of ${at}`, ['value', 'synonyms']);
      const synonyms = full['synonyms'] == null ? [] : reader.texts(full['synonyms'], `synonyms of ${at}`);
      return { value: reader.text(full['value'], `a value of ${at}`), synonyms };
    }),
  };
}

/** Reads a list of values that count as absent. Throws CommandError. */
export function readJunkList(reader: StrictReader, value: JsonValue): FileJunkList {
  const own = reader.object(value, 'a list of junk values', ['kind', 'added', 'allowed']);
  const kind = own['kind'] == null ? 'ANY' : reader.oneOf(own['kind'], 'the kind of junk values', JUNK_KINDS);
  const texts = (key: 'added' | 'allowed'): readonly string[] =>
    own[key] == null ? [] : reader.texts(own[key], `${key} of the junk values of kind ${kind}`);
  return { kind, added: texts('added'), allowed: texts('allowed') };
}

/** Lists as a file holds them: values without synonyms as plain texts, nothing for what says nothing. */
export function writtenLists({ valueLists, junkValues }: ModelLists): Record<string, unknown> {
  const junk = junkValues.filter(({ added, allowed }) => added.length + allowed.length > 0);
  const listed = valueLists.map((list) => ({
    ...list,
    values: list.values.map(({ value, synonyms }) => (synonyms.length === 0 ? value : { value, synonyms })),
  }));
  return {
    ...(listed.length > 0 ? { valueLists: listed } : {}),
    ...(junk.length > 0 ? { junkValues: junk } : {}),
  };
}

/** One call that brings a list of a server to what a file says. */
export interface ListChange {
  readonly mutation: 'defineValueList' | 'defineJunkValues';
  /** ENVIRONMENT, SERIAL, … */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What has to be called so that a server has the lists of a file; those that it has already need nothing. */
export function listChanges(file: ModelLists, server: ModelLists): readonly ListChange[] {
  return [
    ...file.valueLists.flatMap((list) => {
      const known = server.valueLists.find(({ field }) => field === list.field);
      if (known ? textOf(known) === textOf(list) : list.values.length === 0) return [];
      return [{ mutation: 'defineValueList' as const, name: list.field, input: { ...list } }];
    }),
    ...file.junkValues.flatMap((list) => {
      const known = server.junkValues.find(({ kind }) => kind === list.kind) ?? { added: [], allowed: [] };
      const input = junkInput(list, known);
      if (input.values.length + input.remove.length === 0) return [];
      return [{ mutation: 'defineJunkValues' as const, name: list.kind, input }];
    }),
  ];
}

const textOf = ({ policy, values }: FileValueList): string =>
  JSON.stringify([policy, values.map(({ value, synonyms }) => [value, [...new Set(synonyms)].sort()])]);

/** The API adds values and takes them away; a file says what there is to be. */
function junkInput(
  { kind, added, allowed }: FileJunkList,
  known: Pick<FileJunkList, 'added' | 'allowed'>,
): { readonly kind: JunkKind; readonly values: readonly string[]; readonly remove: readonly string[] } {
  const forms = (values: readonly string[]): ReadonlySet<string> =>
    new Set(values.map((value) => junkForm(kind, value)));
  const wanted = { added: forms(added), allowed: forms(allowed) };
  const values = [
    ...[...wanted.added].filter((value) => !known.added.includes(value)),
    ...known.allowed.filter((value) => !wanted.allowed.has(value) && !wanted.added.has(value)),
  ];
  const remove = [
    ...[...wanted.allowed].filter((value) => !known.allowed.includes(value)),
    ...known.added.filter((value) => !wanted.added.has(value) && !wanted.allowed.has(value)),
  ];
  return { kind, values, remove };
}
