import type { Application } from '../application/application';
import { createGraphProjection } from '../application/graph/graph-projection';
import type { Change } from '../domain/history/change';
import type { DependencyGraph } from '../domain/graph/dependency-graph';
import { itemId, relationshipId, revision } from '../domain/ids';
import { ingestOne, machineRecord } from './ingest-load';
import { timed, type Measurement } from './measurement';

const DELTAS = 200_000;
const DELTAS_PER_REVISION = 1_000;

/** How many relationships a second the graph ends and adds: each of some moves from one item to another. */
export async function measureDeltas(graph: DependencyGraph, itemCount: number, size: string): Promise<Measurement> {
  const moves = movesOf(graph, itemCount);
  const milliseconds = await timed(() => {
    for (const changes of moves) graph.apply(revision(graph.head + 1), changes);
  });
  const rate = Math.round((DELTAS / milliseconds) * 1000).toLocaleString('en-US');
  return {
    what: `apply ${DELTAS / 1000}k changes of relationships, ${size}`,
    milliseconds,
    reference: null,
    referenceMilliseconds: null,
    note: `${rate} a second`,
  };
}

/** Each move ends one relationship and adds another one, as a relationship that changes its target does. */
function movesOf(graph: DependencyGraph, itemCount: number): readonly (readonly Change[])[] {
  const view = graph.viewAt(graph.head);
  const moves: Change[][] = [];
  const step = Math.max(1, Math.floor((view.edges.count * 2) / DELTAS));
  let moved: Change[] = [];
  for (let slot = 0; slot < view.edges.count; slot += step) {
    if (!view.holds(slot)) continue;
    const { id, source, type, target, kind, strength } = view.relationshipAt(slot);
    const facts = { id, source, type, target, kind, strength, gateKeys: [], weight: 1 };
    const there = itemId(1 + ((target * 7919) % itemCount));
    moved.push(changeOf({ ...facts, ended: true }));
    moved.push(changeOf({ ...facts, id: relationshipId(id + 1_000_000_000), target: there, ended: false }));
    if (moved.length < DELTAS_PER_REVISION) continue;
    moves.push(moved);
    moved = [];
    if (moves.length * DELTAS_PER_REVISION === DELTAS) break;
  }
  return moves;
}

const changeOf = (relationship: NonNullable<Change['relationship']>): Change => ({
  revision: revision(0),
  ordinal: 0,
  entity: 'RELATIONSHIP',
  kind: 'UPDATED',
  itemId: null,
  relationshipId: null,
  targetId: null,
  subject: null,
  tenant: '',
  paths: [],
  item: null,
  relationship,
});

const WRITES = 200;
const VISIBLE_WITHIN_MS = 10_000;

/** How long after its commit a write can be read on another server. */
export async function measureVisibility(app: Application, size: string): Promise<Measurement> {
  const { database, models, clock } = app;
  const replica = await createGraphProjection({ database, models, clock });
  const times: number[] = [];
  try {
    for (let write = 0; write < WRITES; write++) {
      const records = { items: [machineRecord(8_000_000 + write)], relationships: [] };
      const written = await ingestOne(app, records, '2026-01-01T01:00:00.000Z');
      times.push(await timed(() => replica.waitFor(written.revision, VISIBLE_WITHIN_MS)));
      if (replica.head < written.revision) throw new Error('a write did not become visible on the other server');
    }
  } finally {
    await replica.stop();
  }
  const sorted = times.toSorted((a, b) => a - b);
  return {
    what: `from the commit to the other server, 99th percentile, ${size}`,
    milliseconds: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    reference: 'bound',
    referenceMilliseconds: 50,
    wanted: 1,
    note: `median ${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1)} ms of ${WRITES} writes`,
  };
}
