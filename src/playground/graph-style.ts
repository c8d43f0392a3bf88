import type { DrawnArc } from './answer/drawing';
import { TONES } from './look';

export type Theme = 'light' | 'dark';

export const CARD_FONT = '"Roboto", system-ui, sans-serif';
export const CARD_FONT_SIZE = 13;
export const CARD_LINE_HEIGHT = 16;
/** How far the card behind that of a group looks out. */
export const STACK = 5;
/** How much is cut off the corners of a card. */
const CUT = 7;

/** Of groups, the largest first; apart from one another, and from what states look like. */
const STRIPES = ['#2f7ed8', '#e07b1f', '#2ca05a', '#b53fb8', '#b39200', '#1597a5', '#8a6d5a', '#e0527a'] as const;

/** The colour of a group by its place; the ninth has that of the first, and its name on every card. */
export function stripeOf(place: number): string {
  return STRIPES[place % STRIPES.length] ?? STRIPES[0];
}

/** Where the stripe of a card lies. */
export function stripeBox({ left, top, height }: { left: number; top: number; height: number }) {
  return { left: left + 2, top: top + 4, width: 5, height: height - 8 };
}

/** Colours of everything that is no card. */
export const LINES: Readonly<
  Record<Theme, { plain: string; carries: string; label: string; ground: string; focus: string }>
> = {
  light: { plain: '#8d9aab', carries: '#a8231d', label: '#44525f', ground: '#ffffff', focus: '#7a1fd1' },
  dark: { plain: '#7d8ca1', carries: '#ff8f87', label: '#c3cedb', ground: '#212a3b', focus: '#c9a2ff' },
};

/** How a line is drawn. Beside its colour, dashes and its name say what it is. */
export interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dashes: readonly number[];
}

export function strokeOf({ carries, difference, indirect, soft }: DrawnArc, theme: Theme): Stroke {
  return {
    colour: difference !== null ? TONES[theme][difference].border : carries ? LINES[theme].carries : LINES[theme].plain,
    width: carries || difference !== null ? 2.6 : 1.4,
    dashes: indirect ? [2, 4] : soft || difference === 'REMOVED' ? [6, 4] : [],
  };
}

/** The corners of a card that is cut at all four of them. */
export function cutCorners(left: number, top: number, width: number, height: number): readonly [number, number][] {
  const [right, bottom] = [left + width, top + height];
  return [
    [left + CUT, top],
    [right - CUT, top],
    [right, top + CUT],
    [right, bottom - CUT],
    [right - CUT, bottom],
    [left + CUT, bottom],
    [left, bottom - CUT],
    [left, top + CUT],
  ];
}

/** Where the words of a card begin, the first of them at its base line. */
export function wordsAt(card: { top: number; height: number; words: readonly string[] }): number {
  return card.top + card.height / 2 - ((card.words.length - 1) * CARD_LINE_HEIGHT) / 2 + CARD_FONT_SIZE * 0.35;
}
