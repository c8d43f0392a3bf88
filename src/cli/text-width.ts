import { withoutControls } from '../domain/diagrams/diagram-words';

/** Text of the inventory as a terminal may show it: one line, without anything that would steer the terminal. */
export const plainText = (text: string): string => withoutControls(text).trim();

/** Columns of a terminal that a text takes: wide characters take two, combining ones none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += NARROWEST.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const NARROWEST = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]$/u;

/** A text that takes exactly so many columns: filled up with blanks, or cut with an ellipsis. */
export function fitted(text: string, width: number, right = false): string {
  const cut = widthOf(text) > width ? cutTo(text, width) : text;
  const blanks = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return right ? blanks + cut : cut + blanks;
}

function cutTo(text: string, width: number): string {
  let kept = '';
  let taken = 0;
  for (const character of text) {
    taken += widthOf(character);
    if (taken > width - 1) break;
    kept += character;
  }
  return width < 1 ? '' : `${kept}…`;
}
