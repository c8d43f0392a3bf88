import { namedLink, type Diagram, type DiagramItem, type NamedLink } from './diagram-parts';
import { withoutControls } from './diagram-words';

const KEYS = [
  ['node', 'name'],
  ['node', 'class'],
  ['node', 'state'],
  ['node', 'outage'],
  ['edge', 'type'],
  ['edge', 'strength'],
] as const;

/** A GraphML document, piece by piece; node and edge ids are the global ids. */
export function* drawGraphml(diagram: Diagram): Generator<string, undefined> {
  yield `${GRAPHML_HEAD.join('\n')}\n`;
  for (const item of diagram.items) yield `${graphmlNode(item)}\n`;
  for (const link of diagram.links) yield `${graphmlEdge(namedLink(diagram, link))}\n`;
  yield GRAPHML_END.join('\n');
}

/** What stands in front of the nodes, for those who write a document piece by piece: nodes, then edges, then the end. */
export const GRAPHML_HEAD: readonly string[] = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
  ...KEYS.map(([on, name]) => `  <key id="${name}" for="${on}" attr.name="${name}" attr.type="string"/>`),
  '  <graph edgedefault="directed">',
];

/** What stands behind the edges. */
export const GRAPHML_END: readonly string[] = ['  </graph>', '</graphml>', ''];

/** One item. */
export function graphmlNode(item: DiagramItem): string {
  const state = item.state === null ? '' : data('state', item.state);
  const outage = item.outage ? data('outage', 'true') : '';
  return `    <node id="${escaped(item.id)}">${data('name', item.name)}${data('class', item.className)}${state}${outage}</node>`;
}

/** One relationship; its ends are global ids. */
export function graphmlEdge({ id, source, target, type, strength }: NamedLink): string {
  const ends = `source="${escaped(source)}" target="${escaped(target)}"`;
  return `    <edge id="${escaped(id)}" ${ends}>${data('type', type)}${data('strength', strength)}</edge>`;
}

const data = (key: string, value: string): string => `<data key="${key}">${escaped(value)}</data>`;

// Line breaks and tabs are the only control characters that XML has.
const escaped = (text: string): string =>
  withoutControls(text.replaceAll(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`));
