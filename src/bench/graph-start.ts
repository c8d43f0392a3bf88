import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { buildGraph } from '../application/graph/build-graph';
import { DependencyGraph } from '../domain/graph/dependency-graph';
import { contentsOf, imageOf } from '../domain/graph/graph-image';
import { revision } from '../domain/ids';
import type { Database } from '../storage/database';
import { readGraphFile, writeGraphFile } from '../storage/graph/graph-file';
import type { Estate } from './estate-generator';
import { interleaved, timed, type Measurement } from './measurement';

const ROUNDS = 3;
const ALL_REVISIONS = revision(0);

/** How long a server takes to its graph: from the tables, against shipping the same rows unread, and from a file. */
export async function measureStart(database: Database, estate: Estate, size: string): Promise<readonly Measurement[]> {
  const directory = await mkdtemp(join(tmpdir(), 'underpin-bench-'));
  const path = join(directory, 'graph.snapshot');
  try {
    const { graph, position } = await buildGraph(database, ALL_REVISIONS);
    const stored = await timed(() => writeGraphFile(path, imageOf(graph.contents()), position));
    const [build = 0, copy = 0, warm = 0] = await interleaved(ROUNDS, [
      () => buildGraph(database, ALL_REVISIONS),
      () => discardedCopy(database),
      () => restore(path),
    ]);
    const bytes = graph.contents().edges.bytes / estate.source.length;
    const all = graph.size().bytes / estate.source.length;
    return [
      {
        what: `build the graph, ${size}`,
        milliseconds: build,
        reference: 'COPY of the same rows, unread,',
        referenceMilliseconds: copy,
        wanted: 1 / 1.5,
        note: `${bytes.toFixed(1)} bytes a relationship, ${all.toFixed(1)} items included`,
      },
      {
        what: `take the graph from its file, ${size}`,
        milliseconds: warm,
        reference: 'building it',
        referenceMilliseconds: build,
        wanted: 7,
        note: `stored in ${Math.round(stored)} ms`,
      },
    ];
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function restore(path: string): Promise<DependencyGraph> {
  const stored = await readGraphFile(path);
  if (stored === null) throw new Error('the graph was not stored');
  return new DependencyGraph(contentsOf(stored.image));
}

const ITEM_COLUMNS = `id, valid_from, class, tenant, lifecycle, criticality, environment, can_fail, presence, retired_at,
  merged_into, gates`;
const RELATIONSHIP_COLUMNS = 'id, source_id, type, target_id, kind, strength, weight, gate_keys, valid_from';

/** What it costs to ship what the graph is made of without anybody looking at it. */
async function discardedCopy(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    const client = await tx.client();
    for (const [table, columns] of [
      ['configuration_item', ITEM_COLUMNS],
      ['relationship', RELATIONSHIP_COLUMNS],
    ]) {
      const versions = `select ${columns}, valid_to from ${table}_version`;
      const sql = `copy (select ${columns}, null::bigint from ${table} union all ${versions}) to stdout`;
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      await pipeline(client.query(copyTo(sql)), nowhere);
    }
  });
}
