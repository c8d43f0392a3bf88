import { groupBy } from '../../domain/lists/group-by';
import { PARKED_PER_SOURCE_MAX, type ParkedRecord } from '../../domain/ingest/parked-record';
import { findParked, readParkingRoom, type WaitToken } from '../../storage/sources/parked-records';
import { batchContext } from '../ingest/batch-context';
import type { BatchContext } from '../ingest/batch';
import type { RecordsToLand } from '../ingest/records-to-land';
import type { CompletedParked, IngestResult } from '../ingest/ingest-types';
import type { Landing } from '../ingest/landing-tools';
import { seenIn } from '../ingest/seen-hook';
import { requireReporter } from '../ingest/source-of';
import { completedOf, withoutJoined } from './completed-parked';
import { arrivalsOfParked, JOINED_MAX, joinParked, type JoinedRecords } from './join-parked';
import { arrivalsOf } from './parked-tokens';
import { arrivedMeanwhile } from './arrived-meanwhile';
import { settleParked, type LandedRecords } from './settle-parked';

/** Lands records as they are. */
type Land = (records: RecordsToLand) => Promise<IngestResult>;

const NONE: JoinedRecords = { parked: [], items: [], relationships: [], replacing: new Map() };
/** Completions that lead to others; each round is more calls behind the caller's. */
const ROUNDS_MAX = 20;

/**
 * Lands records together with what was parked and may be completed by them: what the same source parked goes into the same
 * change sets, what others parked follows in change sets of the same operation. What is incomplete itself is parked. When
 * nothing is parked anywhere this costs two small statements.
 */
export async function landWithParked(app: Landing, records: RecordsToLand, land: Land): Promise<IngestResult> {
  const first = await landJoined(app, records, land, []);
  // Others' records are not told to who sees a part, nor written in their name: they wait for who sees everything.
  if (records.mode === 'DRY_RUN' || records.reporter.visibility != null) return first.told;
  const late = await arrivedMeanwhile(app.database, first.context, first.fresh);
  // Asked again: what others parked while these records landed did not find them.
  const any = first.any || late.length > 0 || (await readParkingRoom(app.database, '', PARKED_PER_SOURCE_MAX)).any;
  if (!any) return first.told;
  return completeOthers(app, records, land, { ...first, late });
}

/** What came of landing records with those that were joined to them. */
interface LandedTogether {
  readonly told: IngestResult;
  readonly joined: JoinedRecords;
  readonly completed: readonly ParkedRecord[];
  /** What was parked now. */
  readonly fresh: readonly ParkedRecord[];
  readonly context: BatchContext | null;
  /** Something was parked before. */
  readonly any: boolean;
}

async function landJoined(
  app: Landing,
  records: RecordsToLand,
  land: Land,
  seed: readonly ParkedRecord[],
): Promise<LandedTogether> {
  const { reporter, mode, onSeen } = records;
  const room = await readParkingRoom(app.database, reporter.source, PARKED_PER_SOURCE_MAX);
  // What waits is completed by whoever comes, and would reach where its reporter may not.
  const mayPark = !reporter.byHand && mode !== 'ATOMIC' && reporter.visibility == null;
  let context = room.any ? await batchContext(app, records) : null;
  const joined = context && mayPark ? await joinParked(app.database, context, records, seed) : NONE;
  const { length } = records.relationships;
  const replacing = new Map([...joined.replacing].map(([at, end]) => [length + at, end]));
  const parking = mayPark ? { full: room.full, joinedFrom: records.items.length, replacing } : null;
  const all: RecordsToLand = {
    ...records,
    items: [...records.items, ...joined.items],
    relationships: [...records.relationships, ...joined.relationships],
    parking,
  };
  const result = await land(all);
  const landed: LandedRecords = { items: all.items, relationships: all.relationships, joined };
  const told = withoutJoined(landed, reporter.source, result);
  let fresh: readonly ParkedRecord[] = [];
  if (mode !== 'DRY_RUN') {
    if (mayPark && (room.any || told.totals.some(({ outcome }) => outcome === 'PARKED'))) {
      context ??= await batchContext(app, records);
      fresh = await settleParked(app.database, context, landed, result);
    }
    // Also when the result is a stored one: whoever stored it may have been stopped before this.
    await onSeen?.(seenIn(all, result));
  }
  const completed = result.replayed ? [] : completedOf(landed, result);
  return { told, joined, completed, fresh, context, any: room.any };
}

/** Completes what other sources parked, and what was joined to no call yet, until nothing that has come leads further. */
async function completeOthers(
  app: Landing,
  records: RecordsToLand,
  land: Land,
  first: LandedTogether & { readonly late: readonly ParkedRecord[] },
): Promise<IngestResult> {
  const context = first.context ?? (await batchContext(app, records));
  const tried = new Set(first.joined.parked.map(({ id }) => id));
  let tokens: readonly WaitToken[] = [
    ...arrivalsOf(context, records.items, records.relationships).tokens,
    ...arrivalsOfParked(context, first.completed).tokens,
  ];
  let result = first.told;
  let { late } = first;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const lookup = { source: null, tokens, keys: [], without: [...tried], limit: JOINED_MAX };
    const waiting = [...late, ...(await findParked(app.database, lookup)).filter(isNot(late))];
    if (waiting.length === 0) break;
    late = [];
    const next: WaitToken[] = waiting.length >= JOINED_MAX ? [...tokens] : [];
    for (const [source, parked] of groupBy(waiting, (one) => one.source)) {
      const reporter = await requireReporter(app.database, source);
      const header = { ...records.header, source, requestId: `${records.header.requestId}:parked-${round}-${source}` };
      const own = { reporter, mode: 'PARTIAL', observedAt: null, items: [], relationships: [] } as const;
      const rest = { idempotencyKey: null, header, body: null };
      const followed = await landJoined(app, { ...own, ...rest }, land, parked);
      for (const { id } of [...parked, ...followed.joined.parked]) tried.add(id);
      const ofSource = followed.context ?? (await batchContext(app, { ...own }));
      next.push(...arrivalsOfParked(ofSource, followed.completed).tokens);
      result = withFollowing(result, followed.told);
    }
    tokens = next;
  }
  return result;
}

const isNot =
  (known: readonly ParkedRecord[]) =>
  ({ id }: ParkedRecord): boolean =>
    !known.some((one) => one.id === id);

/** What a caller is told when others' records landed behind the caller's own. */
function withFollowing(result: IngestResult, following: IngestResult): IngestResult {
  const completedParked: readonly CompletedParked[] = [
    ...(result.completedParked ?? []),
    ...(following.completedParked ?? []),
  ];
  if (following.changeSets.length === 0) return { ...result, completedParked };
  return {
    ...result,
    completedParked,
    revision: following.revision > result.revision ? following.revision : result.revision,
    operation: result.operation ?? following.operation,
    changeSets: [...result.changeSets, ...following.changeSets],
  };
}
