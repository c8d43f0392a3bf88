import { diagramItemsMax, diagramPieces, fitDiagram, type DiagramFormat } from '../../domain/diagrams/diagram';
import type { Diagram, DiagramItem } from '../../domain/diagrams/diagram-parts';
import type { ItemPredicate } from '../../domain/graph/closure';
import type { ItemId } from '../../domain/ids';
import type { ImpactAnalysis } from '../../domain/impact/impact-analysis';
import { encodeItemId, encodeRelationshipId } from '../../domain/opaque-id';
import type { ItemNames } from '../references/item-names';
import { nextTurn } from './patience';
import type { Topology } from './topology';

/** Is told of items and relationships before they are drawn; throws where they are too many. */
export type TakeDrawn = (count: number) => void;

/** Who is told of what is drawn, and whether somebody waits for it. */
export interface Drawing {
  readonly take: TakeDrawn;
  readonly signal: AbortSignal;
}

/** A drawing of a topology. Where the language has a limit, the nearest items are drawn and the drawing says so. */
export async function drawTopology(
  topology: Topology,
  format: DiagramFormat,
  names: ItemNames,
  { take, signal }: Drawing,
): Promise<string> {
  take(Math.min(topology.itemCount, diagramItemsMax(format) ?? Infinity));
  const all = topology.ids();
  const drawn = all.slice(0, diagramItemsMax(format) ?? all.length);
  const classes = topology.classes();
  const items = await diagramItems(drawn, names, { signal }, (_, place) => ({
    className: classes[place] ?? '',
    state: null,
    outage: false,
  }));
  const among = topology.links().filter(({ source, target }) => source < drawn.length && target < drawn.length);
  take(among.length);
  const links = await inTurns(among, signal, (link) => ({ ...link, id: encodeRelationshipId(link.id) }));
  return written(format, fitDiagram(format, { items, links, omitted: all.length - drawn.length }), signal);
}

/** A drawing of what is hit and what is spared. Where the language has a limit, the worst and nearest are drawn. */
export async function drawImpact(
  analysis: ImpactAnalysis,
  format: DiagramFormat,
  names: ItemNames,
  { hidden, take, signal }: Drawing & { readonly hidden: ItemPredicate },
): Promise<string> {
  const all = [...analysis.impacted(), ...analysis.spared()].map(({ item }) => item).filter((item) => !hidden(item));
  const drawn = all.slice(0, diagramItemsMax(format) ?? all.length);
  take(drawn.length);
  const items = await diagramItems(drawn, names, { signal }, (item) => ({
    className: analysis.classOf(item),
    state: analysis.stateOf(item),
    outage: analysis.isOutage(item),
  }));
  const places = new Map(drawn.map((item, place) => [item, place]));
  const among = analysis.links(drawn);
  take(among.length);
  const links: Diagram['links'] = await inTurns(among, signal, ({ id, source, target, type, strength }) => ({
    id: encodeRelationshipId(id),
    source: places.get(source) ?? 0,
    target: places.get(target) ?? 0,
    type,
    strength,
  }));
  return written(format, fitDiagram(format, { items, links, omitted: all.length - drawn.length }), signal);
}

async function diagramItems(
  ids: readonly ItemId[],
  names: ItemNames,
  { signal }: Pick<Drawing, 'signal'>,
  rest: (item: ItemId, place: number) => Omit<DiagramItem, 'id' | 'name'>,
): Promise<readonly DiagramItem[]> {
  const known = await names(ids);
  return inTurns(ids, signal, (item, place) => ({
    id: encodeItemId(item),
    name: known.get(item) ?? '',
    ...rest(item, place),
  }));
}

/** So many of a list are worked on before others have their turn: a millisecond or two. */
const TURN = 2_000;

async function inTurns<T, U>(
  list: readonly T[],
  signal: AbortSignal,
  work: (one: T, place: number) => U,
): Promise<U[]> {
  const done: U[] = [];
  for (const [place, one] of list.entries()) {
    done.push(work(one, place));
    if (done.length % TURN === 0) await nextTurn(signal);
  }
  return done;
}

async function written(format: DiagramFormat, diagram: Diagram, signal: AbortSignal): Promise<string> {
  const pieces: string[] = [];
  for (const piece of diagramPieces(format, diagram)) {
    pieces.push(piece);
    if (pieces.length % TURN === 0) await nextTurn(signal);
  }
  return pieces.join('');
}
