import { CRITICALITIES, LIFECYCLE_STAGES } from '../../domain/configuration-item';
import type { IngestEnd, ItemRecord, ItemRelationshipRecord } from '../../domain/ingest/ingest-record';
import type { JsonValue } from '../../domain/json';
import { convert, entriesOf, isBlank, textOfCell, truthOf, type Cell } from './cells';
import { isCriticality, isLifecycle } from '../record-values';
import type { Columns } from './columns';
import type { Mapping } from './mapping';
import type { BaseTarget, ColumnTarget, RelationshipTarget } from './targets';

/** An item, or what is wrong with the row and in which column. */
export type RowResult = { readonly item: ItemRecord } | { readonly problem: string; readonly column: string | null };

/** What all rows of a file share. */
export interface RowContext {
  readonly source: string;
  readonly columns: Columns;
  readonly mapping: Mapping;
  /** The class of rows that name none. */
  readonly className: string | null;
}

interface Draft {
  readonly fields: Map<BaseTarget, string>;
  readonly attributes: Map<string, JsonValue>;
  readonly labels: Map<string, string>;
  readonly relationships: ItemRelationshipRecord[];
}

/** Turns a row into an item. An empty cell says nothing: what the source claimed before is kept. */
export function itemOfRow(cells: readonly Cell[], context: RowContext): RowResult {
  const { columns, mapping } = context;
  const draft: Draft = { fields: new Map(), attributes: new Map(), labels: new Map(), relationships: [] };
  for (const [target, value] of mapping.constants) {
    const fault = fill(draft, target, value, context);
    if (fault !== null) return { problem: fault, column: null };
  }
  for (const [index, column] of columns.header.entries()) {
    const cell = cells[index];
    if (isBlank(cell)) continue;
    if (typeof cell === 'string' && cell.includes('\u0000'))
      return { problem: 'holds U+0000, which cannot be stored', column };
    const value = valueFor(mapping, column, cell);
    for (const target of columns.targets[index] ?? []) {
      const fault = fill(draft, target, value, context);
      if (fault !== null) return { problem: fault, column };
    }
  }
  return finished(draft, cells, context);
}

function valueFor(mapping: Mapping, column: string, cell: Cell): Cell {
  const words = mapping.values.get(column);
  const written = textOfCell(cell);
  return words !== undefined && written !== null && Object.hasOwn(words, written) ? (words[written] ?? cell) : cell;
}

// Null: it went well.
function fill(draft: Draft, target: ColumnTarget, cell: Cell, context: RowContext): string | null {
  const { separator } = context.mapping;
  switch (target.to) {
    case 'base':
      return withText(cell, (text) => draft.fields.set(target.field, text));
    case 'label':
      return withText(cell, (text) => draft.labels.set(target.key, text));
    case 'attribute': {
      const converted = convert(cell, target.type, separator);
      if (converted === undefined) return `${shown(cell)} is no ${target.type}`;
      draft.attributes.set(target.name, converted);
      return null;
    }
    case 'relationship': {
      const ends = entriesOf(cell, separator);
      if (ends === null) return `${shown(cell)} names no items: a text or a list of texts is needed`;
      for (const end of ends) draft.relationships.push(relationshipOf(target, end, context.source));
      return null;
    }
  }
}

function withText(cell: Cell, take: (text: string) => void): string | null {
  const text = textOfCell(cell);
  if (text === null) return `${shown(cell)} is no single value`;
  take(text);
  return null;
}

const shown = (cell: Cell): string =>
  typeof cell === 'string' ? `"${cell.slice(0, 60)}"` : JSON.stringify(cell).slice(0, 60);

function relationshipOf(target: RelationshipTarget, end: string, source: string): ItemRelationshipRecord {
  const { type, direction, endClass, endAttribute, strength, gateKey } = target;
  const other: IngestEnd =
    endClass === null
      ? { native: { source, key: end } }
      : { identity: { class: endClass, attributes: { [endAttribute]: end } } };
  return {
    type,
    direction,
    end: other,
    kind: 'DECLARED',
    ...(strength === null ? {} : { strength }),
    ...(gateKey === null ? {} : { gateKeys: [gateKey] }),
  };
}

function finished(draft: Draft, row: readonly Cell[], context: RowContext): RowResult {
  const { fields } = draft;
  const className = fields.get('class') ?? context.className;
  if (className === null) return { problem: 'names no class, and no --class was given', column: 'class' };
  const criticality = fields.get('criticality')?.toUpperCase();
  if (criticality !== undefined && !isCriticality(criticality))
    return notAWord('criticality', criticality, CRITICALITIES);
  const lifecycle = fields.get('lifecycle')?.toUpperCase().replace(/[\s-]/g, '_');
  if (lifecycle !== undefined && !isLifecycle(lifecycle)) return notAWord('lifecycle', lifecycle, LIFECYCLE_STAGES);
  const canFail = fields.has('canFail') ? truthOf(fields.get('canFail') ?? '') : null;
  if (canFail === undefined) return { problem: 'is neither true nor false', column: 'canFail' };
  const nativeKey = fields.get('nativeKey') ?? joinedKey(row, context.columns.nativeKey);
  const item: ItemRecord = {
    class: className,
    ...optional('nativeKey', nativeKey),
    ...plainFields(fields),
    ...optional('criticality', criticality),
    ...optional('lifecycle', lifecycle),
    ...(canFail === null ? {} : { canFail }),
    ...(draft.labels.size > 0 ? { labels: Object.fromEntries(draft.labels) } : {}),
    ...(draft.attributes.size > 0 ? { attributes: Object.fromEntries(draft.attributes) } : {}),
    ...(draft.relationships.length > 0 ? { relationships: draft.relationships } : {}),
  };
  return { item };
}

const notAWord = (field: string, value: string, words: readonly string[]): RowResult => ({
  problem: `"${value.slice(0, 60)}" is none of ${words.join(', ')}`,
  column: field,
});

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });

function plainFields(fields: ReadonlyMap<BaseTarget, string>): Partial<ItemRecord> {
  const plain: Record<string, unknown> = {};
  for (const field of ['name', 'description', 'environment', 'lifecycleStatus', 'site', 'tenant'] as const) {
    if (fields.has(field)) plain[field] = fields.get(field);
  }
  for (const field of ['owner', 'supportGroup', 'onCall'] as const) {
    const name = fields.get(field);
    const url = fields.get(`${field}.url`);
    if (name !== undefined || url !== undefined) plain[field] = { ...optional('name', name), ...optional('url', url) };
  }
  return plain;
}

// A key with a part missing would stand for something else.
function joinedKey(row: readonly Cell[], columns: readonly number[]): string | undefined {
  const parts = columns.map((index) => textOfCell(row[index] ?? '') ?? '');
  return parts.length > 0 && parts.every((part) => part !== '') ? parts.join('/') : undefined;
}
