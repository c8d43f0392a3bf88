import { drawCytoscape } from './diagram-cytoscape';
import { drawDot } from './diagram-dot';
import { drawGraphml } from './diagram-graphml';
import { drawMermaid } from './diagram-mermaid';
import type { Diagram } from './diagram-parts';

/** The languages to draw in. */
export const DIAGRAM_FORMATS = ['MERMAID', 'DOT', 'GRAPHML', 'CYTOSCAPE_JSON'] as const;
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];

/** Writes a drawing. The same diagram gives the same text; names are escaped as the language demands. */
export const drawDiagram = (format: DiagramFormat, diagram: Diagram): string =>
  [...diagramPieces(format, diagram)].join('');

/** The same piece by piece, for those who have others to serve: two of the languages hold everything. */
export function diagramPieces(format: DiagramFormat, diagram: Diagram): Iterable<string> {
  switch (format) {
    case 'MERMAID':
      return [drawMermaid(diagram)];
    case 'DOT':
      return [drawDot(diagram)];
    case 'GRAPHML':
      return drawGraphml(diagram);
    case 'CYTOSCAPE_JSON':
      return drawCytoscape(diagram);
    default:
      return format satisfies never;
  }
}

/** The most that a drawing holds; null: no limit. */
interface DiagramLimits {
  readonly items: number | null;
  readonly links: number | null;
}

/**
 * Mermaid refuses to draw more than 500 links, whatever the text asks for, and nobody reads a drawing of that size;
 * Graphviz takes minutes beyond some thousands. The other two are data.
 */
const LIMITS: Readonly<Record<DiagramFormat, DiagramLimits>> = {
  MERMAID: { items: 500, links: 500 },
  DOT: { items: 5_000, links: null },
  GRAPHML: { items: null, links: null },
  CYTOSCAPE_JSON: { items: null, links: null },
};

/** How many items a drawing holds at most; null: no limit. */
export const diagramItemsMax = (format: DiagramFormat): number | null => LIMITS[format].items;

/** A drawing of the first items only, as many of them as there is room for in the language, and the links among those. */
export function fitDiagram(format: DiagramFormat, diagram: Diagram): Diagram {
  const room = roomFor(LIMITS[format], diagram);
  if (room >= diagram.items.length) return diagram;
  return {
    items: diagram.items.slice(0, room),
    links: diagram.links.filter(({ source, target }) => source < room && target < room),
    omitted: diagram.omitted + diagram.items.length - room,
  };
}

function roomFor(limits: DiagramLimits, { items, links }: Diagram): number {
  const room = Math.min(items.length, limits.items ?? Infinity);
  if (limits.links === null) return room;
  // A link needs room up to the later of its ends: with the ends in order, the first that is one too many sets the limit.
  const ends = links.map(({ source, target }) => Math.max(source, target)).toSorted((a, b) => a - b);
  return Math.min(room, ends[limits.links] ?? Infinity);
}
