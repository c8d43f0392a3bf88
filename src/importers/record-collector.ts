import type { IngestBatch, IngestEnd, ItemRecord, RelationshipRecord } from '../domain/ingest/ingest-record';
import type { JsonObject } from '../domain/json';
import { assembleBatches } from './batch-assembly';
import type { Problem } from './import-report';
import { hostsFirst } from './hosts-first';
import { itemFault } from './record-fault';
import type { ReportBuilder } from './report-builder';
import { withoutSharedHardwareAddresses } from './shared-hardware-addresses';
import type { Untyped } from './untyped';

/** Where a record was found. */
export type Place = Pick<Problem, 'file'> & Partial<Problem>;

/** An item with the source's own key, which everything that refers to it uses. */
export type KeyedItem = ItemRecord & { readonly nativeKey: string };

/** A relationship by the native keys of its ends. */
export interface KeyedRelationship extends RelationshipFacts {
  readonly from: string;
  readonly to: string;
  /** The ends may have come with an earlier import or come with a later one. */
  readonly anywhere?: boolean;
}

/** What a relationship says besides its ends. */
type RelationshipFacts = Pick<
  RelationshipRecord,
  'type' | 'kind' | 'strength' | 'gateKeys' | 'weight' | 'attributes' | 'observedAt'
>;

const factsOf = ({
  type,
  kind,
  strength,
  gateKeys,
  weight,
  attributes,
  observedAt,
}: KeyedRelationship): RelationshipFacts => ({
  type,
  kind: kind ?? 'DECLARED',
  ...(strength === undefined ? {} : { strength }),
  ...(gateKeys === undefined ? {} : { gateKeys }),
  ...(weight === undefined ? {} : { weight }),
  ...(attributes === undefined ? {} : { attributes }),
  ...(observedAt === undefined ? {} : { observedAt }),
});

/** Types that say where something is: a record that names one names all of that type, so that what moved has left. */
const PLACEMENTS: ReadonlySet<string> = new Set([
  'PART_OF',
  'HOSTED_ON',
  'RUNS_ON',
  'LOCATED_IN',
  'VIRTUALIZED_BY',
  'OWNED_BY',
  'MANAGED_BY',
]);

/**
 * Collects what files say, whatever order they say it in, and gives it in a fixed one: hosts first, then by native key.
 * What is said twice is said once, a reference to what no file holds is counted and left out.
 */
export class RecordCollector {
  readonly source: string;
  private readonly report: ReportBuilder;
  private readonly items = new Map<string, KeyedItem>();
  private readonly relationships = new Map<string, KeyedRelationship>();

  constructor(source: string, report: ReportBuilder) {
    this.source = source;
    this.report = report;
  }

  has(nativeKey: string): boolean {
    return this.items.has(nativeKey);
  }

  get(nativeKey: string): KeyedItem | null {
    return this.items.get(nativeKey) ?? null;
  }

  /** False: the item cannot be sent as it is, which the report says. */
  item(item: KeyedItem, { file, ...place }: Place): boolean {
    const fault = itemFault(item as unknown as Untyped);
    if (fault !== null) {
      this.report.problem(file, `${item.class} ${item.nativeKey.slice(0, 200)}: ${fault.message}`, {
        ...place,
        path: [place.path, fault.path].filter((part) => part !== undefined && part !== null && part !== '').join('.'),
      });
      return false;
    }
    const known = this.items.get(item.nativeKey);
    this.items.set(item.nativeKey, known === undefined ? item : united(known, item));
    return true;
  }

  relate(relationship: KeyedRelationship): void {
    const { from, type, to } = relationship;
    if (from === to) return;
    const key = [from, type, to].join('\n');
    const known = this.relationships.get(key);
    this.relationships.set(key, known === undefined ? relationship : { ...known, ...relationship });
  }

  *batches(): Generator<IngestBatch> {
    const found = [...this.relationships].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one);
    const known = found.filter((one) => this.holdsEnds(one));
    const placements = new Map<string, KeyedRelationship[]>();
    const free: RelationshipRecord[] = [];
    for (const one of known) {
      if (!PLACEMENTS.has(one.type) || !this.items.has(one.from)) {
        free.push(this.freeStanding(one));
        continue;
      }
      const others = placements.get(one.from) ?? [];
      others.push(one);
      placements.set(one.from, others);
    }
    const ordered = hostsFirst([...this.items.keys()].sort(), (key) => (placements.get(key) ?? []).map(({ to }) => to));
    const items = ordered.flatMap((key) => {
      const item = this.items.get(key);
      return item === undefined ? [] : [this.placed(item, placements.get(key) ?? [])];
    });
    yield* assembleBatches(this.source, withoutSharedHardwareAddresses(items), free);
  }

  private holdsEnds({ from, type, to, anywhere }: KeyedRelationship): boolean {
    const missing = [from, to].find((key) => !this.items.has(key));
    if (missing === undefined || anywhere === true) return true;
    this.report.note('references to what these files do not hold', `${from} ${type} ${to}`.slice(0, 300));
    return false;
  }

  private placed(item: KeyedItem, placements: readonly KeyedRelationship[]): ItemRecord {
    if (placements.length === 0) return item;
    const relationships = placements.map((one) => ({ ...factsOf(one), end: this.native(one.to) }));
    const types = [...new Set(placements.map(({ type }) => type))].sort();
    return { ...item, relationships, completeRelationships: types };
  }

  private freeStanding(one: KeyedRelationship): RelationshipRecord {
    return { ...factsOf(one), source: this.native(one.from), target: this.native(one.to) };
  }

  private native(key: string): IngestEnd {
    return { native: { source: this.source, key } };
  }
}

// What is said later counts; what only the earlier record says is kept.
function united(first: KeyedItem, second: KeyedItem): KeyedItem {
  const both = (left: JsonObject | null | undefined, right: JsonObject | null | undefined): JsonObject => ({
    ...left,
    ...right,
  });
  return {
    ...first,
    ...second,
    labels: both(first.labels, second.labels),
    // What one class has attributes for, another one need not.
    attributes: first.class === second.class ? both(first.attributes, second.attributes) : (second.attributes ?? {}),
  };
}
