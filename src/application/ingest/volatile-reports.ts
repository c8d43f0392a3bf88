import type { ItemId } from '../../domain/ids';
import type { ItemRecord } from '../../domain/ingest/ingest-record';
import type { JsonObject } from '../../domain/json';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { VolatileValue } from '../../storage/items/volatile-values';
import { validateAttributes } from '../class-model/attribute-validation';
import type { BatchContext } from './batch';
import type { IngestResult } from './ingest-types';

/** Records without their volatile values, and these by the positions of the records. */
export interface SplitRecords {
  readonly items: readonly ItemRecord[];
  readonly volatile: ReadonlyMap<number, JsonObject>;
}

/**
 * Takes the values of volatile attributes out of records: they are kept beside the history, so that a record which differs
 * in nothing else is an unchanged one. Values that do not fit their schema stay in, and are refused with the record.
 */
export function splitVolatile(model: ClassModel, items: readonly ItemRecord[]): SplitRecords {
  const volatile = new Map<number, JsonObject>();
  if (!model.hasVolatile) return { items, volatile };
  const kept = items.map((record, index) => {
    const names = model.volatileOf(record.class);
    const given = Object.entries(record.attributes ?? {}).filter(([name]) => names.has(name));
    const values = Object.fromEntries(given);
    if (given.length === 0 || validateAttributes(model, record.class, values).length > 0) return record;
    volatile.set(index, values);
    const rest = Object.entries(record.attributes ?? {}).filter(([name]) => !names.has(name));
    return { ...record, attributes: Object.fromEntries(rest) };
  });
  return { items: kept, volatile };
}

/** The volatile values of records that landed, for the items that they mean. */
export function volatileValuesOf(
  { reporter, observedAt }: Pick<BatchContext, 'reporter' | 'observedAt'>,
  { items, volatile }: SplitRecords,
  results: IngestResult['items'],
): readonly VolatileValue[] {
  if (volatile.size === 0) return [];
  return results.flatMap(({ index, itemId, outcome }) => {
    const values = volatile.get(index);
    if (values === undefined || itemId === null || outcome === 'REJECTED') return [];
    return valuesOf(itemId, values, reporter.source, items[index]?.observedAt ?? observedAt);
  });
}

const valuesOf = (item: ItemId, values: JsonObject, source: string, observedAt: string): readonly VolatileValue[] =>
  Object.entries(values).map(([name, value]) => ({ item, name, value, source, observedAt }));
