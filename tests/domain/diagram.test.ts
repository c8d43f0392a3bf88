import * as fc from 'fast-check';
import {
  DIAGRAM_FORMATS,
  diagramItemsMax,
  drawDiagram,
  fitDiagram,
  type DiagramFormat,
} from '../../src/domain/diagrams/diagram';
import type { Diagram, DiagramItem } from '../../src/domain/diagrams/diagram-parts';
import { drawImpact } from '../../src/application/analyses/diagrams';
import { itemId } from '../../src/domain/ids';
import { ImpactAnalysis } from '../../src/domain/impact/impact-analysis';
import { graphOf } from '../support/random-world';
import { itemFacts, relationshipFacts, smallModel } from '../support/small-model';

const item = (fields: Partial<DiagramItem>): DiagramItem => ({
  id: 'ci_1',
  name: 'shop',
  className: 'BusinessService',
  state: null,
  outage: false,
  ...fields,
});

const pair: Diagram = {
  items: [
    item({ state: 'DEGRADED' }),
    item({ id: 'ci_2', name: 'db', className: 'Database', state: 'DOWN', outage: true }),
  ],
  links: [{ id: 'rel_1', source: 0, target: 1, type: 'DEPENDS_ON', strength: 'SOFT' }],
  omitted: 0,
};

const named = (name: string): Diagram => ({ items: [item({ name })], links: [], omitted: 0 });

test('each language has states, outages and soft relationships', () => {
  expect(drawDiagram('MERMAID', pair)).toBe(`flowchart TB
  n0["shop<br/>BusinessService · DEGRADED"]:::degraded
  n1{{"db<br/>Database · DOWN · outage"}}:::down
  n0 -.->|DEPENDS_ON| n1
  classDef degraded fill:#fbd9b0,stroke:#b86200,color:#111
  classDef down fill:#f6c1c1,stroke:#b01f1f,color:#111
`);
  expect(drawDiagram('DOT', pair)).toBe(`digraph underpin {
  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica"];
  edge [fontname="Helvetica", fontsize=10];
  n0 [label="shop\\nBusinessService · DEGRADED", tooltip="ci_1", fillcolor="#fbd9b0", color="#b86200"];
  n1 [label="db\\nDatabase · DOWN · outage", tooltip="ci_2", fillcolor="#f6c1c1", color="#b01f1f", peripheries=2];
  n0 -> n1 [label="DEPENDS_ON", style=dashed];
}
`);
  expect(drawDiagram('GRAPHML', pair)).toContain(
    '<node id="ci_2"><data key="name">db</data><data key="class">Database</data><data key="state">DOWN</data><data key="outage">true</data></node>',
  );
  expect(JSON.parse(drawDiagram('CYTOSCAPE_JSON', pair))).toEqual({
    elements: {
      nodes: [
        { data: { id: 'ci_1', name: 'shop', class: 'BusinessService', state: 'DEGRADED' } },
        { data: { id: 'ci_2', name: 'db', class: 'Database', state: 'DOWN', outage: true } },
      ],
      edges: [{ data: { id: 'rel_1', source: 'ci_1', target: 'ci_2', type: 'DEPENDS_ON', strength: 'SOFT' } }],
    },
  });
});

test.each([
  ['MERMAID', '"]; n1["<script>', '#34;#93;#59; n1#91;#34;#60;script#62;'],
  ['MERMAID', '#quot; & `code` | \\n', '#35;quot#59; #38; #96;code#96; #124; #92;n'],
  ['MERMAID', '%%{init: {}}%%', '#37;#37;#123;init: #123;#125;#125;#37;#37;'],
  ['MERMAID', '1. https://x a@b', '1#46; https#58;//x a#64;b'],
  ['MERMAID', 'redirection LR', 'redirection#32;LR'],
  ['MERMAID', '*a* _b_ my_db-1 $$x$$', '#42;a#42; #95;b#95; my_db-1 #36;#36;x#36;#36;'],
  ['DOT', '&lt;R&D', '&amp;lt;R&amp;D'],
  ['DOT', 'a"]; evil [label="\\N', 'a\\"]; evil [label=\\"\\\\N'],
  ['GRAPHML', 'a\nb\tc\r\u0001', 'a&#10;b&#9;c&#13; '],
  ['GRAPHML', '</data>&"<x>', '&#60;/data&#62;&#38;&#34;&#60;x&#62;'],
] as const)('%s escapes %s', (format, name, escaped) => {
  expect(drawDiagram(format, named(name))).toContain(escaped);
});

test('whatever a name holds, the drawing keeps its lines and its JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (name) => {
      for (const format of DIAGRAM_FORMATS) {
        const lines = drawDiagram(format, named(name)).split(/[\n\r\u2028\u2029\0]/);
        const plain = drawDiagram(format, named('plain')).split('\n');
        if (format === 'CYTOSCAPE_JSON') continue;
        expect(lines).toHaveLength(plain.length);
      }
      const drawn = JSON.parse(drawDiagram('CYTOSCAPE_JSON', named(name))) as {
        elements: { nodes: { data: { name: string } }[] };
      };
      expect(drawn.elements.nodes[0]?.data.name).toBe(name);
    }),
  );
});

test('Mermaid gets no more links than it draws', () => {
  const items = Array.from({ length: 40 }, (_, place) => item({ id: `ci_${place}`, name: `item ${place}` }));
  const links = items.flatMap((_, source) =>
    items.slice(0, source).map((__, target) => ({ id: '', source, target, type: 'CALLS', strength: 'HARD' as const })),
  );
  const fitted = fitDiagram('MERMAID', { items, links, omitted: 3 });
  // 32 items have 496 links among them; the 33rd would add 32 more.
  expect([fitted.items.length, fitted.links.length, fitted.omitted]).toEqual([32, 496, 11]);
  expect(fitDiagram('DOT', { items, links, omitted: 0 }).links).toHaveLength(links.length);
});

test('a drawing that is cut says so; data is not cut', async () => {
  const hub = 1;
  const count = 700;
  const items = Array.from({ length: count }, (_, place) => itemFacts(place + 1));
  const model = smallModel();
  const world = {
    items: new Map(items.map((facts) => [facts.id, facts])),
    relationships: items.slice(1).map((facts, place) => relationshipFacts(place + 1, facts.id, 'NEEDS', hub)),
    model,
  };
  const question = { outages: [{ item: itemId(hub), state: 'DOWN' as const }], openOutages: [], assumeHealthy: [] };
  const analysis = new ImpactAnalysis(graphOf(world), model, question);
  const names = (ids: readonly number[]) => Promise.resolve(new Map(ids.map((id) => [itemId(id), `item ${id}`])));
  const taken: number[] = [];
  const draw = (format: DiagramFormat) => {
    taken.splice(0);
    return drawImpact(analysis, format, names, {
      hidden: () => false,
      take: (count) => taken.push(count),
      signal: new AbortController().signal,
    });
  };
  const mermaid = await draw('MERMAID');
  expect(mermaid.match(/^ {2}n\d+[[{]/gm)).toHaveLength(diagramItemsMax('MERMAID') ?? 0);
  expect(mermaid.match(/-->/g)).toHaveLength(499);
  expect(mermaid).toContain('note["500 items are drawn, 200 more are not: narrow the question');
  expect(await draw('MERMAID')).toBe(mermaid);
  const data = JSON.parse(await draw('CYTOSCAPE_JSON')) as {
    elements: Record<string, unknown[]>;
  };
  expect([data.elements['nodes']?.length, data.elements['edges']?.length]).toEqual([count, count - 1]);
  // Whoever keeps count of what is drawn was told, and may stop it.
  expect(taken).toEqual([count, count - 1]);
  const take = (): never => {
    throw new Error('too much');
  };
  await expect(
    drawImpact(analysis, 'GRAPHML', names, { hidden: () => false, take, signal: new AbortController().signal }),
  ).rejects.toThrow('too much');
});
