import type { Revision } from '../../domain/ids';
import type { Executor } from '../database';
import { CONTESTED_TABLE, IDENTIFIER_TABLE } from '../change-sets/identifier-rows';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { CLASS_TABLE, DATA_RULE_TABLE, DATA_SOURCE_TABLE, RELATIONSHIP_TYPE_TABLE } from '../class-model/model-rows';
import { OBSERVATION_TABLE } from '../change-sets/observation-rows';
import { OUTAGE_TABLE } from '../outages/outage-rows';
import { RELATIONSHIP_TABLE } from '../change-sets/relationship-rows';
import type { VersionedTable } from '../versioned-table';
import { BOOKKEEPING_CHECKS } from './bookkeeping-checks';
import { check, type FoundRow, type StructureCheck } from './structure-check';
import { SYNC_CHECKS } from './sync-checks';

const LOG_CHECKS: readonly StructureCheck[] = [
  check(
    'revision missing',
    'The log has no change set of this revision.',
    `from (select revision, lead(revision) over (order by revision) as next from change_set where revision >= $1) as log
     cross join revision_head as head where coalesce(log.next, head.revision + 1) <> log.revision + 1`,
    { revision: 'log.revision + 1' },
  ),
  check(
    'revision missing',
    'The log begins later than the history that can be read.',
    `from revision_head as head where head.revision >= $1
        and not exists (select from change_set where revision = greatest($1, 1))`,
    { revision: 'greatest($1, 1)' },
  ),
  check(
    'time runs backwards',
    'The change set is older than the one before it.',
    `from (select revision, at, lag(at) over (order by revision) as before from change_set where revision >= $1) as log
     where log.at < log.before`,
    { revision: 'log.revision' },
  ),
  check(
    'head',
    'The head has another time than its change set.',
    'from revision_head as head join change_set using (revision) where head.at <> change_set.at',
    { revision: 'head.revision' },
  ),
  check(
    'changes of a change set',
    '',
    `from change_set as log left join (select revision, count(*) as found, max(ordinal) + 1 as last
                                         from change where revision >= $1 group by revision) as held using (revision)
     where log.revision >= $1
       and (log.change_count <> coalesce(held.found, 0) or coalesce(held.found, 0) <> coalesce(held.last, 0))`,
    {
      revision: 'log.revision',
      message: `'It says that it holds ' || log.change_count || ' changes, and has ' || coalesce(held.found, 0) || '.'`,
    },
  ),
  check(
    'changes of a change set',
    'Changes are there without their change set.',
    `from (select distinct revision from change where revision >= $1) as held
     where not exists (select from change_set where change_set.revision = held.revision)`,
    { revision: 'held.revision' },
  ),
  check(
    'item missing',
    'The log names an item that is not there.',
    `from change where revision >= $1 and item_id is not null
        and not exists (select from configuration_item as item where item.id = change.item_id)`,
    { item: 'item_id', revision: 'revision' },
  ),
];

/** Versions of one key neither overlap nor end before they begin; those of tables whose rows never leave leave no gap. */
function versionChecks(table: VersionedTable, lasting: boolean, item: string | null): readonly StructureCheck[] {
  const versioned = table.name === IDENTIFIER_TABLE.name || table.name === CONTESTED_TABLE.name;
  const key = versioned ? 'entry_id, key_hash, item_id, contested' : table.key.join(', ');
  const which = versioned ? `where contested = ${table.name === CONTESTED_TABLE.name}` : '';
  const chain = `from (select *, lead(valid_from) over (partition by ${key} order by valid_from) as next
      from (select ${key}, valid_from, null::bigint as valid_to from ${table.name}
            union all select ${key}, valid_from, valid_to from ${table.versions} ${which}) as version) as chain`;
  const about = {
    ...(item === null ? {} : { item }),
    subject: `concat_ws(' ', ${key.replace('key_hash', "encode(key_hash, 'hex')")})`,
  };
  const chained = (name: string, message: string, where: string, revision: string): StructureCheck =>
    check(name, message, `${chain} where ${where}`, { ...about, revision });
  const head = '(select revision from revision_head)';
  const { name, versions } = table;
  const ends = `A version in ${versions} ends before it begins, or after the newest revision.`;
  const gap = `Between two versions of ${name} nothing holds.`;
  return [
    chained(OVERLAP, `A version in ${versions} lasts until after the next one begins.`, 'next < valid_to', 'next'),
    chained(OVERLAP, ends, `valid_to <= valid_from or valid_to > ${head}`, 'valid_to'),
    chained(
      OVERLAP,
      `A row of ${name} holds and is followed by another one.`,
      'valid_to is null and next is not null',
      'next',
    ),
    chained(
      'version of no revision',
      `A version of ${name} begins after the newest revision.`,
      `valid_from > ${head}`,
      'valid_from',
    ),
    ...(lasting
      ? [chained('version missing', gap, 'valid_to is not null and (next is null or next > valid_to)', 'valid_to')]
      : []),
  ];
}

const OVERLAP = 'versions overlap';

const END_CHECKS = (['source', 'target'] as const).map((end) =>
  check(
    'end of a relationship',
    '',
    `from relationship as held left join configuration_item as item on item.id = held.${end}_id
     where (item.id is null or item.retired_at is not null or item.merged_into is not null)`,
    {
      item: `held.${end}_id`,
      subject: `held.source_id || ' ' || held.type || ' ' || held.target_id`,
      path: `'${end}'`,
      revision: 'held.valid_from',
      message: `case when item.id is null then 'It leads to an item that is not there.' else 'It leads to an item that is retired or merged.' end`,
    },
  ),
);

const OF_IDENTIFIER = {
  item: 'held.item_id',
  subject: `held.entry_id || ' ' || held.value`,
  revision: 'held.valid_from',
};

const IDENTIFIER_CHECKS: readonly StructureCheck[] = [
  check(
    'identifier',
    'It is held by an item that is not there.',
    `from (select * from ci_identifier union all select * from ci_identifier_contested) as held
     where not exists (select from configuration_item as item where item.id = held.item_id)`,
    OF_IDENTIFIER,
  ),
  check(
    'identifier',
    'It has further holders and no owner, or one item holds it twice.',
    `from ci_identifier_contested as held
     where not exists (select from ci_identifier as owner where owner.entry_id = held.entry_id
                          and owner.key_hash = held.key_hash and owner.item_id <> held.item_id)`,
    OF_IDENTIFIER,
  ),
  check(
    'identifier',
    'It says of itself that it is the other kind: owned or contested.',
    `from (select *, false as should from ci_identifier union all select *, true from ci_identifier_contested) as held
     where held.contested <> held.should`,
    OF_IDENTIFIER,
  ),
  check(
    'identifier',
    'Two items own one identity under two spellings of its hash.',
    `from ci_identifier as held join ci_identifier as other on other.entry_id = held.entry_id and other.key_hash = held.key_hash
      and other.ctid <> held.ctid where true`,
    OF_IDENTIFIER,
  ),
];

const ROW_CHECKS: readonly StructureCheck[] = [
  check(
    'class',
    'It is of a class that is not defined.',
    'from configuration_item as item where not exists (select from ci_class where name = item.class)',
    { item: 'id', path: `'class'`, subject: 'class', revision: 'valid_from' },
  ),
  check(
    'relationship type',
    'It is of a type that is not defined.',
    'from relationship as held where not exists (select from relationship_type where name = held.type)',
    { item: 'source_id', subject: 'type', revision: 'valid_from' },
  ),
  check(
    'observation',
    'It is about an item that is not there.',
    'from observation as held where not exists (select from configuration_item as item where item.id = held.item_id)',
    { item: 'item_id', subject: 'source', revision: 'valid_from' },
  ),
  check(
    'outage',
    'It is of an item that is not there.',
    'from outage as held where not exists (select from configuration_item as item where item.id = held.item_id)',
    { item: 'item_id', subject: 'id', revision: 'valid_from' },
  ),
  check(
    'merge',
    'It was merged into an item that is not there, or into itself.',
    'from configuration_item as item where merged_into is not null and (merged_into = id or not exists (select from configuration_item as survivor where survivor.id = item.merged_into))',
    { item: 'id', path: `'mergedInto'`, revision: 'valid_from' },
  ),
  check(
    'presence',
    'It is absent since no time, or present and yet absent since one.',
    `from configuration_item where retired_at is null and (presence = 'ABSENT') <> (absent_since is not null)`,
    { item: 'id', path: `'presence'`, revision: 'valid_from' },
  ),
  check(
    'presence',
    '',
    `from (select item_id, bool_or(claims_existence) as present from observation group by item_id) as said
       join configuration_item as item on item.id = said.item_id
     where item.retired_at is null and item.merged_into is null and (item.presence = 'PRESENT') <> said.present`,
    {
      item: 'item.id',
      path: `'presence'`,
      revision: 'item.valid_from',
      message: `case when said.present then 'A source says that it is there, and it is absent.' else 'No source says that it is there, and it is present.' end`,
    },
  ),
  ...[
    ['observation', 'native_key'],
    ['ci_identifier', 'value'],
    ['ci_identifier_contested', 'value'],
  ].map(([table, subject]) =>
    check(
      'merge',
      `An item that was merged away has rows of ${table}.`,
      `from ${table} as held join configuration_item as item on item.id = held.item_id where item.merged_into is not null`,
      { item: 'held.item_id', subject: `held.${subject}`, revision: 'held.valid_from' },
    ),
  ),
  ...[
    ['configuration_item_id', 'configuration_item'],
    ['relationship_id', 'relationship'],
    ['outage_id', 'outage'],
    ['parked_record_id', 'parked_record'],
  ].map(([sequence, table]) =>
    check(
      'next id',
      `The sequence ${sequence} would give out an id that is taken.`,
      `from (select max(id) as id from ${table}) as newest where newest.id > (select case when is_called then last_value else last_value - 1 end from ${sequence})`,
      { subject: 'newest.id' },
    ),
  ),
];

/** Every check of what one statement can see. Items and relationships are replayed beside. */
export const STRUCTURE_CHECKS: readonly StructureCheck[] = [
  ...LOG_CHECKS,
  ...versionChecks(ITEM_TABLE, true, 'id'),
  ...versionChecks(RELATIONSHIP_TABLE, false, 'source_id'),
  ...versionChecks(OBSERVATION_TABLE, false, 'item_id'),
  ...versionChecks(IDENTIFIER_TABLE, false, 'item_id'),
  ...versionChecks(CONTESTED_TABLE, false, 'item_id'),
  ...versionChecks(OUTAGE_TABLE, false, null),
  ...[CLASS_TABLE, RELATIONSHIP_TYPE_TABLE, DATA_RULE_TABLE, DATA_SOURCE_TABLE].flatMap((table) =>
    versionChecks(table, true, null),
  ),
  ...END_CHECKS,
  ...IDENTIFIER_CHECKS,
  ...ROW_CHECKS,
  ...BOOKKEEPING_CHECKS,
  ...SYNC_CHECKS,
];

/** Runs one check. */
export const runCheck = (
  executor: Executor,
  { sql }: StructureCheck,
  { horizon, most }: { readonly horizon: Revision; readonly most: number },
): Promise<readonly FoundRow[]> => executor.query<FoundRow>(sql, [horizon, most]);
