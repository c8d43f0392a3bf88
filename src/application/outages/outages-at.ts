import type { OutageId, Revision } from '../../domain/ids';
import type { Outage } from '../../domain/impact/impact-analysis';
import type { OutageRecord } from '../../domain/outages/outage';
import { loadChangeSets } from '../../storage/history/change-log';
import type { Executor } from '../../storage/database';
import { loadSurvivors } from '../../storage/identities/merge-lookups';
import { loadOutages } from '../../storage/outages/outage-queries';
import { wholeOf } from '../../storage/visible-rows';
import type { Application } from '../application';
import { onlyItems } from '../graph/graph-need';
import type { Moment } from '../moments';

/**
 * The moment that open outages are read at. They have a time of their own: `revision` says as of when they are known,
 * `time` which of those known last.
 */
export interface OutageMoment {
  readonly revision: Revision;
  /** RFC 3339. */
  readonly time: string;
}

/**
 * How a caller's moment reads for outages: at a time those that lasted then, as known now (or up to `knownAt`), so that a
 * late report shows in the past that it happened in; at a revision those that lasted then, as known then; else those that
 * last now.
 */
export async function outageMoment(
  app: Pick<Application, 'database' | 'projection' | 'clock'>,
  at: (Moment & { readonly knownAt?: Revision }) | null,
  revision: Revision,
): Promise<OutageMoment> {
  if (at?.time != null) return { revision: at.knownAt ?? app.projection.head, time: at.time };
  if (at?.revision == null) return { revision, time: app.clock().toISOString() };
  const [changeSet] = await loadChangeSets(app.database, [revision]);
  return { revision, time: changeSet?.at ?? app.clock().toISOString() };
}

/** The outages that last at a moment, of items that are part of the graph at `graphAt`; see {@link standIns}. */
export async function openOutagesAt(
  app: Pick<Application, 'database' | 'projection'>,
  { revision, time }: OutageMoment,
  graphAt: Revision,
): Promise<readonly OutageRecord[]> {
  // Of items that the caller does not see, too: what they bring down may be seen.
  const open = await loadOutages(wholeOf(app.database), { at: revision, openAt: time });
  const isActive = await activeAmong(app, open, graphAt);
  const standing = await standIns(
    app.database,
    open.filter((record) => !isActive(record)),
  );
  const meant = open.map((record) => (isActive(record) ? record : standing(record, graphAt)));
  return meant.filter(await activeAmong(app, meant, graphAt));
}

/** Tells whether the item of a record is part of the graph at a revision. */
export async function activeAmong(
  { projection }: Pick<Application, 'projection'>,
  records: readonly OutageRecord[],
  graphAt: Revision,
): Promise<(record: OutageRecord) => boolean> {
  const view = await projection.viewAt(graphAt, onlyItems(records.map(({ itemId }) => itemId)));
  return ({ itemId }) => view.isActive(itemId);
}

/**
 * Outages stay with the item that they were recorded for. While that is merged into another one they are that one's: as
 * long as the merge stands, and at no other revision.
 */
export async function standIns(
  executor: Executor,
  records: readonly OutageRecord[],
): Promise<(record: OutageRecord, at: Revision) => OutageRecord> {
  const survivors = await loadSurvivors(executor, [...new Set(records.map(({ itemId }) => itemId))]);
  return (record, at) => ({ ...record, itemId: survivors.at(record.itemId, at) });
}

/** Which recorded outages a question counts. */
export interface CountedOutages {
  /** At which moment they are read; null: none counts. */
  readonly openAt: OutageMoment | null;
  /** Those that are taken to be over. */
  readonly closedOutages: ReadonlySet<OutageId>;
}

/** Leaves recorded outages out. */
export const NO_OUTAGES_COUNT: CountedOutages = { openAt: null, closedOutages: new Set() };

/** The recorded outages that a question counts, of items that are part of the graph at `graphAt`. */
export async function countedOutages(
  app: Pick<Application, 'database' | 'projection'>,
  { openAt, closedOutages }: CountedOutages,
  graphAt: Revision,
): Promise<readonly OutageRecord[]> {
  if (openAt === null) return [];
  const open = await openOutagesAt(app, openAt, graphAt);
  return open.filter(({ id }) => !closedOutages.has(id));
}

/** The same as an analysis takes them. */
export const asOutages = (records: readonly OutageRecord[]): readonly Outage[] =>
  records.map(({ itemId, state }) => ({ item: itemId, state }));
