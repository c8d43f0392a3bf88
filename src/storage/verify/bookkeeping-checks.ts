import { check, type FoundRow, type StructureCheck } from './structure-check';

/*
 * Tables that take no revision: what sources saw last, what is due, parked, thought to be double, and what items are found
 * by. Each of their rows is about something that is there.
 */

const noItem = (id: string): string => `not exists (select from configuration_item as item where item.id = ${id})`;

/** Relationships leave their table when they end: what is left of one is that its id was given out. */
const noRelationship = (id: string): string =>
  `${id} not between 1 and (select case when is_called then last_value else last_value - 1 end from relationship_id)`;

/** Rows that name an item or a relationship which never was; of each table its condition and what its rows are about. */
export const aboutNothing = (
  name: string,
  table: string,
  columns: Partial<Record<keyof FoundRow, string>> = {},
): StructureCheck =>
  check(
    name,
    '',
    `from ${table} as held where case held.entity when 'RELATIONSHIP' then ${noRelationship('held.id')}
       when 'CONFIGURATION_ITEM' then ${noItem('held.id')} else true end`,
    {
      item: `case when held.entity = 'CONFIGURATION_ITEM' then held.id end`,
      subject: `held.entity || ' ' || held.id`,
      message: `'It is about something that is not there.'`,
      ...columns,
    },
  );

/** Bit by bit, a row at a time. */
const bitsOf = (table: string, first: string, bits: string): string =>
  `${table} as held
   cross join lateral generate_series(0, octet_length(held.${bits}) * 8 - 1) as bit(place)
   cross join lateral (select held.${first} + bit.place as id) as seen`;

const SIGHTINGS = [
  {
    table: 'sighting',
    first: 'first_item',
    last: 'last_item',
    bits: 'items',
    missing: noItem('seen.id'),
    item: 'seen.id',
  },
  {
    table: 'relationship_sighting',
    first: 'first_id',
    last: 'last_id',
    bits: 'bits',
    missing: noRelationship('seen.id'),
    item: 'null::bigint',
  },
] as const;

const SIGHTING_CHECKS = SIGHTINGS.flatMap(({ table, first, last, bits, missing, item }) => [
  check(
    table,
    'It says that its source saw something which is not there.',
    `from ${bitsOf(table, first, bits)} where get_bit(held.${bits}, bit.place) = 1 and ${missing}`,
    { item, subject: `held.source || ' ' || seen.id` },
  ),
  check(
    table,
    'Its bits are of other ids than it says.',
    `from ${table} as held where (held.${first} % 8 <> 0 or held.${last} <> held.${first} + octet_length(held.${bits}) * 8 - 1)`,
    { subject: `held.source || ' ' || held.id` },
  ),
]);

/** Whose rows name a data source. Edits by hand are nobody's. */
const SOURCE_CHECKS = [
  ['observation', 'item_id'],
  ['sighting', 'null::bigint'],
  ['relationship_sighting', 'null::bigint'],
  ['parked_record', 'null::bigint'],
  ['sync_session', 'null::bigint'],
  ['sync_miss', 'null::bigint'],
  ['volatile_value', 'item_id'],
].map(([table, item]) =>
  check(
    'data source',
    `A row of ${table} is of a data source that is not registered.`,
    `from ${table} as held where held.source <> 'manual' and not exists (select from data_source where name = held.source)`,
    { item: item ?? 'null', subject: 'held.source' },
  ),
);

const PARKED_CHECKS: readonly StructureCheck[] = [
  check(
    'parked record',
    'Something waits for a parked record that is not there.',
    `from parked_wait as held where not exists (select from parked_record as parked where parked.source = held.source
        and parked.kind = held.kind and parked.key_hash = held.parked_hash)`,
    { subject: `held.source || ' ' || held.kind || ' ' || encode(held.parked_hash, 'hex')` },
  ),
  check(
    'parked record',
    'It is an item without a native key, or a relationship with one, or its times are in the wrong order.',
    `from parked_record as held where ((held.kind = 'ITEM') <> (held.native_key is not null)
        or held.kind not in ('ITEM', 'RELATIONSHIP') or held.tried_at < held.parked_at or held.expires_at <= held.tried_at)`,
    { subject: `held.source || ' ' || held.kind || ' ' || coalesce(held.native_key, held.subject)` },
  ),
];

const DUPLICATE_CHECKS: readonly StructureCheck[] = [
  ...['duplicate_set_item', 'duplicate_evidence'].map((table) =>
    check(
      'duplicate set',
      `A row of ${table} is of a set that is not there.`,
      `from ${table} as held where not exists (select from duplicate_set where duplicate_set.id = held.set_id)`,
      { subject: 'held.set_id' },
    ),
  ),
  check(
    'duplicate set',
    'It has an item that is not there, or of another tenant.',
    `from duplicate_set_item as member join duplicate_set as held on held.id = member.set_id
     where not exists (select from configuration_item as item where item.id = member.item_id and item.tenant = held.tenant)`,
    { item: 'member.item_id', subject: 'held.id' },
  ),
  check(
    'duplicate set',
    'Its evidence names an item that is not there.',
    `from duplicate_evidence as held cross join lateral unnest(held.items) as named(id) where ${noItem('named.id')}`,
    { item: 'named.id', subject: 'held.set_id' },
  ),
  check(
    'duplicate set',
    'It is open and closed at once, or neither.',
    `from duplicate_set as held where (held.state not in ('OPEN', 'MERGED', 'DISTINCT', 'GONE')
        or (held.state = 'OPEN') <> (held.closed_at is null))`,
    { subject: 'held.id' },
  ),
  check(
    'duplicate set',
    'It is open, and has no items that its evidence is about.',
    // One alone is enough where a native key was given to something that is not stored.
    `from duplicate_set as held
       cross join lateral (select count(*) as count from duplicate_set_item where set_id = held.id) as items
       cross join lateral (select count(*) as count, coalesce(bool_or(kind = 'NATIVE_KEY_REUSED'), false) as reused
                             from duplicate_evidence where set_id = held.id) as evidence
     where held.state = 'OPEN' and (evidence.count = 0 or items.count < case when evidence.reused then 1 else 2 end)`,
    { subject: 'held.id' },
  ),
];

/** What is kept of items under their ids alone. */
const ITEM_CHECKS = [
  ['volatile value', 'volatile_value', 'held.name'],
  ['term', 'match_term', 'held.term'],
  ['search text', 'item_search', 'left(held.text, 80)'],
].map(([name, table, subject]) =>
  check(name ?? '', 'It is of an item that is not there.', `from ${table} as held where ${noItem('held.item_id')}`, {
    item: 'held.item_id',
    subject: subject ?? 'null',
  }),
);

/** Every check of the bookkeeping of items that one statement can make. */
export const BOOKKEEPING_CHECKS: readonly StructureCheck[] = [
  ...SOURCE_CHECKS,
  ...SIGHTING_CHECKS,
  aboutNothing('claim due', 'claim_due'),
  ...PARKED_CHECKS,
  ...DUPLICATE_CHECKS,
  ...ITEM_CHECKS,
  ...['match_index', 'search_index'].map((table) =>
    check(
      'head',
      `${table} says that it has followed what is not written yet.`,
      `from ${table} as held cross join revision_head as head where held.revision > head.revision`,
      { subject: `'${table}'`, revision: 'held.revision' },
    ),
  ),
];
