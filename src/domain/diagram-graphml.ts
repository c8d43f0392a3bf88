import type { Diagram, DiagramItem, DiagramLink } from './diagram';
import { withoutControls } from './diagram-words';

const KEYS = [
  ['node', 'name'],
  ['node', 'class'],
  ['node', 'state'],
  ['node', 'outage'],
  ['edge', 'type'],
  ['edge', 'strength'],
] as const;

/** A GraphML document; node and edge ids are the global ids. */
export function drawGraphml({ items, links }: Diagram): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...KEYS.map(([on, name]) => `  <key id="${name}" for="${on}" attr.name="${name}" attr.type="string"/>`),
    '  <graph edgedefault="directed">',
    ...items.map(node),
    ...links.map((link) => edge(link, items)),
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n');
}

function node(item: DiagramItem): string {
  const state = item.state === null ? '' : data('state', item.state);
  const outage = item.outage ? data('outage', 'true') : '';
  return `    <node id="${escaped(item.id)}">${data('name', item.name)}${data('class', item.className)}${state}${outage}</node>`;
}

function edge({ id, source, target, type, strength }: DiagramLink, items: readonly DiagramItem[]): string {
  const ends = `source="${escaped(items[source]?.id ?? '')}" target="${escaped(items[target]?.id ?? '')}"`;
  return `    <edge id="${escaped(id)}" ${ends}>${data('type', type)}${data('strength', strength)}</edge>`;
}

const data = (key: string, value: string): string => `<data key="${key}">${escaped(value)}</data>`;

const escaped = (text: string): string =>
  withoutControls(text).replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
