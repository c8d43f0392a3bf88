import type { DrawnArc, DrawnItem } from '../answer/drawing';
import { cardLines, lookOf, type Look } from '../card';
import type { Picture } from '../groups/arrange';
import { TONES } from '../look';

/** The picture as a Mermaid flow chart, dependents above providers, states as classes. */
export function mermaidOf({ items, arcs }: Picture): string {
  const names = new Map(items.map((item, at) => [item.id, `i${at}`]));
  const looks = [...new Set(items.map(lookOf))].filter((look) => look !== 'PLAIN');
  return [
    'flowchart TB',
    ...items.map((item) => `  ${names.get(item.id)}[${quoted(item)}]${classOf(item)}`),
    ...arcs.flatMap((arc) => lineOf(arc, names)),
    ...looks.map(classDefinition),
    '',
  ].join('\n');
}

function quoted(item: DrawnItem): string {
  const lines = cardLines(item).filter((line) => line !== '');
  return `"${lines.map(escaped).join('<br>')}"`;
}

/** Mermaid reads entities; its own marks in a name would end the label. */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} ./:_·-]/gu, (character) => `#${character.codePointAt(0)};`);
}

function classOf(item: DrawnItem): string {
  const look = lookOf(item);
  return look === 'PLAIN' ? '' : `:::${look}`;
}

function lineOf(arc: DrawnArc, names: ReadonlyMap<string, string>): string[] {
  const [from, to] = [names.get(arc.dependent), names.get(arc.provider)];
  if (from === undefined || to === undefined) return [];
  const head = arc.direction === 'none' ? '---' : arc.soft || arc.indirect ? '-.->' : '-->';
  const label = arc.labels.length === 0 ? '' : `|"${arc.labels.map(escaped).join(', ')}"|`;
  return [`  ${from} ${arc.direction === 'both' ? `<${head}` : head}${label} ${to}`];
}

function classDefinition(look: Look): string {
  const { fill, border, text } = TONES.light[look];
  return `  classDef ${look} fill:${fill},stroke:${border},color:${text}`;
}
