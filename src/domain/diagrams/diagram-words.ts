import type { Diagram, DiagramItem } from './diagram-parts';
import type { ImpactState } from '../impact/impact-state';

/** Fill and border by state; the state is written out as well, so that nobody depends on telling colours apart. */
export const STATE_COLOURS: Readonly<Record<ImpactState, { readonly fill: string; readonly border: string }>> = {
  OK: { fill: '#d9efdc', border: '#3c7a46' },
  AT_RISK: { fill: '#fdf3c4', border: '#a68a00' },
  DEGRADED: { fill: '#fbd9b0', border: '#b86200' },
  DOWN: { fill: '#f6c1c1', border: '#b01f1f' },
};

/** The lines of an item's label: its name, then its class and how it fares. */
export function labelLines({ name, className, state, outage }: DiagramItem): readonly [string, string] {
  const words = [className, ...(state === null ? [] : [state]), ...(outage ? ['outage'] : [])];
  return [withoutControls(name), words.join(' · ')];
}

/** What a cut drawing says; null when it is whole. */
export function omissionNote({ items, omitted }: Diagram): string | null {
  if (omitted === 0) return null;
  const drawn = items.length.toString();
  return `${drawn} items are drawn, ${omitted} more are not: narrow the question, or ask for GRAPHML, CYTOSCAPE_JSON or the table`;
}

/** Control characters become blanks: some languages break on them and none shows them. */
export const withoutControls = (text: string): string => text.replaceAll(CONTROLS, ' ');

// Control characters, line and paragraph separators, and lone surrogates, which XML and JSON readers refuse.
const CONTROLS = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;
