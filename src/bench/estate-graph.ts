import { DependencyGraph } from '../domain/graph/dependency-graph';
import { itemId, relationshipId, revision } from '../domain/ids';
import { ESTATE_REVISIONS, ESTATE_TYPES, gateKeysOf, hasGate, POOL_GATE, type Estate } from './estate-generator';

/** The graph of an estate with its history, as a server builds it, without a database. */
export function estateGraph(estate: Estate): DependencyGraph {
  const graph = new DependencyGraph();
  for (const [id, className] of estate.classes.entries()) {
    const gates = hasGate(estate, id) ? [POOL_GATE] : [];
    if (id > 0) graph.loadItem({ ...PLAIN_ITEM, id: itemId(id), className, gates }, revision(1));
  }
  for (const [place, source] of estate.source.entries()) {
    const ends = { source: itemId(source), target: itemId(estate.target[place] ?? 0) };
    const type = ESTATE_TYPES[estate.type[place] ?? 0] ?? 'DEPENDS_ON';
    const gateKeys = gateKeysOf(estate, place);
    const to = estate.to[place] ?? 0;
    graph.loadRelationship(
      { ...PLAIN_RELATIONSHIP, ...ends, id: relationshipId(place + 1), type, gateKeys },
      revision(estate.from[place] ?? 0),
      to === 0 ? null : revision(to),
    );
  }
  graph.loaded(revision(ESTATE_REVISIONS));
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
} as const;

const PLAIN_RELATIONSHIP = { kind: 'DECLARED', strength: 'HARD', weight: 1, ended: false } as const;
