import {
  CARD_FONT,
  CARD_FONT_SIZE,
  CARD_LINE_HEIGHT,
  cutCorners,
  LINES,
  STACK,
  stripeBox,
  strokeOf,
  wordsAt,
} from '../graph-style';
import type { Theme } from '../graph-style';
import { headsOf, pathOf } from '../line-path';
import { OUTLINES, SIGNS, TONES, type Tone } from '../look';
import { CARD_PADDING, SIGN_SPACE, type Card, type Line, type PlacedPicture } from '../picture';

const MARGIN = 24;

/** The picture as a file of its own: no script, no reference to anything outside. */
export function svgOf(picture: PlacedPicture, title: string, theme: Theme): string {
  const [width, height] = [Math.ceil(picture.width + 2 * MARGIN), Math.ceil(picture.height + 2 * MARGIN)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${LINES[theme].ground}"/>`,
    ...picture.lines.map((line) => lineOf(line, theme)),
    ...picture.cards.map((card) => cardOf(card, theme)),
    '</svg>',
    '',
  ].join('\n');
}

function lineOf({ arc, points }: Line, theme: Theme): string {
  const { colour, width, dashes } = strokeOf(arc, theme);
  const dashed = dashes.length === 0 ? '' : ` stroke-dasharray="${dashes.join(' ')}"`;
  const heads = headsOf(points, arc.direction).map(
    (corners) =>
      `<polygon points="${corners.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(' ')}" fill="${colour}"/>`,
  );
  return `<path d="${pathOf(points)}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dashed}/>${heads.join('')}`;
}

function cardOf(card: Card, theme: Theme): string {
  const tone = TONES[theme][card.look];
  const sign = SIGNS[card.look];
  const textLeft = card.left + CARD_PADDING + (sign === null ? 0 : SIGN_SPACE);
  const [signLeft, signTop] = [card.left + CARD_PADDING - 1, card.top + card.height / 2 - 8];
  return [
    `<g><title>${escaped(card.words.join(', '))}</title>`,
    ...(card.group ? [outlineOf(card, STACK, tone)] : []),
    outlineOf(card, 0, tone),
    ...stripe(card),
    ...(sign === null
      ? []
      : [
          `<path transform="translate(${fixed(signLeft)} ${fixed(signTop)})" fill="${tone.sign}" fill-rule="evenodd" d="${sign}"/>`,
        ]),
    ...card.words.map(
      (line, at) =>
        `<text x="${fixed(textLeft)}" y="${fixed(wordsAt(card) + at * CARD_LINE_HEIGHT)}" font-family="${escaped(CARD_FONT)}" font-size="${CARD_FONT_SIZE}" fill="${tone.text}">${escaped(line)}</text>`,
    ),
    '</g>',
  ].join('');
}

function stripe(card: Card): string[] {
  if (card.stripe === null) return [];
  const { left, top, width, height } = stripeBox(card);
  return [`<rect x="${fixed(left)}" y="${fixed(top)}" width="${width}" height="${height}" fill="${card.stripe}"/>`];
}

function outlineOf(card: Card, shift: number, tone: Tone): string {
  const { shape, line } = OUTLINES[card.look];
  const style = `fill="${tone.fill}" stroke="${tone.border}" stroke-width="${line === 'double' ? 3 : 1.5}"${line === 'dashed' ? ' stroke-dasharray="5 3"' : ''}`;
  const [left, top] = [card.left + shift, card.top + shift];
  if (shape === 'round-rectangle') {
    return `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(card.width)}" height="${fixed(card.height)}" rx="6" ${style}/>`;
  }
  const corners = cutCorners(left, top, card.width, card.height);
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
