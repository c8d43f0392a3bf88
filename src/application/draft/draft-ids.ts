import { itemId, relationshipId, type ItemId, type RelationshipId } from '../../domain/ids';

/** Where ids of what is only drafted come from, each given once within a request. */
export interface DraftIds {
  /** The next id from `least` on. */
  item(least: number): ItemId;
  relationship(): RelationshipId;
}

/** Ids of one request's drafts: items above all that the graph holds, so that they may index its columns. */
export function draftIds(): DraftIds {
  let item = 0;
  let relationship = DRAFT_RELATIONSHIPS_FROM;
  return {
    item: (least) => {
      item = Math.max(item + 1, least);
      return itemId(item);
    },
    relationship: () => relationshipId(relationship++),
  };
}

/** The upper end of what the graph's columns hold: the sequence of stored ones never gets here by accident. */
const DRAFT_RELATIONSHIPS_FROM = 2 ** 32 - 2 ** 20;
