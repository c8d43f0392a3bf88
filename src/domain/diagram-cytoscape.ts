import type { Diagram } from './diagram';

/** Elements as Cytoscape.js takes them; ids are the global ids. */
export function drawCytoscape({ items, links }: Diagram): string {
  return JSON.stringify({
    elements: {
      nodes: items.map(({ id, name, className, state, outage }) => ({
        data: { id, name, class: className, ...(state === null ? {} : { state }), ...(outage ? { outage } : {}) },
      })),
      edges: links.map(({ id, source, target, type, strength }) => ({
        data: { id, source: items[source]?.id ?? '', target: items[target]?.id ?? '', type, strength },
      })),
    },
  });
}
