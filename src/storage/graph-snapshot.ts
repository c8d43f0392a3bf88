import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import type { ItemFacts, RelationshipFacts } from '../domain/change';
import type { Criticality, LifecycleStage, Presence } from '../domain/configuration-item';
import { STRENGTHS, type Gate } from '../domain/gate';
import { gatesByKey } from '../domain/graph-facts';
import { itemId, relationshipId, revision, type Revision } from '../domain/ids';
import { RELATIONSHIP_KINDS } from '../domain/relationship';
import { readHead, type Head } from './change-log';
import { copyFields, copyLines, copyNumbers, copyRows, type LineCutter } from './copy-text';
import type { Database, Tx } from './database';
import { readSnapshot } from './read-snapshot';

/** Who takes the rows: versions of items and relationships, in any order. */
export interface GraphSink {
  loadItem(facts: ItemFacts, from: Revision): void;
  /** `to` null: it still holds. */
  loadRelationship(facts: RelationshipFacts, from: Revision, to: Revision | null): void;
}

/** What held at one of these revisions; `to` null: up to now. */
export interface Span {
  readonly from: Revision;
  readonly to: Revision | null;
}

/*
 * COPY in text form, read line by line: on 4 million rows it took a quarter of the time of a plain query, whose row
 * objects cost more than the transfer.
 */
const ITEM_FIELDS = `id, valid_from, class, tenant, lifecycle, criticality, environment, can_fail, presence,
  retired_at is not null or merged_into is not null, nullif(gates, '{}'::jsonb)`;

const items = (span: Span): string => `copy (
    select ${ITEM_FIELDS} from configuration_item ${begunBy(span)}
    union all
    select ${ITEM_FIELDS} from configuration_item_version ${heldIn(span)}
  ) to stdout`;

/** Numbers first, kind and strength among them as the positions of the words: what is made a text costs most. */
const RELATIONSHIP_FIELDS = `id, source_id, target_id,
  array_position('{${RELATIONSHIP_KINDS.join(',')}}'::text[], kind) - 1,
  array_position('{${STRENGTHS.join(',')}}'::text[], strength) - 1, weight, valid_from`;
const RELATIONSHIP_TEXTS = `type, case when gate_keys = '{}' then null else to_json(gate_keys) end`;
const RELATIONSHIP_NUMBERS = 8;

const relationships = (span: Span): string => `copy (
    select ${RELATIONSHIP_FIELDS}, null::bigint, ${RELATIONSHIP_TEXTS} from relationship ${begunBy(span)}
    union all
    select ${RELATIONSHIP_FIELDS}, valid_to, ${RELATIONSHIP_TEXTS} from relationship_version ${heldIn(span)}
  ) to stdout`;

/* COPY takes no parameters; revisions are numbers. */

const begunBy = ({ to }: Span): string => (to === null ? '' : `where valid_from <= ${to}`);

const heldIn = ({ from, to }: Span): string =>
  `where valid_to > ${from}${to === null ? '' : ` and valid_from <= ${to}`}`;

/**
 * Streams everything the graph engine needs of a span of revisions, and says which revision is the newest: one snapshot of the database, so
 * that nothing is missing and nothing comes twice.
 */
export function streamGraph(database: Database, span: Span, sink: GraphSink): Promise<Head> {
  return readSnapshot(database, async (tx) => {
    const head = await readHead(tx);
    await copy(
      tx,
      items(span),
      copyLines((line) => takeItem(copyFields(line), sink)),
    );
    const numbers = new Float64Array(RELATIONSHIP_NUMBERS);
    const rows = copyRows((bytes, start, end) => {
      const behind = copyNumbers(bytes, start, RELATIONSHIP_NUMBERS, numbers);
      takeRelationship(numbers, copyFields(bytes.toString('utf8', behind, end)), sink);
    });
    await copy(tx, relationships(span), rows);
    return head;
  });
}

/** A reader that fails is told at the end: a COPY that is left half-way keeps its connection for ever, so the rest is let run out. */
async function copy(tx: Tx, sql: string, lines: LineCutter): Promise<void> {
  const client = await tx.client();
  let failure: unknown = null;
  await pipeline(
    client.query(copyTo(sql)),
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        try {
          if (failure === null) lines.push(chunk);
        } catch (error) {
          failure = error;
        }
        done();
      },
    }),
  );
  if (failure !== null) throw failure;
  lines.end();
}

function takeItem(fields: readonly (string | null)[], sink: GraphSink): void {
  sink.loadItem(toItemFacts(fields), revision(Number(fields[1])));
}

function toItemFacts(fields: readonly (string | null)[]): ItemFacts {
  const [id, , className, tenant, lifecycle, criticality, environment, canFail, presence, retired, gates] = fields;
  return {
    id: itemId(Number(id)),
    className: className ?? '',
    tenant: tenant ?? '',
    lifecycle: lifecycle as LifecycleStage,
    criticality: (criticality ?? null) as Criticality | null,
    environment: environment ?? null,
    canFail: canFail === 't',
    presence: presence as Presence,
    retired: retired === 't',
    gates: gates == null ? [] : gatesByKey(JSON.parse(gates) as Record<string, Gate>),
  };
}

function takeRelationship(
  [id = 0, source = 0, target = 0, kind = 0, strength = 0, weight = 0, from = 0, to = 0]: Float64Array,
  [type, gateKeys]: readonly (string | null)[],
  sink: GraphSink,
): void {
  const facts: RelationshipFacts = {
    id: relationshipId(id),
    source: itemId(source),
    type: type ?? '',
    target: itemId(target),
    kind: RELATIONSHIP_KINDS[kind] ?? 'DECLARED',
    strength: STRENGTHS[strength] ?? 'HARD',
    gateKeys: gateKeys == null ? NO_KEYS : (JSON.parse(gateKeys) as string[]),
    weight,
    ended: false,
  };
  sink.loadRelationship(facts, revision(from), Number.isNaN(to) ? null : revision(to));
}

const NO_KEYS: readonly string[] = [];
