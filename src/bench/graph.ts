import { to as copyTo } from 'pg-copy-streams';
import { Writable } from 'node:stream';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { BUILTIN_MODEL } from '../domain/builtin-model';
import { closureOf, type WalkRules } from '../domain/graph/closure';
import { DependencyGraph } from '../domain/graph/dependency-graph';
import { dependencyFilter } from '../domain/graph/edge-filter';
import type { GraphView } from '../domain/graph/graph-view';
import { itemId, revision } from '../domain/ids';
import { ImpactAnalysis, type ImpactedItem } from '../domain/impact/impact-analysis';
import { ClassModel } from '../domain/resolved-class-model';
import type { Database } from '../storage/database';
import { streamGraph } from '../storage/graph-snapshot';
import { ESTATE_TYPES, generateEstate, type Estate } from './estate-generator';
import { removeEstate, storeEstate } from './estate-store';
import { median, timed, type Measurement } from './measurement';

/** Estates measured when the caller does not say: items; four relationships each. */
export const GRAPH_SIZES = [10_000, 100_000] as const;

const ROUNDS = 5;
/** Short work is repeated within one measurement until it has taken about this long. */
const MEASURE_MS = 20;

const WARM_UP_MS = 300;

/** An item whose failure is asked about; its dependents are the closure. */
interface Root {
  readonly what: string;
  readonly item: number;
}

/**
 * Build, closure and impact of generated estates, against PostgreSQL doing the same in the same run: the recursive query
 * walks relationship_target, a covering index. Answers are compared before anything is timed. Needs a migrated database
 * without items, and leaves it so.
 */
export async function measureGraph(
  database: Database,
  sizes: readonly number[] = GRAPH_SIZES,
): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (const size of sizes) {
    const estate = generateEstate(size);
    await storeEstate(database, estate, new Date());
    measurements.push(...(await measureEstate(database, estate)));
    await removeEstate(database);
  }
  return measurements;
}

async function measureEstate(database: Database, estate: Estate): Promise<readonly Measurement[]> {
  const size = `${Math.round((estate.classes.length - 1) / 1000)}k items, ${Math.round(estate.source.length / 1000)}k relationships`;
  const build = await measureBuild(database, size);
  const graph = await buildGraph(database);
  const view = graph.viewAt(graph.head);
  const model = new ClassModel(BUILTIN_MODEL);
  const rows: Measurement[] = [{ ...build, note: memoryNote(graph, estate) }];
  for (const root of rootsOf(estate)) rows.push(...(await measureRoot(database, view, model, root, size)));
  return rows;
}

/** From a small closure to nearly everything: what many depend on has the large ones. */
function rootsOf(estate: Estate): readonly Root[] {
  const first = (className: string): number => estate.classes.indexOf(className);
  return [
    { what: 'a virtual machine', item: first('VirtualMachine') },
    { what: 'a rack', item: first('Rack') },
    { what: 'shared infrastructure', item: first('TechnicalService') },
  ];
}

async function buildGraph(database: Database): Promise<DependencyGraph> {
  const graph = new DependencyGraph();
  const head = await streamGraph(database, { from: revision(0), to: null }, graph);
  graph.loaded(head.revision);
  return graph;
}

async function measureBuild(database: Database, size: string): Promise<Omit<Measurement, 'note'>> {
  const [milliseconds = 0, referenceMilliseconds = 0] = await alternating([
    () => buildGraph(database),
    () => discardedCopy(database),
  ]);
  return {
    what: `build the graph, ${size}`,
    milliseconds,
    reference: 'copying the relationships alone, unread,',
    referenceMilliseconds,
  };
}

/** What shipping the relationships costs without anybody looking at them. */
async function discardedCopy(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    const client = await tx.client();
    const columns = 'id, source_id, type, target_id, kind, strength, weight, gate_keys, valid_from';
    const sql = `copy (select ${columns} from relationship union all select ${columns} from relationship_version) to stdout`;
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(client.query(copyTo(sql)), nowhere);
  });
}

function memoryNote(graph: DependencyGraph, estate: Estate): string {
  return `${(graph.size().bytes / estate.source.length).toFixed(1)} bytes a relationship, items included`;
}

async function measureRoot(
  database: Database,
  view: GraphView,
  model: ClassModel,
  { what, item }: Root,
  size: string,
): Promise<readonly Measurement[]> {
  const rules: WalkRules = {
    direction: 'DEPENDENTS',
    filter: dependencyFilter(view, model),
    depthMax: null,
    itemsMax: null,
    fanOutMax: null,
    stops: null,
    hides: null,
    collapses: null,
  };
  const closure = closureOf(view, [item], rules).items;
  await checkSame(database, item, closure);
  const question = { outages: [{ item: itemId(item), state: 'DOWN' as const }], openOutages: [], assumeHealthy: [] };
  const impact = (): readonly ImpactedItem[] => new ImpactAnalysis(view, model, question).impacted();
  const [walk = 0, analysis = 0, query = 0] = await alternating([
    () => closureOf(view, [item], rules),
    impact,
    () => countByQuery(database, item),
  ]);
  const found = `${closure.length.toLocaleString('en-US')} items`;
  const reference = { reference: 'recursive query', referenceMilliseconds: query };
  const hit = `${impact().length.toLocaleString('en-US')} hit; ${(analysis / walk).toFixed(1)}× the closure`;
  return [
    { what: `what depends on ${what}, ${size}`, milliseconds: walk, ...reference, note: found },
    { what: `what breaks with ${what}, ${size}`, milliseconds: analysis, ...reference, note: hit },
  ];
}

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

/** Runs the candidates in turn for some rounds; the median time of one run of each, in milliseconds. */
async function alternating(candidates: readonly (() => unknown)[]): Promise<readonly number[]> {
  const times: number[][] = candidates.map(() => []);
  for (const candidate of candidates) await warmUp(candidate);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [place, candidate] of candidates.entries()) times[place]?.push(await timeOnce(candidate));
  }
  return times.map(median);
}

/** Compiles the code and fills the caches, on either side: a server that has run for a while is what is compared. */
async function warmUp(candidate: () => unknown): Promise<void> {
  const until = performance.now() + WARM_UP_MS;
  do {
    await candidate();
  } while (performance.now() < until);
}

async function timeOnce(candidate: () => unknown): Promise<number> {
  const first = await timed(candidate);
  const repeats = Math.min(1000, Math.floor(MEASURE_MS / Math.max(first, 0.001)));
  if (repeats < 2) return first;
  const all = await timed(async () => {
    for (let i = 0; i < repeats; i++) await candidate();
  });
  return all / repeats;
}
