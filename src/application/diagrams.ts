import {
  diagramItemsMax,
  drawDiagram,
  fitDiagram,
  type Diagram,
  type DiagramFormat,
  type DiagramItem,
} from '../domain/diagram';
import type { ItemPredicate } from '../domain/graph/closure';
import type { ItemId } from '../domain/ids';
import type { ImpactAnalysis } from '../domain/impact/impact-analysis';
import { encodeItemId, encodeRelationshipId } from '../domain/opaque-id';
import type { ItemNames } from './item-names';
import type { Topology } from './topology';

/** Is told of items and relationships before they are drawn; throws where they are too many. */
export type TakeDrawn = (count: number) => void;

/** A drawing of a topology. Where the language has a limit, the nearest items are drawn and the drawing says so. */
export async function drawTopology(
  topology: Topology,
  format: DiagramFormat,
  names: ItemNames,
  take: TakeDrawn,
): Promise<string> {
  take(Math.min(topology.itemCount, diagramItemsMax(format) ?? Infinity));
  const all = topology.ids();
  const drawn = all.slice(0, diagramItemsMax(format) ?? all.length);
  const classes = topology.classes();
  const items = await diagramItems(drawn, names, (_, place) => ({
    className: classes[place] ?? '',
    state: null,
    outage: false,
  }));
  const among = topology.links().filter(({ source, target }) => source < drawn.length && target < drawn.length);
  take(among.length);
  const links = among.map((link) => ({ ...link, id: encodeRelationshipId(link.id) }));
  return drawDiagram(format, fitDiagram(format, { items, links, omitted: all.length - drawn.length }));
}

/** A drawing of what is hit and what is spared. Where the language has a limit, the worst and nearest are drawn. */
export async function drawImpact(
  analysis: ImpactAnalysis,
  format: DiagramFormat,
  names: ItemNames,
  { hidden, take }: { readonly hidden: ItemPredicate; readonly take: TakeDrawn },
): Promise<string> {
  const all = [...analysis.impacted(), ...analysis.spared()].map(({ item }) => item).filter((item) => !hidden(item));
  const drawn = all.slice(0, diagramItemsMax(format) ?? all.length);
  take(drawn.length);
  const items = await diagramItems(drawn, names, (item) => ({
    className: analysis.classOf(item),
    state: analysis.stateOf(item),
    outage: analysis.isOutage(item),
  }));
  const places = new Map(drawn.map((item, place) => [item, place]));
  const among = analysis.links(drawn);
  take(among.length);
  const links: Diagram['links'] = among.map(({ id, source, target, type, strength }) => ({
    id: encodeRelationshipId(id),
    source: places.get(source) ?? 0,
    target: places.get(target) ?? 0,
    type,
    strength,
  }));
  return drawDiagram(format, fitDiagram(format, { items, links, omitted: all.length - drawn.length }));
}

async function diagramItems(
  ids: readonly ItemId[],
  names: ItemNames,
  rest: (item: ItemId, place: number) => Omit<DiagramItem, 'id' | 'name'>,
): Promise<readonly DiagramItem[]> {
  const known = await names(ids);
  return ids.map((item, place) => ({ id: encodeItemId(item), name: known.get(item) ?? '', ...rest(item, place) }));
}
