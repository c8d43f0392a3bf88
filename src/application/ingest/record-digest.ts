import { hash } from 'node:crypto';
import type { ItemId } from '../../domain/ids';
import type { ItemRecord, ItemRelationshipRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';

/**
 * The first four 32-bit words of SHA-256: whoever sends records cannot find two that have the same. One array for all,
 * overwritten by the next digest: copy what is to be kept.
 */
export type RecordDigest = Uint32Array;

/*
 * The digest is taken of the text of the record with its properties in the order in which they came: a script sends them
 * in the same order every night, and where it does not, the record is worked out as if it had never been seen. What names
 * the record only within its call (`ref`) or says when it was true (`observedAt`) is left out; the data source is part of
 * it, since it decides whose claims they are.
 */

/** The digest of an item's record without its relationships, which are looked at by themselves. */
export function itemDigest(source: string, record: ItemRecord): RecordDigest {
  const bare =
    record.ref === undefined && record.observedAt === undefined && record.relationships === undefined
      ? record
      : { ...record, ref: undefined, observedAt: undefined, relationships: undefined };
  return digest(`item ${source}\n${JSON.stringify(bare)}`);
}

/** An end that stands for itself, or the item that a name of the call means. */
export type DigestedEnd = ItemId | null;

/** The digest of a relationship; an end that is a name of the call is replaced by the item it means. */
export function relationshipDigest(
  sourceName: string,
  record: RelationshipRecord,
  source: DigestedEnd,
  target: DigestedEnd,
): RecordDigest {
  const bare =
    source === null && target === null && record.observedAt === undefined
      ? record
      : {
          ...record,
          observedAt: undefined,
          source: source === null ? record.source : { item: source },
          target: target === null ? record.target : { item: target },
        };
  return digest(`relationship ${sourceName}\n${JSON.stringify(bare)}`);
}

/** The digest of a relationship that is nested in an item. */
export function nestedDigest(
  source: string,
  owner: ItemId,
  record: ItemRelationshipRecord,
  end: DigestedEnd,
): RecordDigest {
  const bare = { ...record, observedAt: undefined, end: end === null ? record.end : { item: end } };
  return digest(`nested ${source}\n${owner} ${JSON.stringify(bare)}`);
}

const words = new Uint32Array(4);

/** The digest of a text that is no record. */
export const textDigest = (text: string): RecordDigest => digest(`text ${text}`);

/** As a text of bytes, which comes out of the native code faster than a buffer does. */
function digest(text: string): RecordDigest {
  const bytes = hash('sha256', text, 'binary');
  for (let word = 0; word < 4; word += 1) {
    const at = word * 4;
    words[word] =
      bytes.charCodeAt(at) |
      (bytes.charCodeAt(at + 1) << 8) |
      (bytes.charCodeAt(at + 2) << 16) |
      (bytes.charCodeAt(at + 3) << 24);
  }
  return words;
}
