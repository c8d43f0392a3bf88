import { quoted } from '../../domain/nearest-name';
import type { ItemRecord } from '../../domain/ingest/ingest-record';
import type { BatchContext } from './batch';

/** `item 3 ("web-1")`: by the caller's own name where there is one. An edit is about one item, which has no position. */
export function itemLabel({ reporter }: BatchContext, record: ItemRecord, index: number): string {
  const { ref, nativeKey, name } = record;
  const named = [ref, nativeKey, name].find((text) => typeof text === 'string' && text !== '');
  if (!reporter.byHand) return named ? `item ${index} (${quoted(named)})` : `item ${index}`;
  if (named) return `item ${quoted(named)}`;
  return record.id ? `item ${record.id}` : `this ${record.class}`;
}
