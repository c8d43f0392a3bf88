import type { JsonValue } from '../../domain/json';
import { isJsonObject } from '../../domain/json';
import { NAME_LENGTH_MAX } from '../../domain/record-text';
import type { BatchContext } from './batch';
import type { IdentifiedGroup } from './identify-groups';
import { identifiable } from './identifying-values';

/** Facts that many items share: they identify together with others, but name nothing. */
const NAMELESS: ReadonlySet<string> = new Set(['class', 'tenant', 'environment', 'site']);

/**
 * A name for an item that nobody names: the values of the first entry that identifies it, as they were written, else its
 * native key, else its class.
 */
export function defaultName({ rules }: BatchContext, { group }: IdentifiedGroup): string {
  const item = identifiable(group);
  const nativeKey = group.members.find((member) => member.record.nativeKey)?.record.nativeKey;
  for (const [at, { entry }] of rules.entriesOf(group.className).entries()) {
    if (entry.weak || group.values[at]?.rows.length === 0) continue;
    const row = entry.rows === null ? null : firstRow(item.value(entry.rows));
    const names = entry.attributes.filter((name) => !NAMELESS.has(name));
    const values = names.map((name) => shown(row === null ? item.value(name) : isJsonObject(row) ? row[name] : row));
    const text = values.filter((value) => value !== '').join(' ');
    if (text !== '') return text.slice(0, NAME_LENGTH_MAX);
  }
  return nativeKey ?? group.className;
}

const firstRow = (value: JsonValue | undefined): JsonValue | null =>
  Array.isArray(value) ? ((value as readonly JsonValue[])[0] ?? null) : null;

function shown(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
