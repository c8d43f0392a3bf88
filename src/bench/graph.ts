import type { Application } from '../application/application';
import { buildGraph } from '../application/graph/build-graph';
import { BUILTIN_MODEL } from '../domain/class-model/builtin-model';
import { closureOf } from '../domain/graph/closure';
import { dependencyFilter } from '../domain/graph/edge-filter';
import type { GraphView } from '../domain/graph/graph-view';
import { itemId, revision } from '../domain/ids';
import { encodeItemId } from '../domain/opaque-id';
import { ClassModel } from '../domain/class-model/resolved-class-model';
import { startServer } from '../server/server';
import type { ServerConfig } from '../server/server-config';
import type { Database } from '../storage/database';
import { alternating } from './alternating';
import { closureInC, type ClosureInC } from './closure-in-c';
import { ESTATE_TYPES, generateEstate, type Estate } from './estate-generator';
import { dependentsRules, rootsOf, type Root } from './estate-roots';
import { storeEstate } from './estate-store';
import { measureDeepPages } from './deep-pages';
import { measureDeltas, measureVisibility } from './graph-deltas';
import { measureStart } from './graph-start';
import { hitBy, impactRow } from './impact';
import { registerBenchSource } from './ingest-load';
import type { Measurement } from './measurement';
import { measureSmallQueries } from './small-queries';
import { ask } from './server-process';

/** Estates measured when the caller does not say: items; four relationships each. */
export const GRAPH_SIZES = [10_000, 100_000, 1_000_000] as const;

/**
 * Start, closure, impact and changes of a generated estate, against PostgreSQL doing the same in the same run: the recursive
 * query walks relationship_target, a covering index. Answers are compared before anything is timed. Needs a migrated
 * database without a history; `startApp` builds a service over it.
 */
export async function measureGraph(
  database: Database,
  startApp: (database: Database) => Promise<Application>,
  itemCount: number,
): Promise<readonly Measurement[]> {
  const estate = generateEstate(itemCount);
  await storeEstate(database, estate, new Date());
  const rows = await measureEstate(database, estate);
  const app = await startApp(database);
  try {
    return [...rows, ...(await measureService(app, estate))];
  } finally {
    await app.stop();
  }
}

const sizeOf = (estate: Estate): string =>
  `${Math.round((estate.classes.length - 1) / 1000)}k items, ${Math.round(estate.source.length / 1000)}k relationships`;

async function measureEstate(database: Database, estate: Estate): Promise<readonly Measurement[]> {
  const size = sizeOf(estate);
  const rows = [...(await measureStart(database, estate, size))];
  const { graph } = await buildGraph(database, revision(0));
  const view = graph.viewAt(graph.head);
  const model = new ClassModel(BUILTIN_MODEL);
  const inC = await closureInC(view, dependencyFilter(view, model));
  try {
    for (const root of rootsOf(estate, view, model)) {
      const past = graph.viewAt(revision(PAST_REVISION));
      rows.push(...(await measureRoot({ database, view, past, model, inC, size }, root)));
    }
  } finally {
    await inC.close();
  }
  return [...rows, await measureDeltas(graph, estate.classes.length - 1, size)];
}

/** What goes through the whole service: a write to another server, and a table over HTTP. */
async function measureService(app: Application, estate: Estate): Promise<readonly Measurement[]> {
  const size = sizeOf(estate);
  const view = await app.projection.viewAt(app.projection.head, 'EVERYTHING');
  const [, root, largest] = rootsOf(estate, view, app.models.current());
  if (root === undefined || largest === undefined) return [];
  const server = await startServer({ app, config: SERVER_CONFIG });
  try {
    const id = encodeItemId(itemId(root.item));
    const query = `{ topology(roots: [{ id: "${id}" }], direction: DEPENDENTS) {
      table { ids classes distances sources targets types } } }`;
    const [table = 0, walk = 0] = await alternating([
      () => ask(server.url, query),
      () => countByQuery(app.database, root.item),
    ]);
    const row = { what: `a table of what depends on ${root.what} over HTTP, ${size}`, milliseconds: table };
    const reference = { reference: 'recursive query alone', referenceMilliseconds: walk, wanted: 1 };
    await registerBenchSource(app);
    const busy = await measureSmallQueries(server.url, {
      what: `the impact of ${largest.what}, ${size},`,
      long: `{ impact(outages: [{ configurationItem: { id: "${encodeItemId(itemId(largest.item))}" } }]) {
        summary { byState { state count } } } }`,
      small: `{ configurationItem(ref: { id: "${id}" }) { name site class { name } } }`,
    });
    const pages = await measureDeepPages(app, size);
    return [{ ...row, ...reference, note: 'items and relationships' }, busy, pages, await measureVisibility(app, size)];
  } finally {
    await server.stop();
  }
}

const SERVER_CONFIG: ServerConfig = {
  port: 0,
  host: '127.0.0.1',
  bodyBytesMax: 1_000_000,
  requestsPerMinute: 0,
  requestTimeoutMs: 60_000,
  atLeastTimeoutMs: 5_000,
  logLevel: 'silent',
};

/** The moment in the past that is asked about. */
const PAST_REVISION = 90;

/** What the questions about one estate are asked of. */
interface Asked {
  readonly database: Database;
  readonly view: GraphView;
  readonly past: GraphView;
  readonly model: ClassModel;
  readonly inC: ClosureInC;
  readonly size: string;
}

async function measureRoot(
  { database, view, past, model, inC, size }: Asked,
  { what, item, wanted }: Root,
): Promise<readonly Measurement[]> {
  const rules = dependentsRules(view, model);
  const closure = closureOf(view, [item], rules).items;
  await checkSame(database, item, closure);
  const impact = hitBy(view, model, item);
  const [walk = 0, back = 0, analysis = 0, query = 0] = await alternating([
    () => closureOf(view, [item], rules),
    () => closureOf(past, [item], rules),
    impact,
    () => countByQuery(database, item),
  ]);
  const c = await inC.measure(item);
  if (c !== null && c.count !== closure.length) throw new Error(`The program in C finds ${c.count} dependents.`);
  const title = `what depends on ${what}, ${size}`;
  const found = `${count(closure)} items`;
  const then = `${count(closureOf(past, [item], rules).items)} items`;
  const inSql = { reference: 'recursive query', referenceMilliseconds: query, wanted };
  const noCompiler = 'there is no gcc here to hold it against';
  return [
    { what: title, milliseconds: walk, ...inSql, note: found },
    {
      what: title,
      milliseconds: walk,
      reference: c && 'a program in C',
      referenceMilliseconds: c && c.milliseconds,
      wanted: 1 / 3,
      note: c === null ? noCompiler : found,
    },
    {
      what: `the same at a past moment, ${size}`,
      milliseconds: back,
      reference: 'now',
      referenceMilliseconds: walk,
      wanted: 1 / 2,
      note: then,
    },
    impactRow(
      `${what}, ${size}`,
      { analysis, walk },
      `${count(impact())} hit; ${Math.round(query / analysis)}× as fast as the recursive query`,
    ),
  ];
}

const count = ({ length }: { readonly length: number }): string => length.toLocaleString('en-US');

const REACHED = `with recursive reached (id) as (
    select $1::bigint
    union
    select relationship.source_id from reached join relationship on relationship.target_id = reached.id and type = any($2::text[])
  )`;

async function countByQuery(database: Database, item: number): Promise<number> {
  const [row] = await database.query<{ count: number }>(`${REACHED} select count(*) as count from reached`, [
    item,
    ESTATE_TYPES,
  ]);
  return row?.count ?? 0;
}

/** A fast wrong answer is worth nothing. */
async function checkSame(database: Database, item: number, closure: Uint32Array): Promise<void> {
  const rows = await database.query<{ id: number }>(`${REACHED} select id from reached order by id`, [
    item,
    ESTATE_TYPES,
  ]);
  const mine = closure.toSorted();
  const same = rows.length === mine.length && rows.every((row, place) => row.id === mine[place]);
  if (!same)
    throw new Error(
      `The graph finds ${mine.length} dependents of item ${item}, PostgreSQL ${rows.length}: one is wrong.`,
    );
}
