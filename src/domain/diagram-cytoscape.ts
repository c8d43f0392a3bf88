import type { Diagram, DiagramItem, NamedLink } from './diagram';

/** Elements as Cytoscape.js takes them; ids are the global ids. */
export function drawCytoscape({ items, links }: Diagram): string {
  const idAt = (place: number): string => items[place]?.id ?? '';
  return JSON.stringify({
    elements: {
      nodes: items.map(cytoscapeNode),
      edges: links.map((link) => cytoscapeEdge({ ...link, source: idAt(link.source), target: idAt(link.target) })),
    },
  });
}

/** The element of one item. */
export const cytoscapeNode = ({ id, name, className, state, outage }: DiagramItem): object => ({
  data: { id, name, class: className, ...(state === null ? {} : { state }), ...(outage ? { outage } : {}) },
});

/** The element of one relationship; its ends are global ids. */
export const cytoscapeEdge = ({ id, source, target, type, strength }: NamedLink): object => ({
  data: { id, source, target, type, strength },
});
