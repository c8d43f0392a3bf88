import type { CiClass, ClassModelDefinition, RelationshipType } from '../../domain/class-model/class-model';
import type { DataRule } from '../../domain/class-model/data-rules';
import { revision as asRevision, type Revision } from '../../domain/ids';
import { readShared, type Executor } from '../database';
import { CLASS_TABLE, DATA_RULE_TABLE, RELATIONSHIP_TYPE_TABLE } from './model-rows';
import { asOf } from '../versioned-table';

/** A class or relationship type as it is stored. */
export interface StoredDefinition<T> {
  readonly definition: T;
  readonly origin: 'BUILTIN' | 'CUSTOM';
  readonly validFrom: Revision;
}

/** The class model as it was stored at one moment. */
export interface StoredModel {
  readonly classes: readonly StoredDefinition<CiClass>[];
  readonly relationshipTypes: readonly StoredDefinition<RelationshipType>[];
  readonly dataRules: readonly DataRule[];
  /** The revision that changed the model last; 0 when there is none. */
  readonly revision: Revision;
  /** The newest revision that this was read at: between the two the model did not change. */
  readonly readAt: Revision;
  /** The next revision that changed the model; null: none up to `readAt`. */
  readonly changedAt: Revision | null;
}

/** The model as it is now, as the reader sees it: one statement, so that classes and types speak of one moment. */
export async function loadClassModel(executor: Executor): Promise<StoredModel> {
  const rows = await executor.query<ModelRow>(
    `select head.revision as read_at, null::bigint as changed_at, model.*
       from revision_head as head
       left join (${UNION(CLASS_TABLE.name, RELATIONSHIP_TYPE_TABLE.name, DATA_RULE_TABLE.name)}) as model on true
      order by model.kind, model.name`,
  );
  return toStoredModel(rows);
}

/** The model as it was at a revision. */
export async function loadClassModelAt(executor: Executor, at: Revision): Promise<StoredModel> {
  const classes = asOf(CLASS_TABLE, '$1');
  const types = asOf(RELATIONSHIP_TYPE_TABLE, '$1');
  const rules = asOf(DATA_RULE_TABLE, '$1');
  // What was valid at the revision, and when did that end?
  const rows = await executor.query<ModelRow>(
    `select $1::bigint as read_at, next.changed_at, model.*
       from (select min(valid_from) as changed_at
               from (select valid_from from ci_class union all select valid_from from ci_class_version
                     union all select valid_from from relationship_type
                     union all select valid_from from relationship_type_version
                     union all select valid_from from data_rule
                     union all select valid_from from data_rule_version) as versions
              where valid_from > $1) as next
       left join (${UNION(`${classes} as ci_class`, `${types} as relationship_type`, `${rules} as data_rule`)}) as model on true
      order by model.kind, model.name`,
    [at],
  );
  return toStoredModel(rows);
}

/** The revision that changed the model last, and the newest one that this was read at, as the reader sees them. */
export async function readModelMarks(executor: Executor): Promise<Pick<StoredModel, 'revision' | 'readAt'>> {
  const [row] = await readShared<{ revision: number; read_at: number }>(
    executor,
    `select head.revision as read_at,
            greatest((select max(valid_from) from ci_class),
                     (select max(valid_from) from relationship_type),
                     (select max(valid_from) from data_rule), 0) as revision
       from revision_head as head`,
  );
  return { revision: asRevision(row?.revision ?? 0), readAt: asRevision(row?.read_at ?? 0) };
}

/** The revision that changed the model last, as the reader sees it; 0 when there is none. */
export async function readModelRevision(executor: Executor): Promise<Revision> {
  return (await readModelMarks(executor)).revision;
}

/** Ids for new identification entries; ids of a definition that is refused are not given back. */
export async function takeEntryIds(executor: Executor, count: number): Promise<readonly number[]> {
  if (count === 0) return [];
  const rows = await executor.query<{ id: number }>(
    `select nextval('identification_entry_id'::regclass) as id from generate_series(1, $1::integer)`,
    [count],
  );
  return rows.map((row) => row.id).toSorted((a, b) => a - b);
}

/** The definition alone, as the domain wants it. */
export const definitionOf = (stored: StoredModel): ClassModelDefinition => ({
  classes: stored.classes.map((one) => one.definition),
  relationshipTypes: stored.relationshipTypes.map((one) => one.definition),
  dataRules: stored.dataRules,
});

interface ModelRow {
  readonly read_at: number;
  readonly changed_at: number | null;
  /** Null in the one row of an empty model. */
  readonly kind: 'CLASS' | 'TYPE' | DataRule['kind'] | null;
  readonly name: string;
  readonly definition: unknown;
  readonly origin: 'BUILTIN' | 'CUSTOM';
  readonly valid_from: number;
}

const UNION = (classes: string, types: string, rules: string): string =>
  `select 'CLASS' as kind, name, definition, origin, valid_from from ${classes}
   union all
   select 'TYPE', name, definition, origin, valid_from from ${types}
   union all
   select kind, name, definition, null, valid_from from ${rules}`;

function toStoredModel(rows: readonly ModelRow[]): StoredModel {
  const of = <T>(kind: 'CLASS' | 'TYPE'): readonly StoredDefinition<T>[] =>
    rows
      .filter((row) => row.kind === kind)
      .map((row) => ({
        definition: row.definition as T,
        origin: row.origin,
        validFrom: asRevision(row.valid_from),
      }));
  const [first] = rows;
  return {
    classes: of<CiClass>('CLASS'),
    relationshipTypes: of<RelationshipType>('TYPE'),
    dataRules: rows
      .filter(({ kind }) => kind !== null && kind !== 'CLASS' && kind !== 'TYPE')
      .map(({ kind, name, definition }) => ({ kind, name, definition }) as DataRule),
    revision: asRevision(rows.reduce((newest, row) => Math.max(newest, row.valid_from ?? 0), 0)),
    readAt: asRevision(first?.read_at ?? 0),
    changedAt: first?.changed_at == null ? null : asRevision(first.changed_at),
  };
}
