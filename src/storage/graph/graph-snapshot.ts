import type { ItemFacts, RelationshipFacts } from '../../domain/history/change';
import type { Criticality, LifecycleStage, Presence } from '../../domain/configuration-item';
import type { Gate, Strength } from '../../domain/gate';
import type { Revision } from '../../domain/ids';
import type { RelationshipKind } from '../../domain/relationship';
import { readHead, type Head } from '../history/change-log';
import { copyBinary, numbersIn, type BinaryRow } from '../change-sets/copy-binary';
import type { Database, Tx } from '../database';
import { readSnapshotOnTwo } from '../read-snapshot';

/** What many items have in common. */
export type SharedItemFacts = Omit<ItemFacts, 'id'>;
/** What many relationships have in common. */
export type SharedRelationshipFacts = Omit<RelationshipFacts, 'id' | 'source' | 'target' | 'ended'>;

/** Versions of items, in columns: their ids and the revisions from which they hold. */
export interface ItemColumns {
  readonly id: Float64Array;
  readonly from: Float64Array;
}

/** Versions of relationships, in columns; `to` null: all of them still hold. */
export interface RelationshipColumns {
  readonly id: Float64Array;
  readonly source: Float64Array;
  readonly target: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array | null;
}

/** Who takes the rows: versions of items and relationships, in any order, those that have much in common together. */
export interface GraphSink {
  loadItems(shared: SharedItemFacts, columns: ItemColumns): void;
  loadRelationships(shared: SharedRelationshipFacts, columns: RelationshipColumns): void;
}

/** What held at one of these revisions; `to` null: up to now. */
export interface Span {
  readonly from: Revision;
  readonly to: Revision | null;
}

/*
 * What is sent costs by the row and by the text, on either side. Few texts differ, so rows that share theirs are put
 * together in the database, and their numbers come as columns: PostgreSQL spends no more than on sending the rows themselves,
 * and this process a tenth. Grouping by an empty jsonb object or array takes up to three times as long as by null. COPY takes no parameters; ids and revisions are numbers.
 */
const column = (expression: string): string => `string_agg(float8send(${expression}), '')`;

/** Ids of items, or of sources, in one statement: as many rows as take some ten milliseconds. */
const RANGE = 20_000;

interface Range {
  readonly first: number;
  readonly end: number;
}

const ITEM_FACTS = `class, tenant, lifecycle, criticality, environment, can_fail, presence,
  retired_at is not null or merged_into is not null, nullif(gates, '{}'::jsonb)`;

const itemsOf = (table: string, held: string, { first, end }: Range): string =>
  `select json_build_array(${ITEM_FACTS})::text, ${column('id')}, ${column('valid_from')}
     from ${table} where id >= ${first} and id < ${end}${held} group by ${ITEM_FACTS}`;

const items = (span: Span, range: Range): string =>
  `${itemsOf('configuration_item', begunBy(span), range)}
   union all ${itemsOf('configuration_item_version', heldIn(span), range)}`;

const RELATIONSHIP_FACTS = `type, kind, strength, nullif(gate_keys, '{}'), weight`;

const relationshipsOf = (table: string, end: string, held: string, range: Range): string =>
  `select json_build_array(${RELATIONSHIP_FACTS})::text,
          ${['id', 'source_id', 'target_id', 'valid_from'].map(column).join(', ')}, ${end}
     from ${table} where source_id >= ${range.first} and source_id < ${range.end}${held} group by ${RELATIONSHIP_FACTS}`;

const relationships = (span: Span, range: Range): string =>
  `${relationshipsOf('relationship', 'null::bytea', begunBy(span), range)}
   union all ${relationshipsOf('relationship_version', column('valid_to'), heldIn(span), range)}`;

const begunBy = ({ to }: Span): string => (to === null ? '' : ` and valid_from <= ${to}`);

const heldIn = ({ from, to }: Span): string =>
  ` and valid_to > ${from}${to === null ? '' : ` and valid_from <= ${to}`}`;

/** Few groups come out of many rows, which PostgreSQL does not expect; and statements are too short to start workers for. */
const PLANNING = `select set_config('enable_sort', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`;

/**
 * Streams everything the graph engine needs of a span of revisions, and says which revision is the newest: one snapshot of the database, so
 * that nothing is missing and nothing comes twice.
 */
export function streamGraph(database: Database, span: Span, sink: GraphSink): Promise<Head> {
  return readSnapshotOnTwo(database, async (readers) => {
    for (const tx of readers) await tx.query(PLANNING);
    const head = await readHead(readers[0]);
    await inRanges(
      readers,
      'id',
      'configuration_item',
      (range) => items(span, range),
      (row) => takeItems(row, sink),
    );
    await inRanges(
      readers,
      'source_id',
      'relationship',
      (range) => relationships(span, range),
      (row) => takeRelationships(row, sink),
    );
    return head;
  });
}

/**
 * Range by range along a key that both tables begin with, on every connection in turn; what comes next is on its way while
 * the last one is taken. They are taken in order, whoever read them, so the same tables give the same graph.
 */
async function inRanges(
  readers: readonly [Tx, ...Tx[]],
  key: string,
  table: string,
  select: (range: Range) => string,
  take: (row: BinaryRow) => void,
): Promise<void> {
  const [bounds] =
    (await readers[0]?.query<{ first: number | null; last: number | null }>(
      `select min(first) as first, max(last) as last from (
       select min(${key}) as first, max(${key}) as last from ${table}
       union all select min(${key}), max(${key}) from ${table}_version) as bounds`,
    )) ?? [];
  const { first = null, last = null } = bounds ?? {};
  if (first === null || last === null) return;
  const read = (tx: Tx, from: number): Promise<readonly BinaryRow[]> => {
    const rows = from > last ? Promise.resolve([]) : copyBinary(tx, select({ first: from, end: from + RANGE }));
    // It may fail before anybody waits for it.
    rows.catch(() => undefined);
    return rows;
  };
  const coming = readers.map((tx, place) => read(tx, first + place * RANGE));
  try {
    for (let from = first; from <= last;) {
      for (const [place, tx] of readers.entries()) {
        const rows = (await coming[place]) ?? [];
        coming[place] = read(tx, from + readers.length * RANGE);
        rows.forEach(take);
        from += RANGE;
      }
    }
  } finally {
    // The connections are free again when the statements under way have ended.
    await Promise.allSettled(coming);
  }
}

function takeItems([facts, id, from]: BinaryRow, sink: GraphSink): void {
  if (facts && id && from) sink.loadItems(itemFactsOf(facts), { id: numbersIn(id), from: numbersIn(from) });
}

type ItemFactList = readonly [
  className: string,
  tenant: string,
  lifecycle: LifecycleStage,
  criticality: Criticality | null,
  environment: string | null,
  canFail: boolean,
  presence: Presence,
  retired: boolean,
  gates: Readonly<Record<string, Gate>> | null,
];

function itemFactsOf(text: Buffer): SharedItemFacts {
  const list = JSON.parse(text.toString()) as ItemFactList;
  const [className, tenant, lifecycle, criticality, environment, canFail, presence, retired, gates] = list;
  const ordered = Object.values(gates ?? {}).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return { className, tenant, lifecycle, criticality, environment, canFail, presence, retired, gates: ordered };
}

function takeRelationships([facts, id, source, target, from, to]: BinaryRow, sink: GraphSink): void {
  if (!facts || !id || !source || !target || !from) return;
  sink.loadRelationships(relationshipFactsOf(facts), {
    id: numbersIn(id),
    source: numbersIn(source),
    target: numbersIn(target),
    from: numbersIn(from),
    to: to ? numbersIn(to) : null,
  });
}

type RelationshipFactList = readonly [
  type: string,
  kind: RelationshipKind,
  strength: Strength,
  gateKeys: readonly string[] | null,
  weight: number,
];

function relationshipFactsOf(text: Buffer): SharedRelationshipFacts {
  const [type, kind, strength, gateKeys, weight] = JSON.parse(text.toString()) as RelationshipFactList;
  return { type, kind, strength, gateKeys: gateKeys ?? [], weight };
}
