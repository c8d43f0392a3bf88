import { SaxesParser } from 'saxes';
import { answerGraph } from '../../src/playground/answer/answer-graph';
import { mermaidOf } from '../../src/playground/export/mermaid';
import { fileName } from '../../src/playground/export/save';
import { svgOf } from '../../src/playground/export/svg';
import { arrange } from '../../src/playground/groups/arrange';
import { placePicture } from '../../src/playground/picture';

const NASTY = 'a <b> & "c"]:::x\u0001';

const GRAPH = answerGraph({
  topology: {
    table: {
      ids: ['a', 'b', 'c', 'd'],
      names: [NASTY, 'b', 'c', 'd'],
      classes: ['Service', 'Server', 'Server', 'Rack'],
      distances: [0, 1, 1, 2],
      sources: [0, 0, 1, 2, 0],
      targets: [1, 2, 3, 3, 3],
      types: ['RUNS_ON', 'RUNS_ON', 'LOCATED_IN', 'LOCATED_IN', 'CALLS'],
      strengths: ['HARD', 'SOFT', 'HARD', 'HARD', 'HARD'],
    },
  },
  impact: { impacted: { nodes: [{ state: 'DOWN', distance: 0, configurationItem: { id: 'd', name: 'd' } }] } },
});

function svg(picture: Pick<typeof GRAPH, 'items' | 'arcs'>): string {
  const placed = placePicture(picture.items, picture.arcs, (words) => words.length * 7, { width: 800, height: 600 });
  return svgOf(placed, NASTY, 'light');
}

/** Names of elements and all text; throws when it is not well-formed. */
function read(xml: string): { elements: string[]; text: string } {
  const elements: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => elements.push(name));
  parser.on('text', (part) => (text += part));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return { elements, text };
}

test('an exported picture is one well-formed SVG that refers to nothing outside', () => {
  const file = svg(GRAPH);
  const { elements, text } = read(file);
  expect(elements.filter((name) => name === 'g')).toHaveLength(4);
  expect(elements.filter((name) => name === 'text')).toHaveLength(8);
  // An arc is a path with a head; the outage and its two dependents carry a sign.
  expect(elements.filter((name) => name === 'polygon').length).toBeGreaterThanOrEqual(5);
  expect(text).toContain('a <b> & "c"]:::x');
  expect(text).toContain('Rack · OUTAGE');
  expect(file).not.toMatch(/href|url\(|<script|<style/);
  expect(file.match(/stroke-dasharray="6 4"/g)).toHaveLength(1);
});

test('a group is exported as a card behind a card', () => {
  const { elements } = read(svg(arrange(GRAPH, { by: 'class', opened: [], chosen: null, lookedUp: new Map() })));
  expect(elements.filter((name) => name === 'g')).toHaveLength(3);
  // The ground, the service, and two for the two servers.
  expect(elements.filter((name) => name === 'rect')).toHaveLength(4);
});

test('a Mermaid text names every item once, with its state, and every dependency', () => {
  expect(mermaidOf(GRAPH).split('\n')).toEqual([
    'flowchart TB',
    '  i0["a #60;b#62; #38; #34;c#34;#93;:::x#1;<br>Service"]',
    '  i1["b<br>Server"]',
    '  i2["c<br>Server"]',
    '  i3["d<br>Rack · OUTAGE"]:::OUTAGE',
    '  i0 -->|"RUNS_ON"| i1',
    '  i0 -.->|"RUNS_ON"| i2',
    '  i1 -->|"LOCATED_IN"| i3',
    '  i2 -->|"LOCATED_IN"| i3',
    '  i0 -->|"CALLS"| i3',
    '  classDef OUTAGE fill:#7a1022,stroke:#3d0710,color:#ffffff',
    '',
  ]);
});

test('an exported file is named after what it shows', () => {
  expect(fileName('Impact of redis-cart: 15 DOWN', 'svg')).toBe('underpin-impact-of-redis-cart-15-down.svg');
});
