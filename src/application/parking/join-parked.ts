import type { ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import { compareInstants, parseInstant } from '../../domain/instant';
import { withoutWhatIsSaid, type ParkedRecord, type RelationshipEnd } from '../../domain/ingest/parked-record';
import type { Executor } from '../../storage/database';
import { findParked } from '../../storage/sources/parked-records';
import type { BatchContext } from '../ingest/batch';
import { arrivalsOf, itemKeyHash, type Arrivals } from './parked-tokens';

/** Parked records that are tried with one call; the others follow behind it. */
export const JOINED_MAX = 5_000;
/** Guests of guests of guests: hosts come first, so this many levels are tried at once. */
const ROUNDS_MAX = 16;

/** Parked records that may be completed, as records that are read behind those of a call. */
export interface JoinedRecords {
  readonly parked: readonly ParkedRecord[];
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
  /** Position among these relationships -> the end at which one replaces what its source said before. */
  readonly replacing: ReadonlyMap<number, RelationshipEnd>;
}

/**
 * The parked records of a source that some records of it may complete, and those that these may complete in turn. What is
 * parked under the native key of a given record is tried beside it, so that the two are one item with all that both say.
 */
export async function joinParked(
  executor: Executor,
  context: BatchContext,
  given: { readonly items: readonly ItemRecord[]; readonly relationships: readonly RelationshipRecord[] },
  seed: readonly ParkedRecord[],
): Promise<JoinedRecords> {
  const { source } = context.reporter;
  const found = new Map(seed.map((parked) => [parked.id, parked]));
  const own = arrivalsOf(context, given.items, given.relationships);
  let arrivals: readonly Arrivals[] = [own, arrivalsOfParked(context, seed)];
  for (let round = 0; round < ROUNDS_MAX && found.size < JOINED_MAX; round += 1) {
    const keys = arrivals.flatMap((one) => [...one.own.keys(), ...one.mentioned]);
    const fresh = await findParked(executor, {
      source,
      tokens: arrivals.flatMap((one) => one.tokens),
      keys: [...new Set(keys)].map(itemKeyHash),
      without: [...found.keys()],
      limit: JOINED_MAX - found.size,
    });
    if (fresh.length === 0) break;
    for (const parked of fresh) found.set(parked.id, parked);
    arrivals = [arrivalsOfParked(context, fresh)];
  }
  const parked = [...found.values()].filter((one) => fits(context, one, own.own)).toSorted((a, b) => a.id - b.id);
  const relationships = parked.flatMap((one) => (one.kind === 'RELATIONSHIP' ? [one.record] : []));
  return {
    parked,
    items: parked.flatMap((one) => (one.kind === 'ITEM' ? [asRecord(one, own.own)] : [])),
    relationships: relationships.map(({ replacesAt: _replacesAt, ...record }) => record),
    replacing: new Map(relationships.flatMap(({ replacesAt }, at) => (replacesAt ? [[at, replacesAt] as const] : []))),
  };
}

/** What parked records bring when they land. */
export function arrivalsOfParked(context: BatchContext, parked: readonly ParkedRecord[]): Arrivals {
  return arrivalsOf(
    context,
    parked.flatMap((one) => (one.kind === 'ITEM' ? [one.record] : [])),
    parked.flatMap((one) => (one.kind === 'RELATIONSHIP' ? [one.record] : [])),
  );
}

/** What a source says is gone is not brought back by what it said before; nor does an older class stand in the way. */
function fits({ model }: BatchContext, parked: ParkedRecord, own: ReadonlyMap<string, ItemRecord>): boolean {
  const given = parked.kind === 'ITEM' ? own.get(parked.nativeKey) : undefined;
  if (!given || parked.kind !== 'ITEM') return true;
  if (given.presence === 'ABSENT') return false;
  return model.isA(given.class, parked.subject) || model.isA(parked.subject, given.class);
}

function asRecord(parked: Extract<ParkedRecord, { kind: 'ITEM' }>, own: ReadonlyMap<string, ItemRecord>): ItemRecord {
  const given = own.get(parked.nativeKey);
  const time = given?.observedAt ? parseInstant(given.observedAt) : null;
  if (!given || time === null || compareInstants(time, parked.observedAt) !== 0) return parked.record;
  return { ...withoutWhatIsSaid(parked.record, given), observedAt: parked.observedAt };
}
