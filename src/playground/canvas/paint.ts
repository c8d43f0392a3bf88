import { CARD_FONT, LINES, strokeOf, type Theme } from '../graph-style';
import { headsOf, overlap, pathOf, type Box } from '../line-path';
import { LABEL_FONT_SIZE, labelBox, type Line, type PlacedPicture } from '../picture';
import { paintCard, paintFarCard } from './paint-card';

/** A picture as somebody looks at it. */
export interface Scenery {
  readonly picture: PlacedPicture;
  readonly theme: Theme;
  readonly chosen: string | null;
  /** The chosen item with what it is connected to; everything else steps back. Null: nothing does. */
  readonly near: ReadonlySet<string> | null;
}

const LABELS_MIN = 0.6;
/** Drawn smaller than this, a card is a spot of its colour, and an arrow head is nothing. */
const FAR = 0.24;
const LINE_WIDTH_MIN = 0.45;

/** Paints what lies within `visible`, in coordinates of the picture, on a context that is scaled by `scale`. */
export function paint(context: CanvasRenderingContext2D, scenery: Scenery, visible: Box, scale: number): void {
  const { picture, theme, chosen, near } = scenery;
  const lines = picture.lines.filter(({ box }) => overlap(box, visible));
  const touches = ({ arc }: Line) => arc.dependent === chosen || arc.provider === chosen;
  for (const line of lines) {
    context.globalAlpha = near === null || touches(line) ? 1 : 0.35;
    paintLine(context, line, theme, scale);
  }
  for (const card of picture.cards) {
    if (!overlap(card, visible)) continue;
    context.globalAlpha = near === null || near.has(card.id) ? 1 : 0.86;
    if (scale < FAR) paintFarCard(context, card, theme, scale);
    else paintCard(context, card, theme, scale);
    if (card.id === chosen) paintFocus(context, card, LINES[theme].focus, scale);
  }
  context.globalAlpha = 1;
  if (scale < LABELS_MIN) return;
  for (const line of lines) if (line.named || touches(line)) paintLabel(context, line, theme);
}

/** What was made once of a line serves until another picture comes. */
const paths = new WeakMap<Line, Path2D>();

function pathFor(line: Line): Path2D {
  const known = paths.get(line);
  if (known !== undefined) return known;
  const path = new Path2D(pathOf(line.points));
  paths.set(line, path);
  return path;
}

function paintLine(context: CanvasRenderingContext2D, line: Line, theme: Theme, scale: number): void {
  const { colour, width, dashes } = strokeOf(line.arc, theme);
  context.strokeStyle = colour;
  context.lineWidth = Math.max(width, LINE_WIDTH_MIN / scale);
  context.setLineDash([...dashes]);
  if (line.points.length === 2) {
    const [from, to] = line.points;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  } else context.stroke(pathFor(line));
  if (scale < FAR) return;
  context.fillStyle = colour;
  for (const [tip, left, right] of headsOf(line.points, line.arc.direction)) {
    context.beginPath();
    context.moveTo(tip.x, tip.y);
    context.lineTo(left.x, left.y);
    context.lineTo(right.x, right.y);
    context.fill();
  }
}

function paintLabel(context: CanvasRenderingContext2D, line: Line, theme: Theme): void {
  context.font = `${LABEL_FONT_SIZE}px ${CARD_FONT}`;
  const { left, top, width, height } = labelBox(line, context.measureText(line.label).width);
  context.globalAlpha = 0.9;
  context.fillStyle = LINES[theme].ground;
  context.fillRect(left, top, width, height);
  context.globalAlpha = 1;
  context.fillStyle = LINES[theme].label;
  context.fillText(line.label, left + 2, top + 11.5);
}

const FOCUS_GAP = 5;

function paintFocus(context: CanvasRenderingContext2D, card: Box, colour: string, scale: number): void {
  context.strokeStyle = colour;
  context.lineWidth = Math.max(4, 2 / scale);
  context.setLineDash([]);
  context.beginPath();
  const [left, top] = [card.left - FOCUS_GAP, card.top - FOCUS_GAP];
  context.roundRect(left, top, card.width + 2 * FOCUS_GAP, card.height + 2 * FOCUS_GAP, 9);
  context.stroke();
}
