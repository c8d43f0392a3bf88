import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalysisWorkers, type AnalysisWorkers } from '../application/analyses/analysis-workers';
import { BUILTIN_MODEL } from '../domain/class-model/builtin-model';
import type { CutSetSolution } from '../domain/cut-sets/cut-set-solver';
import { failureModel, type FailureModel, type FailureNode } from '../domain/cut-sets/failure-model';
import { FailureModelBuilder } from '../domain/cut-sets/failure-model-builder';
import { itemId, type ItemId } from '../domain/ids';
import { ImpactModel } from '../domain/impact/impact-model';
import { ClassModel } from '../domain/class-model/resolved-class-model';
import { packageRoot } from '../graphql/package-files';
import { generateEstate } from './estate-generator';
import { estateGraph } from './estate-graph';
import { median, timed, type Measurement } from './measurement';
import { serviceModel } from './service-generator';

const ROUNDS = 3;
const MILLISECONDS_MAX = 300_000;
const ESTATE_ITEMS = 100_000;

/** Published models with the number of their minimal cut sets. */
const PUBLISHED = [
  { names: ['chinese', 'baobab2', 'ftr10', 'isp9606'], sets: 392n + 4_805n + 305n + 1_776n },
  { names: ['baobab1'], sets: 46_188n },
  { names: ['elf9601'], sets: 151_348n },
  { names: ['edfpa15o'], sets: 2_906_753n },
] as const;

const SERVICES = [
  { items: 2_000, maxOrder: 2 },
  { items: 2_000, maxOrder: 3 },
  { items: 10_000, maxOrder: 2 },
  { items: 10_000, maxOrder: 3 },
] as const;

/**
 * Weak points: exact numbers of cut sets of published fault trees (where their files are at hand) and of made-up services,
 * and the single points of failure of all services of an estate. Everything runs as it does in a server, in a thread of its
 * own, and the numbers of the published models are compared before they count. `items`: an estate of this size, and nothing else.
 */
export async function measureCutSets(items?: number): Promise<readonly Measurement[]> {
  const workers = createAnalysisWorkers();
  try {
    if (items !== undefined) return [await measureEstate(workers, items, 1)];
    const rows: Measurement[] = [];
    for (const { names, sets } of PUBLISHED) rows.push(...(await measurePublished(workers, names, sets)));
    for (const { items, maxOrder } of SERVICES) rows.push(await measureService(workers, items, maxOrder));
    return [...rows, await measureEstate(workers, ESTATE_ITEMS, ROUNDS)];
  } finally {
    await workers.stop();
  }
}

const NOBODY_LEAVES = new AbortController().signal;

function solve(workers: AnalysisWorkers, model: FailureModel, maxOrder: number | null): Promise<CutSetSolution> {
  const probabilities = new Float64Array(model.candidates.length).fill(Number.NaN);
  return workers.run('cutSets', { model, maxOrder, probabilities, gates: [] }, MILLISECONDS_MAX, NOBODY_LEAVES);
}

const row = (what: string, milliseconds: number, note: string): Measurement => ({
  what,
  milliseconds,
  reference: null,
  referenceMilliseconds: null,
  note,
});

const total = ({ counts }: CutSetSolution): bigint => counts.reduce((sum, { count }) => sum + count, 0n);

async function measurePublished(
  workers: AnalysisWorkers,
  names: readonly string[],
  sets: bigint,
): Promise<readonly Measurement[]> {
  const files = names.map((name) => join(packageRoot(), 'tests', 'fixtures', 'fault-trees', `${name}.json`));
  if (!files.every((file) => existsSync(file))) return [];
  const models = files.map((file) => faultTree(JSON.parse(readFileSync(file, 'utf8')) as FaultTree));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let found = 0n;
    times.push(
      await timed(async () => {
        for (const model of models) found += total(await solve(workers, model, null));
      }),
    );
    if (found !== sets) throw new Error(`${names.join(', ')}: ${found} cut sets, ${sets} are published`);
  }
  const events = models.reduce((sum, { candidates }) => sum + candidates.length, 0);
  const note = `${sets.toLocaleString('en-US')} sets of ${events} basic events, as published`;
  return [row(`count the cut sets of ${names.join(', ')}`, median(times), note)];
}

async function measureService(workers: AnalysisWorkers, items: number, maxOrder: number): Promise<Measurement> {
  const model = serviceModel(items);
  const times: number[] = [];
  let counts = '';
  for (let round = 0; round < ROUNDS; round++) {
    times.push(
      await timed(async () => {
        const solution = await solve(workers, model, maxOrder);
        counts = solution.counts.map(({ count }) => count.toLocaleString('en-US')).join(' / ');
      }),
    );
  }
  const size = items.toLocaleString('en-US');
  return row(`cut sets of a service over ${size} items, up to order ${maxOrder}`, median(times), `by order: ${counts}`);
}

async function measureEstate(workers: AnalysisWorkers, items: number, rounds: number): Promise<Measurement> {
  const estate = generateEstate(items);
  const graph = estateGraph(estate);
  const context = new ImpactModel(graph.viewAt(graph.head), new ClassModel(BUILTIN_MODEL));
  const services = estate.classes.flatMap((name, id): ItemId[] => (name === 'BusinessService' ? [itemId(id)] : []));
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round++) {
    times.push(
      await timed(async () => {
        const builder = new FailureModelBuilder(context, services, () => true);
        while (!builder.step(items)) continue;
        const task = { model: builder.model() };
        const points = await workers.run('singlePoints', task, MILLISECONDS_MAX, NOBODY_LEAVES);
        found = points?.counts.filter((count) => count > 0).length ?? 0;
      }),
    );
  }
  const what = `single points of failure of ${services.length} services, ${items / 1000}k items, ${(4 * items) / 1000}k relationships`;
  return row(what, median(times), `${found.toLocaleString('en-US')} items`);
}

/** A fault tree as items that hold while `minUp` of their group's members are up. */
interface FaultTree {
  readonly service: string;
  readonly cis: readonly { readonly id: string; readonly canFail: boolean }[];
  readonly groups: readonly { readonly ci: string; readonly members: readonly string[]; readonly minUp: number }[];
}

function faultTree({ service, cis, groups }: FaultTree): FailureModel {
  const places = new Map(cis.map(({ id }, place) => [id, place]));
  const place = (id: string): number => places.get(id) ?? 0;
  const groupOf = new Map(groups.map((group) => [group.ci, group]));
  const candidates: number[] = [];
  const nodes = cis.map(({ id, canFail }, at): FailureNode => {
    const { members = [], minUp = 0 } = groupOf.get(id) ?? {};
    const candidate = canFail ? candidates.push(at + 1) - 1 : -1;
    const need = members.length === 0 ? 1 : members.length - minUp + 1;
    return { need, members: members.map(place), weights: null, lasting: false, candidate, item: at + 1 };
  });
  return failureModel(nodes, candidates, [place(service)]);
}
