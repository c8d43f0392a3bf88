import { cardLines, lookOf, type Look } from './card';
import type { DrawnArc, DrawnItem } from './answer/drawing';
import { CARD_FONT_SIZE, stripeOf } from './graph-style';
import { layeredLayout } from './layered-layout';
import { boxAround, lineBetween, middleOf, overlap, type Box } from './line-path';
import type { Layout, Room } from './layout';

/** Gives the width of a text on a card, in pixels. */
export type Measure = (text: string) => number;

/** An item with its place, its words and its look: all that drawing it takes, on a screen or in a file. */
export interface Card extends Box {
  readonly id: string;
  readonly words: readonly string[];
  readonly look: Look;
  /** It stands for many items. */
  readonly group: boolean;
  /** A colour at its edge for the group that it is a member of. */
  readonly stripe: string | null;
  /** It is what the picture is about. */
  readonly origin: boolean;
}

/** A dependency with its way between the cards. */
export interface Line {
  readonly arc: DrawnArc;
  /** From dependent to provider, from rim to rim. */
  readonly points: ReturnType<typeof lineBetween>;
  readonly box: Box;
  readonly label: string;
  /** Its name shows, whatever is chosen. */
  readonly named: boolean;
}

export interface PlacedPicture extends Room {
  readonly cards: readonly Card[];
  readonly lines: readonly Line[];
}

const CARD_HEIGHT = 46;
export const CARD_PADDING = 12;
export const SIGN_SPACE = 26;
export const LABEL_FONT_SIZE = 10;
/** With more arcs than this their names would cover the picture: only those of the chosen item show. */
const NAMED_ARCS_MAX = 16;
const NAMED_DIFFERENCES_MAX = 30;
/** Beyond this, lines go straight: so many that turn between the same two layers would be one grey band. */
const BENT_ARCS_MAX = 1_500;

/** Places the items and the dependencies between them. */
export function placePicture(
  items: readonly DrawnItem[],
  arcs: readonly DrawnArc[],
  measure: Measure,
  room: Room,
): PlacedPicture {
  const sized = items.map((item) => sizedCard(item, measure));
  const layout = layeredLayout(sized, arcs, room);
  const cards = sized.map((card): Card => {
    const { x, y } = layout.positions.get(card.id) ?? { x: 0, y: 0 };
    return { ...card, left: x - card.width / 2, top: y - card.height / 2 };
  });
  const lines = withNames(linesOf(arcs, cards, layout), cards, measure);
  return { cards, lines, width: layout.width, height: layout.height };
}

/** A name that would lie on a card or on another name shows only when its line is chosen. */
function withNames(lines: readonly Line[], cards: readonly Card[], measure: Measure): Line[] {
  const taken: Box[] = [...cards];
  return lines.map((line) => {
    if (!line.named) return line;
    const box = labelBox(line, (measure(line.label) * LABEL_FONT_SIZE) / CARD_FONT_SIZE);
    const named = !taken.some((other) => overlap(box, other));
    if (named) taken.push(box);
    return { ...line, named };
  });
}

/** The ground of a line's name, in the middle of the line. */
export function labelBox({ points }: Pick<Line, 'points'>, width: number): Box {
  const { x, y } = middleOf(points);
  return { left: x - width / 2 - 2, top: y - 8, width: width + 4, height: 15 };
}

function linesOf(arcs: readonly DrawnArc[], cards: readonly Card[], { bends }: Layout): Line[] {
  const named = arcs.length <= NAMED_ARCS_MAX;
  const bent = arcs.length <= BENT_ARCS_MAX;
  const differing = arcs.filter((arc) => arc.difference !== null).length <= NAMED_DIFFERENCES_MAX;
  const cardOf = new Map(cards.map((card) => [card.id, card]));
  return arcs.flatMap((arc) => {
    const [from, to] = [cardOf.get(arc.dependent), cardOf.get(arc.provider)];
    if (from === undefined || to === undefined) return [];
    const points = lineBetween(from, to, (bent ? bends.get(arc.id) : undefined) ?? []);
    const label = (arc.difference === null ? '' : `${arc.difference.toLowerCase()}: `) + arc.labels.join(', ');
    return { arc, points, box: boxAround(points), label, named: named || (differing && arc.difference !== null) };
  });
}

function sizedCard(item: DrawnItem, measure: Measure): Omit<Card, 'left' | 'top'> {
  const words = cardLines(item).filter((line) => line !== '');
  const look = lookOf(item);
  const sign = look === 'PLAIN' || look === 'OK' ? 0 : SIGN_SPACE;
  const widest = words.reduce((width, line) => Math.max(width, measure(line)), 0);
  return {
    id: item.id,
    words,
    look,
    group: item.group !== null,
    stripe: item.tag?.place == null ? null : stripeOf(item.tag.place),
    origin: item.outage || item.distance === 0,
    width: Math.ceil(widest) + 2 * CARD_PADDING + sign,
    height: CARD_HEIGHT,
  };
}
