import type { ParkedRecord } from '../../domain/ingest/parked-record';
import { identifierKey } from '../../storage/change-sets/change-plan';
import type { Database } from '../../storage/database';
import { findHolders } from '../../storage/identities/identifiers';
import type { BatchContext } from '../ingest/batch';
import { waitsByEnd } from './parked-tokens';

/**
 * Of records that were just parked, those whose ends or identities have come while that was done: whoever brought them
 * looked for parked records before there were any. Looked for once after parking, they cannot both be missed.
 */
export async function arrivedMeanwhile(
  database: Database,
  context: BatchContext | null,
  fresh: readonly ParkedRecord[],
): Promise<readonly ParkedRecord[]> {
  if (fresh.length === 0 || context === null) return [];
  const waits = fresh.map((parked) => waitsByEnd(context, parked));
  const holders = await findHolders(database, waits.flat(2));
  return fresh.filter((_, at) =>
    (waits[at] ?? []).every((end) => end.some(({ entryId, hash }) => holders.has(identifierKey(entryId, hash)))),
  );
}
