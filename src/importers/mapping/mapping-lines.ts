import type { FieldMapping, FormatMapping, RelationshipMapping } from './format-mapping';

/** A mapping as people read it: a block for each type, then the references, then what else is to be known. */
export function mappingLines(mapping: FormatMapping): readonly string[] {
  const items = mapping.items.flatMap((row) => [
    `${row.from}  →  ${row.class}`,
    ...row.fields.map((field) => `    ${field.to.padEnd(24)} ${sourceOf(field)}`),
    ...(row.computed ?? []).map(({ to, from }) => `    ${to.padEnd(24)} ${from}`),
  ]);
  const width = Math.max(0, ...mapping.relationships.map(({ from }) => from.length));
  const relationships = mapping.relationships.map((row) => `${row.from.padEnd(width)}  →  ${targetOf(row)}`);
  return [...items, ...section('Relationships', relationships), ...section('Also', mapping.notes)];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];

function sourceOf({ from, as, factor, words }: FieldMapping): string {
  const conversion = words === undefined ? (as === 'text' ? '' : ` (${as})`) : ` (${wordsOf(words)})`;
  return `${from}${conversion}${factor === undefined ? '' : ` × ${factor}`}`;
}

const wordsOf = (words: Readonly<Record<string, string>>): string =>
  Object.entries(words)
    .map(([word, own]) => `${word} = ${own}`)
    .join(', ');

const targetOf = ({ type, incoming, kind, strength, note }: RelationshipMapping): string =>
  [
    `${type}${incoming === true ? ' (from the other end)' : ''}`,
    ...(kind === undefined || kind === 'DECLARED' ? [] : [kind.toLowerCase()]),
    ...(strength === undefined ? [] : [strength]),
    ...(note === undefined ? [] : [note]),
  ].join(', ');
