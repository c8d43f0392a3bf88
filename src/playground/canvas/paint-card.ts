import { shortened, type Look } from '../card';
import {
  CARD_FONT,
  CARD_FONT_SIZE,
  CARD_LINE_HEIGHT,
  cutCorners,
  STACK,
  stripeBox,
  wordsAt,
  type Theme,
} from '../graph-style';
import { OUTLINES, SIGNS, TONES, type Tone } from '../look';
import { CARD_PADDING, SIGN_SPACE, type Card } from '../picture';

const CORNER = 6;

/** Drawn smaller than this, the second line of a card is noise: its name takes the room of both. */
const BOTH_LINES_MIN = 0.62;
/** How large a name then is on the screen, and on its card at most. */
const NAME_PIXELS = 10.5;
const NAME_SIZE_MAX = 24;
/** A name that does not fit is drawn so much smaller before it is cut: all names should look alike. */
const NAME_SHARE_MIN = 0.68;

/** A card with its outline, its sign and its words. */
export function paintCard(context: CanvasRenderingContext2D, card: Card, theme: Theme, scale: number): void {
  const tone = TONES[theme][card.look];
  if (card.group) paintOutline(context, card, STACK, tone);
  paintOutline(context, card, 0, tone);
  paintStripe(context, card);
  const sign = signOf(card.look);
  if (sign !== null) paintSign(context, sign, card, tone);
  const left = card.left + CARD_PADDING + (sign === null ? 0 : SIGN_SPACE);
  context.fillStyle = tone.text;
  if (scale < BOTH_LINES_MIN) return paintName(context, card, left, scale);
  context.font = `${CARD_FONT_SIZE}px ${CARD_FONT}`;
  card.words.forEach((line, at) => context.fillText(line, left, wordsAt(card) + at * CARD_LINE_HEIGHT));
}

/** Between `left` and the other rim. */
function paintName(context: CanvasRenderingContext2D, card: Card, left: number, scale: number): void {
  const [name = ''] = card.words;
  const wanted = Math.min(NAME_SIZE_MAX, NAME_PIXELS / scale);
  context.font = `${wanted}px ${CARD_FONT}`;
  const share = (card.left + card.width - left - CARD_PADDING / 2) / Math.max(1, context.measureText(name).width);
  const size = wanted * Math.min(1, Math.max(share, NAME_SHARE_MIN));
  context.font = `${size}px ${CARD_FONT}`;
  const fits = share >= NAME_SHARE_MIN ? name : shortened(name, Math.floor((name.length * share) / NAME_SHARE_MIN));
  context.fillText(fits, left, card.top + card.height / 2 + size * 0.35);
}

/** A card from so far away that only its colour and its place tell anything. */
export function paintFarCard(context: CanvasRenderingContext2D, card: Card, theme: Theme, scale: number): void {
  const tone = TONES[theme][card.look];
  context.fillStyle = tone.fill;
  context.fillRect(card.left, card.top, card.width, card.height);
  context.strokeStyle = tone.border;
  context.lineWidth = Math.max(1.2, 0.5 / scale);
  context.setLineDash([]);
  context.strokeRect(card.left, card.top, card.width, card.height);
  paintStripe(context, card);
}

function paintStripe(context: CanvasRenderingContext2D, card: Card): void {
  if (card.stripe === null) return;
  const { left, top, width, height } = stripeBox(card);
  context.fillStyle = card.stripe;
  context.fillRect(left, top, width, height);
}

function paintOutline(context: CanvasRenderingContext2D, card: Card, shift: number, tone: Tone): void {
  const { shape, line } = OUTLINES[card.look];
  const [left, top] = [card.left + shift, card.top + shift];
  context.beginPath();
  if (shape === 'round-rectangle') context.roundRect(left, top, card.width, card.height, CORNER);
  else {
    for (const [x, y] of cutCorners(left, top, card.width, card.height)) context.lineTo(x, y);
    context.closePath();
  }
  context.fillStyle = tone.fill;
  context.fill();
  context.strokeStyle = tone.border;
  context.lineWidth = line === 'double' ? 4.5 : card.look === 'PLAIN' || card.look === 'OK' ? 1.2 : 2;
  context.setLineDash(line === 'dashed' ? [5, 3] : []);
  context.stroke();
  if (line !== 'double') return;
  context.strokeStyle = tone.fill;
  context.lineWidth = 1.5;
  context.stroke();
}

const signs = new Map<Look, Path2D | null>();

function signOf(look: Look): Path2D | null {
  const known = signs.get(look);
  if (known !== undefined) return known;
  const path = SIGNS[look];
  const sign = path === null ? null : new Path2D(path);
  signs.set(look, sign);
  return sign;
}

function paintSign(context: CanvasRenderingContext2D, sign: Path2D, card: Card, tone: Tone): void {
  context.save();
  context.translate(card.left + CARD_PADDING - 1, card.top + card.height / 2 - 8);
  context.fillStyle = tone.sign;
  context.fill(sign, 'evenodd');
  context.restore();
}
