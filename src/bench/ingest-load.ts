import type { Application } from '../application/application';
import { ingest } from '../application/ingest/ingest';
import type { IngestResult } from '../application/ingest/ingest-types';
import { registerSource } from '../application/editing/register-source';
import type { ItemRecord, RelationshipRecord } from '../domain/ingest/ingest-record';
import { slicesOf } from '../domain/slices';

/** The data source that the benchmark reports as. */
export const BENCH_SOURCE = 'bench';
/** Items, or relationships, of one call. */
export const CALL_SIZE = 25_000;

/** Registers the source of the benchmark. */
export async function registerBenchSource(app: Application): Promise<void> {
  const call = { principal: 'bench', requestId: app.newId(), reason: null, idempotencyKey: null, dryRun: false };
  await registerSource(app, call, { name: BENCH_SOURCE });
}

/** A server with ten attributes and three identities: its key, serial number and host name. */
export function machineRecord(at: number): ItemRecord {
  const name = `node-${String(at).padStart(7, '0')}`;
  return {
    class: 'LinuxServer',
    nativeKey: name,
    name,
    environment: at % 3 === 0 ? 'production' : 'staging',
    attributes: {
      hostname: name,
      serialNumber: `SN${(at * 7_919) % 1_000_003}-${at}`,
      manufacturer: 'Example Systems',
      model: `R${at % 40}`,
      os: 'Debian GNU/Linux',
      osVersion: '12',
      architecture: 'x86_64',
      cpuCount: 4 + (at % 60),
      memoryMb: 16_384,
      diskGb: 480,
    },
  };
}

/** Every tenth of the records with another version of its system. */
export const someChanged = (items: readonly ItemRecord[], osVersion: string): readonly ItemRecord[] =>
  items.map((item, at) => (at % 10 === 0 ? { ...item, attributes: { ...item.attributes, osVersion } } : item));

/** Four relationships for each of some items. */
export function relationshipRecord(at: number, items: number): RelationshipRecord {
  const source = Math.floor(at / 4);
  const target = (source + 1 + (at % 4) * 7_919) % items;
  return { type: 'DEPENDS_ON', source: endOf(source), target: endOf(target) };
}

const endOf = (at: number) => ({ native: { source: BENCH_SOURCE, key: `node-${String(at).padStart(7, '0')}` } });

/** Ingests what is given, call by call. Throws when something of it is rejected: the benchmark's data are good. */
export async function ingestAll(
  app: Application,
  {
    items = [],
    relationships = [],
  }: Partial<Record<'items', readonly ItemRecord[]>> & {
    readonly relationships?: readonly RelationshipRecord[];
  },
  observedAt: string,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const take = async (part: Parameters<typeof ingestOne>[1]): Promise<void> => {
    const result = await ingestOne(app, part, observedAt);
    for (const { outcome, items: some, relationships: more } of result.totals)
      counts[outcome] = (counts[outcome] ?? 0) + some + more;
  };
  for (const some of slicesOf(items, CALL_SIZE)) await take({ items: some, relationships: [] });
  for (const some of slicesOf(relationships, CALL_SIZE)) await take({ items: [], relationships: some });
  return counts;
}

/** Ingests what fits into one call, and gives its result. */
export async function ingestOne(
  app: Application,
  records: { readonly items: readonly ItemRecord[]; readonly relationships: readonly RelationshipRecord[] },
  observedAt: string,
): Promise<IngestResult> {
  const input = { source: BENCH_SOURCE, observedAt, ...records };
  const result = await ingest(app, { principal: 'bench', requestId: app.newId(), input });
  const rejected = [...result.items, ...result.relationships].find(({ outcome }) => outcome === 'REJECTED');
  if (rejected) throw new Error(`the benchmark's own record was rejected: ${JSON.stringify(rejected.errors)}`);
  return result;
}
