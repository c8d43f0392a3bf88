import type { Diagram, DiagramItem } from './diagram-parts';
import { labelLines, omissionNote, STATE_COLOURS } from './diagram-words';

/** A Graphviz digraph: SOFT relationships dashed, outages with a double border. */
export function drawDot(diagram: Diagram): string {
  const note = omissionNote(diagram);
  return [
    'digraph underpin {',
    '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica"];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...(note === null ? [] : [`  label=${quoted(note)};`]),
    ...diagram.items.map((item, place) => `  n${place} [${attributes(item)}];`),
    ...diagram.links.map(({ source, target, type, strength }) => {
      const style = strength === 'SOFT' ? ', style=dashed' : '';
      return `  n${source} -> n${target} [label=${quoted(type)}${style}];`;
    }),
    '}',
    '',
  ].join('\n');
}

function attributes(item: DiagramItem): string {
  const [name, words] = labelLines(item);
  const label = `label="${escaped(name)}\\n${escaped(words)}"`;
  const tooltip = `tooltip=${quoted(item.id)}`;
  const outage = item.outage ? ', peripheries=2' : '';
  if (item.state === null) return `${label}, ${tooltip}${outage}`;
  const { fill, border } = STATE_COLOURS[item.state];
  return `${label}, ${tooltip}, fillcolor="${fill}", color="${border}"${outage}`;
}

const quoted = (text: string): string => `"${escaped(text)}"`;

/** In a quoted string only the quote needs a backslash; a backslash itself would begin an escape such as \\N, and `&` an entity. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
