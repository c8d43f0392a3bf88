import type { ItemId, Revision } from '../domain/ids';
import { readModelRevision } from './class-model';
import { identifierKey, relationshipKey, type ChangePlan, type Expectations } from './change-plan';
import type { Executor } from './database';
import { readOutageVersions } from './outage-queries';
import { readIdentifierMarks, readObservationMarks, readRelationshipMarks } from './plan-marks';

/**
 * Which of some plans were made from something that is no longer so. Under the head lock the answer stays true until the
 * transaction ends. One statement per kind of expectation, however many plans there are.
 */
export async function findMovedPlans(
  executor: Executor,
  plans: readonly ChangePlan[],
): Promise<ReadonlySet<ChangePlan>> {
  const actual = await readActual(executor, plans);
  return new Set(plans.filter((plan) => hasMoved(plan.expects, actual)));
}

/** What is there now of everything that some plans expect. What is missing from a map is not there. */
interface Actual {
  readonly items: ReadonlyMap<ItemId, Revision>;
  readonly observations: ReadonlyMap<ItemId, Revision>;
  readonly identifiers: ReadonlyMap<string, readonly ItemId[]>;
  readonly relationships: ReadonlyMap<string, Revision>;
  readonly relationshipsOf: ReadonlyMap<ItemId, string>;
  readonly identifiersOf: ReadonlyMap<ItemId, string>;
  readonly model: Revision;
  readonly sources: ReadonlyMap<string, Revision>;
  readonly outages: ReadonlyMap<string, Revision>;
}

function hasMoved(expects: Expectations, actual: Actual): boolean {
  return (
    (expects.model !== null && actual.model > expects.model) ||
    differs(expects.items, actual.items) ||
    differs(expects.observations, actual.observations) ||
    differs(expects.relationships, actual.relationships) ||
    differs(expects.sources, actual.sources) ||
    differs(expects.outages ?? NONE, actual.outages) ||
    differs(expects.relationshipsOf, actual.relationshipsOf) ||
    differs(expects.identifiersOf, actual.identifiersOf) ||
    [...expects.identifiers].some(([key, holders]) => !sameHolders(holders, actual.identifiers.get(key) ?? []))
  );
}

const NONE: ReadonlyMap<string, Revision | null> = new Map();

function differs<K, V>(expected: ReadonlyMap<K, V | null>, actual: ReadonlyMap<K, V>): boolean {
  for (const [key, value] of expected) if ((actual.get(key) ?? null) !== value) return true;
  return false;
}

function sameHolders(expected: readonly ItemId[], actual: readonly ItemId[]): boolean {
  return expected.length === actual.length && expected.every((holder, index) => holder === actual[index]);
}

/** All keys that some plans expect something of, each once. */
function keysOf<K>(plans: readonly ChangePlan[], of: (expects: Expectations) => ReadonlyMap<K, unknown>): readonly K[] {
  return [...new Set(plans.flatMap((plan) => [...of(plan.expects).keys()]))];
}

async function readActual(executor: Executor, plans: readonly ChangePlan[]): Promise<Actual> {
  const needsModel = plans.some((plan) => plan.expects.model !== null);
  return {
    items: await readItemVersions(
      executor,
      keysOf(plans, (expects) => expects.items),
    ),
    observations: await readObservationMarks(
      executor,
      keysOf(plans, (expects) => expects.observations),
    ),
    identifiers: await readHolders(
      executor,
      keysOf(plans, (expects) => expects.identifiers),
    ),
    relationships: await readRelationshipVersions(
      executor,
      keysOf(plans, (expects) => expects.relationships),
    ),
    relationshipsOf: await readRelationshipMarks(
      executor,
      keysOf(plans, (expects) => expects.relationshipsOf),
    ),
    identifiersOf: await readIdentifierMarks(
      executor,
      keysOf(plans, (expects) => expects.identifiersOf),
    ),
    model: needsModel ? await readModelRevision(executor) : (0 as Revision),
    sources: await readSourceVersions(
      executor,
      keysOf(plans, (expects) => expects.sources),
    ),
    outages: await readOutageVersions(
      executor,
      keysOf(plans, (expects) => expects.outages ?? NONE),
    ),
  };
}

async function readItemVersions(executor: Executor, ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, Revision>> {
  if (ids.length === 0) return new Map();
  const rows = await executor.query<{ id: ItemId; valid_from: Revision }>(
    'select id, valid_from from configuration_item where id = any($1::bigint[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.valid_from]));
}

async function readHolders(
  executor: Executor,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly ItemId[]>> {
  if (keys.length === 0) return new Map();
  const entries = keys.map((key) => Number(key.slice(0, key.indexOf(':'))));
  const hashes = keys.map((key) => Buffer.from(key.slice(key.indexOf(':') + 1), 'hex'));
  // Who holds these identities, as owner or contesting it?
  const rows = await executor.query<{ entry_id: number; key_hash: Buffer; holders: readonly ItemId[] }>(
    `with wanted as materialized (
       select entry_id, key_hash from unnest($1::integer[], $2::bytea[]) as wanted(entry_id, key_hash)
     )
     select entry_id, key_hash, array_agg(item_id order by item_id) as holders
       from (
         select entry_id, key_hash, item_id from wanted join ci_identifier using (entry_id, key_hash)
         union all
         select entry_id, key_hash, item_id from wanted join ci_identifier_contested using (entry_id, key_hash)
       ) as held
      group by entry_id, key_hash`,
    [entries, hashes],
  );
  return new Map(rows.map((row) => [identifierKey(row.entry_id, row.key_hash.toString('hex')), row.holders]));
}

async function readRelationshipVersions(
  executor: Executor,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Revision>> {
  if (keys.length === 0) return new Map();
  const parts = keys.map((key) => key.split(':'));
  const rows = await executor.query<{ source_id: ItemId; type: string; target_id: ItemId; valid_from: Revision }>(
    `select source_id, type, target_id, valid_from
       from unnest($1::bigint[], $2::text[], $3::bigint[]) as wanted(source_id, type, target_id)
       join relationship using (source_id, type, target_id)`,
    [parts.map((part) => part[0]), parts.map((part) => part[1]), parts.map((part) => part[2])],
  );
  return new Map(rows.map((row) => [relationshipKey(row.source_id, row.type, row.target_id), row.valid_from]));
}

async function readSourceVersions(
  executor: Executor,
  names: readonly string[],
): Promise<ReadonlyMap<string, Revision>> {
  if (names.length === 0) return new Map();
  const rows = await executor.query<{ name: string; valid_from: Revision }>(
    'select name, valid_from from data_source where name = any($1::text[])',
    [names],
  );
  return new Map(rows.map((row) => [row.name, row.valid_from]));
}
