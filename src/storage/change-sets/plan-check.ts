import type { ItemId, Revision } from '../../domain/ids';
import { readModelRevision } from '../class-model/class-model';
import { relationshipKey, type ChangePlan, type Expectations } from './change-plan';
import type { Executor } from '../database';
import { findHolderIds, type IdentityLookup } from '../identities/identifiers';
import { readOutageVersions } from '../outages/outage-queries';
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
    identifiers: await findHolderIds(executor, keysOf(plans, (expects) => expects.identifiers).map(toLookup)),
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

/** What {@link identifierKey} made a key of. */
function toLookup(key: string): IdentityLookup {
  const end = key.indexOf(':');
  return { entryId: Number(key.slice(0, end)), hash: key.slice(end + 1) };
}

/** Relationships by {@link relationshipKey} -> version; those that are not there are missing. */
export async function readRelationshipVersions(
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
