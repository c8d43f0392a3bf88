import { IdSet } from '../../domain/id-set';
import type { Executor } from '../database';
import { slicesOf } from '../../domain/slices';

/** What a set of a session stands for. */
export type SyncRole = 'SEEN' | 'REMOVED' | 'FORGIVEN';

/** Items and relationships. */
export interface EntitySets {
  readonly items: IdSet;
  readonly relationships: IdSet;
}

/** Nothing at all. */
export const noEntities = (): EntitySets => ({ items: new IdSet(), relationships: new IdSet() });

const ENTITIES = { items: 'CONFIGURATION_ITEM', relationships: 'RELATIONSHIP' } as const;

/** Adds to a set of a session: a few rows, however many ids. What is in it already stays. */
export async function addToSyncSet(
  executor: Executor,
  session: string,
  role: SyncRole,
  sets: EntitySets,
  newId: () => string,
): Promise<void> {
  const rows = (['items', 'relationships'] as const).flatMap((kind) =>
    sets[kind].toBits().map((bits) => ({ ...bits, entity: ENTITIES[kind], id: newId() })),
  );
  if (rows.length === 0) return;
  await executor.query(
    `insert into sync_session_set (session_id, id, role, entity, first_id, bits)
     select $1::uuid, id, $2, entity, first_id, bits
       from unnest($3::uuid[], $4::text[], $5::bigint[], $6::bytea[]) as given(id, entity, first_id, bits)`,
    [
      session,
      role,
      rows.map((row) => row.id),
      rows.map((row) => row.entity),
      rows.map((row) => row.first),
      rows.map((row) => Buffer.from(row.bits)),
    ],
  );
}

/** A set of a session. */
export async function readSyncSet(executor: Executor, session: string, role: SyncRole): Promise<EntitySets> {
  const rows = await executor.query<{ entity: string; first_id: number; bits: Buffer }>(
    'select entity, first_id, bits from sync_session_set where session_id = $1::uuid and role = $2',
    [session, role],
  );
  const sets = noEntities();
  for (const { entity, first_id, bits } of rows) {
    (entity === ENTITIES.items ? sets.items : sets.relationships).addBits({ first: first_id, bits });
  }
  return sets;
}

/** Forgets sets of a session. */
export async function dropSyncSets(executor: Executor, session: string, roles: readonly SyncRole[]): Promise<void> {
  await executor.query('delete from sync_session_set where session_id = $1::uuid and role = any($2::text[])', [
    session,
    roles,
  ]);
}

/** How often in a row committed sessions of a source missed things that it still claims. */
export interface Misses {
  readonly items: ReadonlyMap<number, number>;
  readonly relationships: ReadonlyMap<number, number>;
}

/** What earlier sessions of a source missed. */
export async function readMisses(executor: Executor, source: string): Promise<Misses> {
  const rows = await executor.query<{ entity: string; id: number; misses: number }>(
    'select entity, id, misses from sync_miss where source = $1',
    [source],
  );
  const of = (wanted: string): ReadonlyMap<number, number> =>
    new Map(rows.filter(({ entity }) => entity === wanted).map(({ id, misses }) => [id, misses]));
  return { items: of(ENTITIES.items), relationships: of(ENTITIES.relationships) };
}

/** Counts one more miss of some things, and forgets those of others. */
export async function recordMisses(
  executor: Executor,
  source: string,
  { missed, cleared }: { readonly missed: EntitySets; readonly cleared: EntitySets },
): Promise<void> {
  for (const kind of ['items', 'relationships'] as const) {
    for (const ids of slicesOf(cleared[kind], IDS_PER_STATEMENT)) {
      await executor.query('delete from sync_miss where source = $1 and entity = $2 and id = any($3::bigint[])', [
        source,
        ENTITIES[kind],
        ids,
      ]);
    }
    for (const ids of slicesOf(missed[kind], IDS_PER_STATEMENT)) {
      await executor.query(
        `insert into sync_miss (source, entity, id, misses)
         select $1, $2, id, 1 from unnest($3::bigint[]) as given(id)
         on conflict (source, entity, id) do update set misses = sync_miss.misses + 1`,
        [source, ENTITIES[kind], ids],
      );
    }
  }
}

const IDS_PER_STATEMENT = 50_000;
