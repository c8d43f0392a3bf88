import { BUILTIN_MODEL } from '../domain/class-model/builtin-model';
import { ClassModel } from '../domain/class-model/resolved-class-model';
import { closureOf } from '../domain/graph/closure';
import type { GraphView } from '../domain/graph/graph-view';
import { itemId } from '../domain/ids';
import type { HitItems } from '../domain/impact/hit-items';
import { ImpactAnalysis } from '../domain/impact/impact-analysis';
import { alternating } from './alternating';
import { generateEstate } from './estate-generator';
import { estateGraph } from './estate-graph';
import { dependentsRules, rootsOf, type Root } from './estate-roots';
import type { Measurement } from './measurement';

const ESTATE_ITEMS = 100_000;

/**
 * Impacts against plain closures of the same items, in turn, and nothing else: no database, so that what the machine does
 * besides hits both alike.
 */
export async function measureImpact(itemCount = ESTATE_ITEMS): Promise<readonly Measurement[]> {
  const estate = generateEstate(itemCount);
  const graph = estateGraph(estate);
  const view = graph.viewAt(graph.head);
  const model = new ClassModel(BUILTIN_MODEL);
  const rows: Measurement[] = [];
  for (const root of rootsOf(estate, view, model)) rows.push(await measureRoot(view, model, root));
  return rows;
}

async function measureRoot(view: GraphView, model: ClassModel, { what, item }: Root): Promise<Measurement> {
  const impact = hitBy(view, model, item);
  const rules = dependentsRules(view, model);
  const closure = (): Uint32Array => closureOf(view, [item], rules).items;
  const hit = checkWithin(closure(), impact());
  const [walk = 0, analysis = 0] = await alternating([closure, impact]);
  return impactRow(what, { walk, analysis }, `${hit} hit of ${closure().length}`);
}

/** Works out what is hit when an item is down: every item with its state and distance. */
export function hitBy(view: GraphView, model: ClassModel, item: number): () => HitItems {
  const question = { outages: [{ item: itemId(item), state: 'DOWN' as const }], openOutages: [], assumeHealthy: [] };
  return () => new ImpactAnalysis(view, model, question).hit();
}

/** The line of a report about an impact and the closure that it lies within. */
export const impactRow = (
  what: string,
  { walk, analysis }: { readonly walk: number; readonly analysis: number },
  note: string,
): Measurement => ({
  what: `what breaks with ${what}`,
  milliseconds: analysis,
  reference: 'finding what depends on it',
  referenceMilliseconds: walk,
  wanted: 1 / 6,
  note,
});

/** Nothing is hit that depends on nothing that is. Gives how many are. */
function checkWithin(closure: Uint32Array, { columns: { items } }: HitItems): number {
  const dependents = new Set(closure);
  const stray = items.find((item) => !dependents.has(item));
  if (stray !== undefined) throw new Error(`Item ${stray} is hit, and does not depend on what is down.`);
  return items.length;
}
