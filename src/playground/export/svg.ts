import type { Picture as Drawn } from '../groups/arrange';
import { cardLines, lookOf } from '../card';
import { CARD_FONT, CARD_FONT_SIZE, LINES, type Theme } from '../graph-style';
import type { Layout, Point } from '../layout';
import { OUTLINES, SIGNS, TONES } from '../look';
import type { DrawnArc, DrawnItem } from '../answer/drawing';
import type { Sizes } from '../picture';

const MARGIN = 24;
const LINE_HEIGHT = 16;
const ARROW = 8;
const CUT = 7;
const STACK = 5;

/** A picture with its places, as it stands on the screen. */
export interface PlacedPicture extends Drawn {
  readonly layout: Layout;
  readonly sizes: Sizes;
}

/** The picture as a file of its own: no script, no reference to anything outside. */
export function svgOf(picture: PlacedPicture, title: string, theme: Theme): string {
  const { items, arcs, layout } = picture;
  const [width, height] = [Math.ceil(layout.width + 2 * MARGIN), Math.ceil(layout.height + 2 * MARGIN)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${LINES[theme].ground}"/>`,
    ...arcs.map((arc) => lineOf(arc, picture, theme)),
    ...items.map((item) => cardOf(item, picture, theme)),
    '</svg>',
    '',
  ].join('\n');
}

function lineOf(arc: DrawnArc, { layout, sizes }: PlacedPicture, theme: Theme): string {
  const from = layout.positions.get(arc.dependent);
  const to = layout.positions.get(arc.provider);
  if (from === undefined || to === undefined) return '';
  const bends = layout.bends.get(arc.id) ?? [];
  const start = edgeOf(from, bends[0] ?? to, sizes.get(arc.dependent));
  const end = edgeOf(to, bends.at(-1) ?? from, sizes.get(arc.provider));
  const colour = colourOf(arc, theme);
  const dashes = arc.indirect ? ' stroke-dasharray="2 4"' : isDashed(arc) ? ' stroke-dasharray="6 4"' : '';
  const points = [start, ...bends, end];
  const path = points.map((point, at) => `${at === 0 ? 'M' : 'L'}${fixed(point.x)} ${fixed(point.y)}`).join(' ');
  const heads = [
    ...(arc.direction === 'none' ? [] : [headOf(points.at(-2) ?? start, end, colour)]),
    ...(arc.direction === 'both' ? [headOf(points[1] ?? end, start, colour)] : []),
  ];
  const stroke = arc.carries || arc.difference !== null ? 2.6 : 1.4;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${stroke}" stroke-linejoin="round"${dashes}/>${heads.join('')}`;
}

function isDashed({ soft, difference }: DrawnArc): boolean {
  return soft || difference === 'REMOVED';
}

function colourOf({ carries, difference }: DrawnArc, theme: Theme): string {
  if (difference !== null) return TONES[theme][difference].border;
  return carries ? LINES[theme].carries : LINES[theme].plain;
}

/** Where the line to another point leaves a card. */
function edgeOf(centre: Point, towards: Point, size: { width: number; height: number } | undefined): Point {
  const [dx, dy] = [towards.x - centre.x, towards.y - centre.y];
  const across = Math.abs(dx) / Math.max(1, (size?.width ?? 0) / 2);
  const down = Math.abs(dy) / Math.max(1, (size?.height ?? 0) / 2);
  const scale = Math.max(across, down, 1);
  return { x: centre.x + dx / scale, y: centre.y + dy / scale };
}

function headOf(from: Point, to: Point, colour: string): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const base = { x: to.x - ux * ARROW, y: to.y - uy * ARROW };
  const corners = [to, { x: base.x - (uy * ARROW) / 2, y: base.y + (ux * ARROW) / 2 }];
  corners.push({ x: base.x + (uy * ARROW) / 2, y: base.y - (ux * ARROW) / 2 });
  return `<polygon points="${corners.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(' ')}" fill="${colour}"/>`;
}

function cardOf(item: DrawnItem, { layout, sizes }: PlacedPicture, theme: Theme): string {
  const centre = layout.positions.get(item.id);
  const size = sizes.get(item.id);
  if (centre === undefined || size === undefined) return '';
  const look = lookOf(item);
  const tone = TONES[theme][look];
  const [left, top] = [centre.x - size.width / 2, centre.y - size.height / 2];
  const sign = SIGNS[look];
  const textLeft = left + 12 + (sign === null ? 0 : 26);
  const lines = cardLines(item).filter((line) => line !== '');
  const firstLine = centre.y - ((lines.length - 1) * LINE_HEIGHT) / 2 + CARD_FONT_SIZE * 0.35;
  const box = (shift: number) => outlineOf(look, { left: left + shift, top: top + shift, ...size }, tone);
  return [
    `<g><title>${escaped(lines.join(', '))}</title>`,
    ...(item.group === null ? [] : [box(STACK)]),
    box(0),
    ...(sign === null
      ? []
      : [
          `<path transform="translate(${fixed(left + 11)} ${fixed(centre.y - 8)})" fill="${tone.sign}" fill-rule="evenodd" d="${sign}"/>`,
        ]),
    ...lines.map(
      (line, at) =>
        `<text x="${fixed(textLeft)}" y="${fixed(firstLine + at * LINE_HEIGHT)}" font-family="${escaped(CARD_FONT)}" font-size="${CARD_FONT_SIZE}" fill="${tone.text}">${escaped(line)}</text>`,
    ),
    '</g>',
  ].join('');
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function outlineOf(look: keyof typeof OUTLINES, box: Box, tone: { fill: string; border: string }): string {
  const { shape, line } = OUTLINES[look];
  const style = `fill="${tone.fill}" stroke="${tone.border}" stroke-width="${line === 'double' ? 3 : 1.5}"${line === 'dashed' ? ' stroke-dasharray="5 3"' : ''}`;
  const { left, top, width, height } = box;
  if (shape === 'round-rectangle') {
    return `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${fixed(height)}" rx="6" ${style}/>`;
  }
  const [right, bottom] = [left + width, top + height];
  const corners = [
    [left + CUT, top],
    [right - CUT, top],
    [right, top + CUT],
    [right, bottom - CUT],
    [right - CUT, bottom],
    [left + CUT, bottom],
    [left, bottom - CUT],
    [left, top + CUT],
  ];
  return `<polygon points="${corners.map((corner) => corner.map(fixed).join(',')).join(' ')}" ${style}/>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML knows hardly any control characters: spaces stand for them. */
function escaped(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
