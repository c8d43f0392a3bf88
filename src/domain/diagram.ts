import { drawCytoscape } from './diagram-cytoscape';
import { drawDot } from './diagram-dot';
import { drawGraphml } from './diagram-graphml';
import { drawMermaid } from './diagram-mermaid';
import type { Strength } from './gate';
import type { ImpactState } from './impact/impact-state';

/** The languages to draw in. */
export const DIAGRAM_FORMATS = ['MERMAID', 'DOT', 'GRAPHML', 'CYTOSCAPE_JSON'] as const;
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];

/** An item to draw. */
export interface DiagramItem {
  /** The global id. */
  readonly id: string;
  readonly name: string;
  readonly className: string;
  /** Null: the drawing does not speak of states. */
  readonly state: ImpactState | null;
  /** It is one of the outages the drawing is about. */
  readonly outage: boolean;
}

/** A relationship to draw; ends are positions in the list of items. */
export interface DiagramLink {
  /** The global id. */
  readonly id: string;
  readonly source: number;
  readonly target: number;
  readonly type: string;
  readonly strength: Strength;
}

/** What to draw, in the order in which it is written. */
export interface Diagram {
  readonly items: readonly DiagramItem[];
  readonly links: readonly DiagramLink[];
  /** Items that were left out because of `diagramItemsMax`; the drawing says so. */
  readonly omitted: number;
}

/** Writes a drawing. The same diagram gives the same text; names are escaped as the language demands. */
export function drawDiagram(format: DiagramFormat, diagram: Diagram): string {
  switch (format) {
    case 'MERMAID':
      return drawMermaid(diagram);
    case 'DOT':
      return drawDot(diagram);
    case 'GRAPHML':
      return drawGraphml(diagram);
    case 'CYTOSCAPE_JSON':
      return drawCytoscape(diagram);
    default:
      return format satisfies never;
  }
}

/**
 * How many items a drawing holds at most; null: no limit. Mermaid refuses more than 500 relationships by default and
 * nobody reads a drawing of that size; Graphviz takes minutes beyond some thousands. The other two are data.
 */
export function diagramItemsMax(format: DiagramFormat): number | null {
  switch (format) {
    case 'MERMAID':
      return 500;
    case 'DOT':
      return 5_000;
    case 'GRAPHML':
    case 'CYTOSCAPE_JSON':
      return null;
    default:
      return format satisfies never;
  }
}
