import type { ParkedRecord } from '../../domain/ingest/parked-record';
import type { CompletedParked, IngestResult, OutcomeCount } from '../ingest/ingest-types';
import { countOutcomes } from '../ingest/stored-result';
import type { LandedRecords } from './settle-parked';

/** A result as the caller is told it: only of the caller's own records, and what was completed by them. */
export function withoutJoined(landed: LandedRecords, source: string, result: IngestResult): IngestResult {
  const { joined } = landed;
  if (!result.replayed && joined.items.length + joined.relationships.length === 0) return result;
  const itemCount = landed.items.length - joined.items.length;
  const relationshipCount = landed.relationships.length - joined.relationships.length;
  const items = result.items.filter(({ index }) => index < itemCount);
  const isOwn = ({ index, nestedIndex }: IngestResult['relationships'][number]): boolean =>
    index < (nestedIndex === null ? relationshipCount : itemCount);
  const relationships = result.relationships.filter(isOwn);
  if (items.length === result.items.length && relationships.length === result.relationships.length) return result;
  // In a stored result others may have been joined than would be now: they are told by what became of them alone.
  const keys = result.replayed ? [] : joined.parked.filter(({ kind }) => kind === 'ITEM');
  const completedItems = result.items.slice(items.length).flatMap((one, at): readonly CompletedParked[] =>
    isLanded(one.outcome)
      ? [
          {
            kind: 'ITEM',
            source,
            nativeKey: keys[at]?.nativeKey ?? null,
            outcome: one.outcome,
            itemId: one.itemId,
            relationshipId: null,
          },
        ]
      : [],
  );
  const completedRelationships = result.relationships
    .filter((one) => !isOwn(one) && isLanded(one.outcome))
    .map(({ outcome, relationshipId }): CompletedParked => ({
      kind: 'RELATIONSHIP',
      source,
      nativeKey: null,
      outcome,
      itemId: null,
      relationshipId,
    }));
  const completedParked = [...completedItems, ...completedRelationships];
  return { ...result, items, relationships, totals: totalsOf(result, items, relationships), completedParked };
}

const isLanded = (outcome: string): boolean => outcome !== 'PARKED' && outcome !== 'REJECTED';

/** Relationships that complete items ended are in the totals and have no result. */
function totalsOf(
  result: IngestResult,
  items: IngestResult['items'],
  relationships: IngestResult['relationships'],
): readonly OutcomeCount[] {
  const absent = result.totals.find(({ outcome }) => outcome === 'ABSENT')?.relationships ?? 0;
  const told = result.relationships.filter(({ outcome }) => outcome === 'ABSENT').length;
  return countOutcomes(items, relationships, absent - told);
}

/** The parked records that have landed. */
export function completedOf(landed: LandedRecords, result: IngestResult): readonly ParkedRecord[] {
  if (landed.joined.parked.length === 0) return [];
  const itemCount = landed.items.length - landed.joined.items.length;
  const relationshipCount = landed.relationships.length - landed.joined.relationships.length;
  const items = new Map(result.items.map((one) => [one.index, one.outcome]));
  const free = result.relationships.filter(({ nestedIndex }) => nestedIndex === null);
  const relationships = new Map(free.map((one) => [one.index, one.outcome]));
  let item = itemCount;
  let relationship = relationshipCount;
  return landed.joined.parked.filter(({ kind }) => {
    const outcome = kind === 'ITEM' ? items.get(item++) : relationships.get(relationship++);
    return outcome !== undefined && isLanded(outcome);
  });
}
