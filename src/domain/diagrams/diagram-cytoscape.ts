import { namedLink, type Diagram, type DiagramItem, type NamedLink } from './diagram-parts';

/** Elements as Cytoscape.js takes them, piece by piece; ids are the global ids. */
export function* drawCytoscape(diagram: Diagram): Generator<string, undefined> {
  yield '{"elements":{"nodes":[';
  for (const [place, item] of diagram.items.entries()) yield after(place, cytoscapeNode(item));
  yield '],"edges":[';
  for (const [place, link] of diagram.links.entries()) yield after(place, cytoscapeEdge(namedLink(diagram, link)));
  yield ']}}';
}

const after = (place: number, element: object): string => `${place === 0 ? '' : ','}${JSON.stringify(element)}`;

/** The element of one item. */
export const cytoscapeNode = ({ id, name, className, state, outage }: DiagramItem): object => ({
  data: { id, name, class: className, ...(state === null ? {} : { state }), ...(outage ? { outage } : {}) },
});

/** The element of one relationship; its ends are global ids. */
export const cytoscapeEdge = ({ id, source, target, type, strength }: NamedLink): object => ({
  data: { id, source, target, type, strength },
});
