import type { Diagram, DiagramItem } from './diagram-parts';
import { labelLines, omissionNote, STATE_COLOURS } from './diagram-words';
import { IMPACT_STATES } from '../impact/impact-state';

/** A Mermaid flow chart: dependents above what they need, SOFT relationships dashed, outages as hexagons. */
export function drawMermaid(diagram: Diagram): string {
  const note = omissionNote(diagram);
  const states = IMPACT_STATES.filter((state) => diagram.items.some((item) => item.state === state));
  return [
    'flowchart TB',
    ...diagram.items.map((item, place) => `  n${place}${node(item)}`),
    ...diagram.links.map(({ source, target, type, strength }) => {
      const arrow = strength === 'SOFT' ? '-.->' : '-->';
      return `  n${source} ${arrow}|${escaped(type)}| n${target}`;
    }),
    ...(note === null ? [] : [`  note["${escaped(note)}"]`]),
    ...states.map((state) => {
      const { fill, border } = STATE_COLOURS[state];
      return `  classDef ${state.toLowerCase()} fill:${fill},stroke:${border},color:#111`;
    }),
    '',
  ].join('\n');
}

function node(item: DiagramItem): string {
  const [name, words] = labelLines(item).map(escaped);
  const label = `"${name}<br/>${words}"`;
  const shape = item.outage ? `{{${label}}}` : `[${label}]`;
  return item.state === null ? shape : `${shape}:::${item.state.toLowerCase()}`;
}

/**
 * Mermaid writes characters that mean something to it, to HTML, Markdown (which it takes labels for) or KaTeX as
 * `#number;`: `%%{…}%%` would be a directive, a leading `1.` or an address a text that it does not draw, and
 * `direction LR`, wherever it stands in a line, an order to the whole drawing.
 */
const escaped = (text: string): string => text.replaceAll(SPECIAL, (character) => `#${character.charCodeAt(0)};`);

const SPECIAL =
  /["#%&<>`\\|*~$@;[\]{}]|^[-+=]|(?<=^\d+)[.)]|:(?=\/\/)|(?<=\bwww)\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=direction)\s(?=\s*(?:TB|BT|RL|LR|TD))/gu;
