import { widthOf } from './text-width';

/** What follows two blanks is about what stands before them: a meaning, an explanation, a comment. */
const COLUMNS = /^(\s*\S.*?)(\s{2,})(\S.*)$/;
const COMMAND = /^\s+(?:\S+ \| )?(?:underpin|[A-Z_]+=\S+|[a-z][\w.-]*) /;

/**
 * A help text with no line wider than so many columns, as far as that is possible: sentences flow, explanations go on
 * below themselves or come below what they explain, and commands are continued so that they can be copied.
 */
export function fittedHelp(text: string, width: number): string {
  return paragraphs(text.split('\n'))
    .flatMap((lines) => (lines.every((line) => widthOf(line) <= width) ? lines : fittedParagraph(lines, width)))
    .join('\n');
}

/** Sentences of lines that follow each other belong together, every other line is by itself. */
function paragraphs(lines: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = [];
  let open = false;
  for (const line of lines) {
    const isSentence = /^\S/.test(line);
    if (isSentence && open) all.at(-1)?.push(line);
    else all.push([line]);
    open = isSentence && !line.endsWith(':');
  }
  return all;
}

function fittedParagraph(lines: readonly string[], width: number): readonly string[] {
  const [line = ''] = lines;
  if (/^\S/.test(line)) return wrapped(lines.join(' ').split(' '), width, '', '');
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const [, left = '', gap = '', right = ''] = COLUMNS.exec(line) ?? [];
  if (right.startsWith('#')) return [...wrapped(right.slice(2).split(' '), width, `${indent}# `, `${indent}# `), left];
  const column = left.length + gap.length;
  if (right !== '' && column <= width / 2) return wrapped(right.split(' '), width, left + gap, ' '.repeat(column));
  if (right !== '')
    return [
      ...fittedHelp(left, width).split('\n'),
      ...wrapped(right.split(' '), width, `${indent}    `, `${indent}    `),
    ];
  return COMMAND.test(line) ? wrapped(unquotedWords(line.trim()), width - 2, indent, `${indent}    `, ' \\') : [line];
}

/** Words as lines of so many columns; all but the last line end with `more`. A word that is longer has a line of its own. */
export function wrapped(
  words: readonly string[],
  width: number,
  first: string,
  next: string,
  more = '',
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && widthOf(`${line} ${word}`) > width) {
      lines.push(line + more);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** A shell takes what stands in quotes as it is: it is not broken. */
const unquotedWords = (command: string): readonly string[] => command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
