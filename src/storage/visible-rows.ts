import type { Visibility } from '../domain/access/visibility';
import { invariant } from '../domain/errors';
import type { Database, Executor, Tx } from './database';

/**
 * Where a statement says which rows it reads, it leaves a mark; a database that is limited to a visibility puts the
 * condition there, for any other it is a comment. So whoever reads through {@link asOf} cannot forget it.
 *
 *     from (select … where valid_from <= $1 and valid_to > $1 <mark>) as relationship
 */
const MARK = /\/\*visible (\w+) ([^*]+)\*\//g;

/** What a mark speaks of, and which rows are meant: those called so in the statement. */
type Marked =
  'item' | 'relationship' | 'of_item' | 'data_source' | 'sync_session' | 'change' | 'parked_record' | 'duplicate_set';

const MARKED_TABLES: Readonly<Record<string, Marked>> = {
  configuration_item: 'item',
  relationship: 'relationship',
  observation: 'of_item',
  outage: 'of_item',
  ci_identifier: 'of_item',
  data_source: 'data_source',
};

/** The mark of the rows of a table as of a revision, which the statement calls `version`; empty where all may see all. */
export function markOfTable(table: string, revision: string): string {
  const marked = MARKED_TABLES[table];
  return marked === undefined ? '' : mark(marked, 'version', revision);
}

/** A condition to be put behind others; the revision only where rows as they were are meant. */
export function mark(marked: Marked, alias: string, revision = NOW): string {
  return ` /*visible ${marked} ${alias} ${revision}*/`;
}

/** Between the largest revision and the end of what is valid until further notice. */
const NOW = '9223372036854775806';

const WHOLE = Symbol('the database without limits');

/** The same database, in which only what is visible can be read. Null limits nothing and costs nothing. */
export function limitedTo(database: Database, visibility: Visibility | null): Database {
  if (visibility === null) return database;
  const limited: Database = {
    ...readingOnly(database, visibility),
    transaction: (work) => database.transaction((tx: Tx) => work(readingOnly(tx, visibility))),
  };
  return Object.assign(limited, { [WHOLE]: database });
}

/** The same for one transaction or connection. */
export function readingOnly<E extends Executor>(executor: E, visibility: Visibility | null): E {
  if (visibility === null) return executor;
  const { queryShared } = executor;
  return {
    ...executor,
    query: (sql: string, parameters: readonly unknown[] = []) =>
      executor.query(...withConditions(sql, parameters, visibility)),
    ...(queryShared
      ? {
          queryShared: (sql: string, parameters: readonly unknown[] = []) =>
            queryShared(...withConditions(sql, parameters, visibility)),
        }
      : {}),
  };
}

/** The database behind its limits: for what is worked out over everything, and shown only as far as it is visible. */
export function wholeOf<E extends Executor>(database: E): E {
  return (database as E & { readonly [WHOLE]?: E })[WHOLE] ?? database;
}

function withConditions(
  sql: string,
  parameters: readonly unknown[],
  { tenants, labels }: Visibility,
): readonly [string, readonly unknown[]] {
  if (!sql.includes('/*visible ')) return [sql, parameters];
  const values = [...parameters, ...(tenants === null ? [] : [tenants])];
  const ofTenants = tenants === null ? null : `$${values.length}::text[]`;
  values.push(JSON.stringify(labels));
  const seen: Seen = { tenants: ofTenants, labels: `$${values.length}::jsonb` };
  const limited = sql.replaceAll(MARK, (_, marked: Marked, rest: string) => {
    const [alias = '', ...revision] = rest.split(' ');
    return `and ${condition(marked, alias, revision.join(' '), seen)}`;
  });
  // A mark that cannot be read would be a comment, and everybody would see everything.
  invariant(!limited.includes('/*visible '), 'a statement is limited at each of its marks');
  return [limited, values];
}

/** Placeholders of what a visibility asks. */
interface Seen {
  readonly tenants: string | null;
  readonly labels: string;
}

function condition(marked: Marked, alias: string, revision: string, seen: Seen): string {
  switch (marked) {
    case 'item':
      return itemIsSeen(alias, seen);
    case 'of_item':
      return isSeen(`${alias}.item_id`, revision, seen);
    case 'relationship':
      return `${isSeen(`${alias}.source_id`, revision, seen)} and ${isSeen(`${alias}.target_id`, revision, seen)}`;
    case 'data_source':
      return ofTenant(alias, seen);
    // What is about more than is seen tells of it, if only by its counts.
    case 'sync_session':
      return `${seen.tenants === null ? '' : `${alias}.visibility -> 'tenants' <@ to_jsonb(${seen.tenants}) and `}${alias}.visibility -> 'labels' @> ${seen.labels}`;
    case 'parked_record':
      return `${seen.tenants === null ? '' : `${alias}.tenant = any(${seen.tenants}) and `}coalesce(${alias}.record -> 'labels', '{}') @> ${seen.labels}`;
    // A set tells of all its items at once.
    case 'duplicate_set':
      return `not exists (
        select from duplicate_set_item as member
          left join configuration_item as seen on seen.id = member.item_id and ${itemIsSeen('seen', seen)}
         where member.set_id = ${alias}.id and seen.id is null)`;
    case 'change':
      return `case when ${alias}.item_id is null then ${ofTenant(alias, seen)}
        else ${isSeen(`${alias}.item_id`, revision, seen)}
         and (${alias}.target_id is null or ${isSeen(`${alias}.target_id`, revision, seen)}) end`;
  }
}

/** Labels are asked even when none are: that names the parameter, and every item fits. */
const itemIsSeen = (alias: string, { tenants, labels }: Seen): string =>
  `${tenants === null ? '' : `${alias}.tenant = any(${tenants}) and `}${alias}.labels @> ${labels}`;

/** What is of no item is of the tenant that it names, or of all. */
const ofTenant = (alias: string, { tenants, labels }: Seen): string =>
  `${labels} is not null${tenants === null ? '' : ` and (${alias}.tenant = '' or ${alias}.tenant = any(${tenants}))`}`;

/** Whether the item of an id was seen at a revision. By the primary keys of the items and of their versions. */
function isSeen(id: string, revision: string, seen: Seen): string {
  return `exists (
    select from (select id, tenant, labels, valid_from, 9223372036854775807::bigint as valid_to from configuration_item
                 union all
                 select id, tenant, labels, valid_from, valid_to from configuration_item_version) as seen
     where seen.id = ${id} and seen.valid_from <= ${revision} and seen.valid_to > ${revision}
       and ${itemIsSeen('seen', seen)})`;
}
