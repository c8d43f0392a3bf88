import type { Executor } from '../../src/storage/database';

/**
 * The schema as SQL, read from the catalog and in a fixed order: what a reviewer reads, and what the migrations are
 * compared with. Run on an empty database it makes the same schema. Partitions by month and the migrations' own
 * book-keeping are left out.
 */
export async function dumpSchema(executor: Executor): Promise<string> {
  const relations = await readRelations(executor);
  const statements = [
    ...(await readExtensions(executor)),
    ...(await readSequences(executor)),
    ...relations.flatMap((relation) => [
      createTable(relation),
      ...relation.indexes.map(createIndex),
      ...commentsOn(relation),
    ]),
  ];
  return `${HEADER}${statements.map((statement) => `${statement};\n`).join('')}`;
}

const HEADER = `-- The schema that the migrations lead to. Made from the catalog by
--     UNDERPIN_WRITE_SCHEMA=1 npx jest tests/migrations
-- Read it, do not edit it.

`;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly fallback: string | null;
  readonly comment: string | null;
}

interface Relation {
  readonly name: string;
  readonly comment: string | null;
  /** `range (at)`; null for a plain table. */
  readonly partitioned_by: string | null;
  /** The partitioned table of a default partition. */
  readonly default_of: string | null;
  readonly columns: readonly Column[];
  readonly constraints: readonly string[];
  readonly indexes: readonly string[];
}

async function readExtensions(executor: Executor): Promise<readonly string[]> {
  const rows = await executor.query<{ name: string }>(
    `select extname as name from pg_extension where extname <> 'plpgsql' order by extname`,
  );
  return rows.map((row) => `create extension if not exists ${row.name}`);
}

async function readSequences(executor: Executor): Promise<readonly string[]> {
  // Sequences that belong to a column come with it.
  const rows = await executor.query<{ name: string; start: number }>(
    `select relname as name, seqstart as start from pg_sequence join pg_class on pg_class.oid = seqrelid
      where not exists (select from pg_depend where objid = seqrelid and deptype in ('a', 'i'))
      order by relname`,
  );
  return rows.map((row) => `create sequence ${row.name} start ${row.start}`);
}

/** Every table but month partitions, with its columns, constraints and further indexes. */
function readRelations(executor: Executor): Promise<readonly Relation[]> {
  return executor.query<Relation>(
    `select c.relname as name, obj_description(c.oid, 'pg_class') as comment,
            lower(pg_get_partkeydef(c.oid)) as partitioned_by,
            case when c.relispartition then inherits.inhparent::regclass::text end as default_of,
            (select json_agg(json_build_object(
                      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
                      'fallback', pg_get_expr(d.adbin, d.adrelid), 'comment', col_description(c.oid, a.attnum))
                      order by a.attnum)
               from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
            coalesce((select json_agg(pg_get_constraintdef(k.oid) order by k.contype, k.conname)
               from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'f', 'x')), '[]'
            ) as constraints,
            coalesce((select json_agg(pg_get_indexdef(i.indexrelid) order by x.relname)
               from pg_index i join pg_class x on x.oid = i.indexrelid
              where i.indrelid = c.oid and not x.relispartition
                and not exists (select from pg_constraint k where k.conindid = i.indexrelid)), '[]') as indexes
       from pg_class c
       left join pg_inherits inherits on inherits.inhrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'schema_migration'
        and (not c.relispartition or pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT')
      order by c.relname`,
  );
}

function createTable({ name, columns, constraints, partitioned_by: key, default_of: parent }: Relation): string {
  if (parent !== null) return `\ncreate table ${name} partition of ${parent} default`;
  const lines = columns.map((column) =>
    [
      `  ${column.name} ${column.type}`,
      ...(column.fallback === null ? [] : [`default ${column.fallback}`]),
      ...(column.required ? ['not null'] : []),
    ].join(' '),
  );
  const body = [...lines, ...constraints.map((constraint) => `  ${lowerKeywords(constraint)}`)].join(',\n');
  return `\ncreate table ${name} (\n${body}\n)${key === null ? '' : ` partition by ${key}`}`;
}

/** In the case of the other statements, and without the schema, which is the same for all. */
const createIndex = (definition: string): string =>
  definition
    .replace(
      /^CREATE (UNIQUE )?INDEX (\w+) ON (?:ONLY )?public\.(\w+) USING btree/,
      (_, unique: string, ...names) =>
        `create ${unique ? 'unique ' : ''}index ${String(names[0])} on ${String(names[1])}`,
    )
    .replace(/^CREATE INDEX (\w+) ON (?:ONLY )?public\.(\w+) USING (\w+)/, 'create index $1 on $2 using $3');

const lowerKeywords = (constraint: string): string =>
  constraint.replace(/^(PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)/, (keyword) => keyword.toLowerCase());

function commentsOn({ name, comment, columns, default_of: parent }: Relation): readonly string[] {
  if (parent !== null) return [];
  return [
    ...(comment === null ? [] : [`comment on table ${name} is ${literal(comment)}`]),
    ...columns.flatMap((column) =>
      column.comment === null ? [] : [`comment on column ${name}.${column.name} is ${literal(column.comment)}`],
    ),
  ];
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
