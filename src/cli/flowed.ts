import { wrapped } from './help-text';
import { painted, type Paint, type Screen } from './screen';
import { widthOf } from './text-width';

/** A text behind what it begins with; on a terminal that is too narrow for it, it goes on below itself. */
export function flowed(screen: Screen, begin: string, text: string, paint: Paint | null = null): readonly string[] {
  const column = widthOf(begin);
  const [first = '', ...more] =
    screen.width === null ? [text] : wrapped(text.split(' '), screen.width - column, '', '');
  return [painted(screen, begin, paint) + first, ...more.map((line) => ' '.repeat(column) + line)];
}
