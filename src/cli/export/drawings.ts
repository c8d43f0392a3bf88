import { diagramItemsMax, drawDiagram, fitDiagram, type DiagramFormat } from '../../domain/diagrams/diagram';
import type { DiagramItem, DiagramLink, NamedLink } from '../../domain/diagrams/diagram-parts';
import { cytoscapeEdge, cytoscapeNode } from '../../domain/diagrams/diagram-cytoscape';
import { GRAPHML_END, GRAPHML_HEAD, graphmlEdge, graphmlNode } from '../../domain/diagrams/diagram-graphml';
import type { ExportFormat, ExportInput } from './export-format';
import type { ReadItem, ReadRelationship } from './inventory-reader';

interface DrawnItem extends ReadItem {
  readonly name: string;
  readonly class: { readonly name: string };
}

interface DrawnRelationship extends ReadRelationship {
  readonly type: { readonly name: string };
  readonly strength: DiagramLink['strength'];
}

const ITEM = 'name class { name }';
const RELATIONSHIP = 'type { name } strength';

/** Languages to draw in: what no tool can draw is left out, and the drawing says so. */
export const MERMAID: ExportFormat = {
  name: 'mermaid',
  description: 'a Mermaid flow chart of up to 500 items',
  write: (input) => drawn('MERMAID', input),
};
export const DOT: ExportFormat = {
  name: 'dot',
  description: 'a Graphviz digraph of up to 5,000 items',
  write: (input) => drawn('DOT', input),
};

/** Languages of data: of any size, written piece by piece. */
export const GRAPHML: ExportFormat = { name: 'graphml', description: 'GraphML, of any size', write: writeGraphml };
export const CYTOSCAPE: ExportFormat = {
  name: 'cytoscape',
  description: 'Cytoscape JSON, of any size',
  write: writeCytoscape,
};

async function* drawn(format: DiagramFormat, { reader }: ExportInput): AsyncGenerator<string> {
  const most = diagramItemsMax(format) ?? Infinity;
  const items: DiagramItem[] = [];
  for await (const page of reader.items<DrawnItem>(ITEM, Math.min(most, 1_000))) {
    items.push(...page.slice(0, most - items.length).map(diagramItem));
    if (items.length >= most) break;
  }
  const places = new Map(items.map(({ id }, place) => [id, place]));
  const links: DiagramLink[] = [];
  for await (const page of reader.relationships<DrawnRelationship>(RELATIONSHIP, new Set(places.keys()))) {
    for (const link of page.map(namedLink)) {
      links.push({ ...link, source: places.get(link.source) ?? 0, target: places.get(link.target) ?? 0 });
    }
  }
  yield drawDiagram(format, fitDiagram(format, { items, links, omitted: reader.total - items.length }));
}

async function* writeGraphml({ reader }: ExportInput): AsyncGenerator<string> {
  yield `${GRAPHML_HEAD.join('\n')}\n`;
  const ids = new Set<string>();
  for await (const page of itemsOf(reader, ids)) yield page.map((item) => `${graphmlNode(item)}\n`).join('');
  for await (const page of reader.relationships<DrawnRelationship>(RELATIONSHIP, ids)) {
    yield page.map((one) => `${graphmlEdge(namedLink(one))}\n`).join('');
  }
  yield GRAPHML_END.join('\n');
}

async function* writeCytoscape({ reader }: ExportInput): AsyncGenerator<string> {
  const ids = new Set<string>();
  yield '{"elements":{"nodes":[';
  yield* listed(itemsOf(reader, ids), cytoscapeNode);
  yield '\n],"edges":[';
  yield* listed(reader.relationships<DrawnRelationship>(RELATIONSHIP, ids), (one) => cytoscapeEdge(namedLink(one)));
  yield '\n]}}\n';
}

/** Elements of a JSON array, with commas between them and a line each. */
async function* listed<Value>(
  pages: AsyncIterable<readonly Value[]>,
  toElement: (value: Value) => object,
): AsyncGenerator<string> {
  let comma = '\n';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield comma + page.map((one) => JSON.stringify(toElement(one))).join(',\n');
    comma = ',\n';
  }
}

async function* itemsOf(reader: ExportInput['reader'], ids: Set<string>): AsyncGenerator<readonly DiagramItem[]> {
  for await (const page of reader.items<DrawnItem>(ITEM)) {
    for (const { id } of page) ids.add(id);
    yield page.map(diagramItem);
  }
}

const diagramItem = ({ id, name, class: { name: className } }: DrawnItem): DiagramItem => ({
  id,
  name,
  className,
  state: null,
  outage: false,
});

const namedLink = ({ id, source, target, type, strength }: DrawnRelationship): NamedLink => ({
  id,
  source: source?.id ?? '',
  target: target?.id ?? '',
  type: type.name,
  strength,
});
