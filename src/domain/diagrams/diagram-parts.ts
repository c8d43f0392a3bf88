import type { Strength } from '../gate';
import type { ImpactState } from '../impact/impact-state';

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

/** The same with the global ids of its ends. */
export interface NamedLink extends Omit<DiagramLink, 'source' | 'target'> {
  readonly source: string;
  readonly target: string;
}

/** What to draw, in the order in which it is written. */
export interface Diagram {
  readonly items: readonly DiagramItem[];
  readonly links: readonly DiagramLink[];
  /** Items that were left out for want of room; the drawing says so. */
  readonly omitted: number;
}

/** A relationship of a diagram, its ends by their ids. */
export const namedLink = ({ items }: Diagram, link: DiagramLink): NamedLink => ({
  ...link,
  source: items[link.source]?.id ?? '',
  target: items[link.target]?.id ?? '',
});
