import { quoted } from '../../domain/nearest-name';
import type { ItemRecord } from '../../domain/ingest/ingest-record';
import type { BatchContext } from './batch';

/**
 * `item 3 ("web-1")`, or in a stream `line 17 ("web-1")`: by the caller's own name where there is one. An edit is about one
 * item, which has no position, and what was parked before has none in this request.
 */
export function itemLabel({ reporter, lines, parking }: BatchContext, record: ItemRecord, index: number): string {
  const { ref, nativeKey, name } = record;
  const named = [ref, nativeKey, name].find((text) => typeof text === 'string' && text !== '');
  if (reporter.byHand) {
    if (named) return `item ${quoted(named)}`;
    return record.id ? `item ${record.id}` : `this ${record.class}`;
  }
  const isParked = parking !== null && index >= parking.joinedFrom;
  const place = isParked ? 'the parked item' : placeOf('item', index, lines?.items);
  if (!named) return place;
  return isParked ? `${place} ${quoted(named)}` : `${place} (${quoted(named)})`;
}

/** `relationship 3`, or in a stream `line 17`. */
export const relationshipLabel = ({ reporter, lines }: BatchContext, index: number): string =>
  reporter.byHand ? 'this relationship' : placeOf('relationship', index, lines?.relationships);

/** What was joined to a stream has no line in it. */
function placeOf(what: string, index: number, lines: readonly number[] | undefined): string {
  const line = lines?.[index];
  return line === undefined ? `${what} ${index}` : `line ${line}`;
}
