import { DependencyGraph } from '../domain/graph/dependency-graph';
import { itemId, relationshipId, revision } from '../domain/ids';
import { ESTATE_TYPES, type Estate } from './estate-generator';

/** The graph of what an estate holds now, without a database and without gates of its items; its head is revision 1. */
export function estateGraph(estate: Estate): DependencyGraph {
  const graph = new DependencyGraph();
  for (const [id, className] of estate.classes.entries()) {
    if (id > 0) graph.loadItem({ ...PLAIN_ITEM, id: itemId(id), className }, revision(1));
  }
  for (const [place, source] of estate.source.entries()) {
    if (estate.to[place] !== 0) continue;
    const ends = { source: itemId(source), target: itemId(estate.target[place] ?? 0) };
    const type = ESTATE_TYPES[estate.type[place] ?? 0] ?? 'DEPENDS_ON';
    graph.loadRelationship({ ...PLAIN_RELATIONSHIP, ...ends, id: relationshipId(place + 1), type }, revision(1), null);
  }
  graph.loaded(revision(1));
  return graph;
}

const PLAIN_ITEM = {
  tenant: '',
  lifecycle: 'OPERATIONAL',
  criticality: null,
  environment: null,
  canFail: true,
  presence: 'PRESENT',
  retired: false,
  gates: [],
} as const;

const PLAIN_RELATIONSHIP = { kind: 'DECLARED', strength: 'HARD', gateKeys: [], weight: 1, ended: false } as const;
