import type { ItemFacts, RelationshipFacts } from '../../domain/history/change';
import type { Criticality, LifecycleStage, Presence } from '../../domain/configuration-item';
import type { Gate, Strength } from '../../domain/gate';
import { gatesByKey } from '../../domain/graph/graph-facts';
import { itemId, relationshipId, type ItemId, type Revision } from '../../domain/ids';
import type { RelationshipKind } from '../../domain/relationship';
import type { Executor } from '../database';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { RELATIONSHIP_TABLE } from '../change-sets/relationship-rows';
import { asOf } from '../versioned-table';

/*
 * The graph at a revision, read from the tables a part at a time: all that a graph larger than memory is answered from. One
 * statement a step, in which `= any($1)` holds the items of the last one: recursive SQL could not be stopped when a part
 * grows too large, and some PostgreSQL-like databases lack it.
 */

/** Relationship types to follow, by the end to begin at. */
export interface FollowedTypes {
  /** From source to target. */
  readonly out: readonly string[];
  /** From target to source. */
  readonly in: readonly string[];
}

interface LinkRow {
  readonly id: number;
  readonly source_id: number;
  readonly type: string;
  readonly target_id: number;
  readonly kind: RelationshipKind;
  readonly strength: Strength;
  readonly gate_keys: readonly string[];
  readonly weight: number;
}

const LINK_COLUMNS = 'id, source_id, type, target_id, kind, strength, gate_keys, weight';

/**
 * The relationships of these types at some items, `limit` of them at most, whichever; one that fits both ways comes twice.
 * Uses the primary keys one way, relationship_target and relationship_version_target the other.
 */
export async function loadLinks(
  executor: Executor,
  items: readonly ItemId[],
  types: FollowedTypes,
  { at, limit }: { readonly at: Revision; readonly limit: number },
): Promise<readonly RelationshipFacts[]> {
  if (items.length === 0) return [];
  const rows = await executor.query<LinkRow>(
    `${linksFrom('source_id', '$3')} union all ${linksFrom('target_id', '$4')} limit $5`,
    [items, at, types.out, types.in, limit],
  );
  return rows.map(toFacts);
}

const linksFrom = (end: string, types: string): string =>
  `select ${LINK_COLUMNS} from ${asOf(RELATIONSHIP_TABLE, '$2')} as relationship
    where ${end} = any($1::bigint[]) and type = any(${types}::text[])`;

const toFacts = (row: LinkRow): RelationshipFacts => ({
  id: relationshipId(row.id),
  source: itemId(row.source_id),
  type: row.type,
  target: itemId(row.target_id),
  kind: row.kind,
  strength: row.strength,
  gateKeys: row.gate_keys,
  weight: row.weight,
  ended: false,
});

interface FactsRow {
  readonly id: number;
  readonly class: string;
  readonly tenant: string;
  readonly lifecycle: LifecycleStage;
  readonly criticality: Criticality | null;
  readonly environment: string | null;
  readonly can_fail: boolean;
  readonly presence: Presence;
  readonly retired: boolean;
  readonly gates: Readonly<Record<string, Gate>>;
}

/** What the graph knows of some items; those that were not there yet are missing. Uses the primary keys. */
export async function loadItemFacts(
  executor: Executor,
  items: readonly ItemId[],
  at: Revision,
): Promise<readonly ItemFacts[]> {
  if (items.length === 0) return [];
  const rows = await executor.query<FactsRow>(
    `select id, class, tenant, lifecycle, criticality, environment, can_fail, presence, gates,
            retired_at is not null or merged_into is not null as retired
       from ${asOf(ITEM_TABLE, '$2')} as item where id = any($1::bigint[])`,
    [items, at],
  );
  return rows.map(({ id, class: className, can_fail: canFail, gates, ...rest }) => ({
    id: itemId(id),
    className,
    ...rest,
    canFail,
    gates: gatesByKey(gates),
  }));
}

/** A relationship type, and an item with a PATH gate over it. */
export interface PathGateType {
  readonly type: string;
  readonly item: ItemId;
}

/**
 * The types that PATH gates of items of the graph go over, each with one of these items. Uses configuration_item_path_gates
 * and configuration_item_version_path_gates, whose condition is this one word by word.
 */
export async function loadPathGateTypes(executor: Executor, at: Revision): Promise<readonly PathGateType[]> {
  const rows = await executor.query<{ type: string; item: number }>(
    `select type, min(id) as item
       from ${asOf(ITEM_TABLE, '$1')} as item,
            jsonb_path_query(gates, '$.* ? (@.rule == "PATH").types[*]') as named,
            lateral (select named #>> '{}' as type) as path
      where gates <> '{}'::jsonb and jsonb_path_exists(gates, '$.* ? (@.rule == "PATH")')
            and retired_at is null and merged_into is null
            and type is not null
      group by type`,
    [at],
  );
  return rows.map(({ type, item }) => ({ type, item: itemId(item) }));
}

/** The items of some classes that are part of the graph, by id. Uses configuration_item_class. */
export async function listItemsOfClasses(
  executor: Executor,
  classes: readonly string[],
  at: Revision,
): Promise<readonly ItemId[]> {
  const rows = await executor.query<{ id: number }>(
    `select id from ${asOf(ITEM_TABLE, '$2')} as item
      where class = any($1::text[]) and retired_at is null and merged_into is null order by id`,
    [classes, at],
  );
  return rows.map(({ id }) => itemId(id));
}

/** About how many items and relationships there are, by what PostgreSQL has gathered about its tables. */
export async function estimateGraphSize(
  executor: Executor,
): Promise<{ readonly items: number; readonly relationships: number }> {
  const [row] = await executor.query<{ items: number; relationships: number }>(
    `select greatest(0, (select reltuples from pg_class where oid = 'configuration_item'::regclass))::bigint as items,
            greatest(0, (select reltuples from pg_class where oid = 'relationship'::regclass))::bigint as relationships`,
  );
  return { items: row?.items ?? 0, relationships: row?.relationships ?? 0 };
}
