import type { ElementDefinition } from 'cytoscape';
import { cardLines, lookOf } from './card';
import type { DrawnArc, DrawnItem } from './answer/drawing';
import { layeredLayout } from './layered-layout';
import type { Layout, Point, Room } from './layout';

/** Gives the width of a text on a card, in pixels. */
export type Measure = (text: string) => number;

/** By id of an item: how large its card is. */
export type Sizes = ReadonlyMap<string, { readonly width: number; readonly height: number }>;

export interface Picture {
  readonly elements: ElementDefinition[];
  readonly layout: Layout;
  readonly sizes: Sizes;
}

const CARD_HEIGHT = 46;
const CARD_PADDING = 24;
const SIGN_SPACE = 26;
/** With more arcs than this their names would cover the picture: only those of the chosen item show. */
const NAMED_ARCS_MAX = 16;
const NAMED_DIFFERENCES_MAX = 30;
/** Beyond this, lines are straight: bent ones take the library seconds to draw. */
const BENT_ARCS_MAX = 1_500;

/** Places the items and words everything as the drawing library wants it. */
export function pictureOf(
  items: readonly DrawnItem[],
  arcs: readonly DrawnArc[],
  measure: Measure,
  room: Room,
): Picture {
  const cards = items.map((item) => cardOf(item, measure));
  const layout = layeredLayout(cards, arcs, room);
  const nodes = cards.map(({ id, label, look, group, origin, width, height }) => ({
    group: 'nodes' as const,
    data: { id, label, look, group, origin, width, height },
    position: { ...(layout.positions.get(id) ?? { x: 0, y: 0 }) },
  }));
  const drawn = arcs.length <= BENT_ARCS_MAX ? layout : { ...layout, bends: new Map() };
  const named = arcs.length <= NAMED_ARCS_MAX;
  const differing = arcs.filter((arc) => arc.difference !== null).length <= NAMED_DIFFERENCES_MAX;
  const edges = arcs.map((arc) => ({
    group: 'edges' as const,
    data: lineOf(arc, drawn, named || (differing && arc.difference !== null)),
  }));
  const sizes = new Map(cards.map(({ id, width, height }) => [id, { width, height }]));
  return { elements: [...nodes, ...edges], layout: drawn, sizes };
}

function cardOf(item: DrawnItem, measure: Measure) {
  const lines = cardLines(item).filter((line) => line !== '');
  const look = lookOf(item);
  const sign = look === 'PLAIN' || look === 'OK' ? 0 : SIGN_SPACE;
  const widest = lines.reduce((width, line) => Math.max(width, measure(line)), 0);
  return {
    id: item.id,
    label: lines.join('\n'),
    look,
    group: item.group !== null,
    // What the picture is about.
    origin: item.outage || item.distance === 0,
    width: Math.ceil(widest) + CARD_PADDING + sign,
    height: CARD_HEIGHT,
  };
}

function lineOf(arc: DrawnArc, layout: Layout, named: boolean) {
  const from = layout.positions.get(arc.dependent);
  const to = layout.positions.get(arc.provider);
  const bends = layout.bends.get(arc.id) ?? [];
  return {
    id: arc.id,
    source: arc.dependent,
    target: arc.provider,
    label: (arc.difference === null ? '' : `${arc.difference.toLowerCase()}: `) + arc.labels.join(', '),
    difference: arc.difference,
    direction: arc.direction,
    soft: arc.soft,
    indirect: arc.indirect,
    carries: arc.carries,
    named,
    ...(from === undefined || to === undefined || bends.length === 0
      ? {}
      : { bends: true, ...segments(from, to, bends) }),
  };
}

/** Bends as the library wants them: how far along the straight line, and how far beside it. */
function segments(from: Point, to: Point, bends: readonly Point[]): { weights: string; distances: string } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const along = bends.map((bend) => ((bend.x - from.x) * dx + (bend.y - from.y) * dy) / (length * length));
  const beside = bends.map((bend) => ((bend.y - from.y) * dx - (bend.x - from.x) * dy) / length);
  return { weights: along.map(fixed).join(' '), distances: beside.map(fixed).join(' ') };
}

function fixed(value: number): string {
  return value.toFixed(4);
}
