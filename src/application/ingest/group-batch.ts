import type { IdentificationEntry } from '../../domain/class-model/class-model';
import { itemError } from '../../domain/errors';
import { groupBy } from '../../domain/lists/group-by';
import { quoted } from '../../domain/nearest-name';
import type { Batch, BatchContext, BatchItem, End } from './batch';
import { listLabels, mergeMembers, type ItemGroup } from './item-group';
import { topologicalLevels } from './topological-levels';

/** The items of a batch as distinct things, hosts before what is identified inside them. */
export interface GroupedBatch {
  /** By level: a group names hosts of earlier levels only. */
  readonly levels: readonly (readonly ItemGroup[])[];
  /** Item -> its group; undefined for an item that was refused. */
  readonly groupOf: ReadonlyMap<number, ItemGroup>;
}

/**
 * Finds out which items of a batch are one and the same: they share an id, a native key, or the values of an entry,
 * inside the same host where the entry asks for one. An item that has nothing but weak identities joins the only other
 * one that shares them.
 */
export function groupBatch(context: BatchContext, { items }: Batch): GroupedBatch {
  const union = new Union(items.length);
  const usable = items.filter(isOpen);
  const needs = items.map((item) => (isOpen(item) ? hostsInBatch(context, items, item) : NOBODY));
  const { levels, circular } = topologicalLevels(needs);
  const strong = new Map<string, number>();
  const weak: Weak[] = [];
  const nameless: Weak[] = [];
  for (const index of [...levels.flat(), ...circular]) {
    const item = items[index];
    if (!item || !isOpen(item)) continue;
    const tokens = tokensOf(context, item, union);
    for (const token of tokens.strong) {
      const other = strong.get(token);
      if (other === undefined) strong.set(token, index);
      else union.join(other, index);
    }
    (tokens.strong.length === 0 ? nameless : weak).push({ item: index, tokens: tokens.weak });
  }
  joinNameless(union, weak, nameless);
  return orderGroups(context, items, collect(context, usable, union));
}

const NOBODY: readonly number[] = [];

/** Neither refused nor known already. */
const isOpen = ({ errors, recalled }: BatchItem): boolean => errors.length === 0 && recalled === undefined;

/** An item and its weak identities. */
interface Weak {
  readonly item: number;
  readonly tokens: readonly string[];
}

/** Joins items that have nothing but weak identities to the only other thing that shares one. */
function joinNameless(union: Union, weak: readonly Weak[], nameless: readonly Weak[]): void {
  const several = -1;
  const owners = new Map<string, number>();
  for (const { item, tokens } of weak) {
    const root = union.find(item);
    for (const token of tokens) owners.set(token, (owners.get(token) ?? root) === root ? root : several);
  }
  for (const { item, tokens } of nameless) {
    const roots = new Set(tokens.flatMap((token) => owners.get(token) ?? []));
    const [only] = roots;
    if (only !== undefined && only !== several && roots.size === 1) union.join(only, item);
  }
}

/** Batch items that may be the host of an item: over a relationship type and of a class that one of its entries names. */
function hostsInBatch({ rules }: BatchContext, items: readonly BatchItem[], item: BatchItem): readonly number[] {
  if (item.links.length === 0) return NOBODY;
  const contexts = rules.entriesOf(item.className).flatMap(({ entry }) => entry.within ?? []);
  return item.links.flatMap(({ type, end }) => {
    const host = end.kind === 'batch' ? items[end.item] : undefined;
    const fits = host && contexts.some((one) => one.relationshipType === type && rules.isHost(one, host.className));
    return fits ? [host.index] : [];
  });
}

/** Texts that two items share exactly when they have an identity in common. */
function tokensOf(
  { rules }: BatchContext,
  item: BatchItem,
  union: Union,
): { readonly strong: readonly string[]; readonly weak: readonly string[] } {
  const strong: string[] = [];
  const weak: string[] = [];
  if (item.id !== null) strong.push(`id ${item.id}`);
  if (item.nativeKey !== null) strong.push(item.nativeKey.name);
  const entries = rules.entriesOf(item.className);
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at]?.entry;
    const rows = item.values[at]?.rows ?? NO_ROWS;
    if (!entry || rows.length === 0) continue;
    const tokens = entry.weak ? weak : strong;
    const own = item.ownKeys[at];
    if (own) for (const { name } of own) tokens.push(name);
    else
      for (const host of hostTokens(item, entry, union))
        for (const values of rows) tokens.push(rules.batchToken(item.tenant, entry.id, values, host));
  }
  return { strong, weak };
}

const NO_ROWS: readonly (readonly string[])[] = [];

function hostTokens(item: BatchItem, { within }: IdentificationEntry, union: Union): readonly string[] {
  const types = within?.map((one) => one.relationshipType) ?? [];
  return item.links.flatMap(({ type, end }) => (types.includes(type) ? endToken(end, union) : []));
}

function endToken(end: End, union: Union): readonly string[] {
  switch (end.kind) {
    case 'batch':
      return [`item ${union.find(end.item)}`];
    case 'id':
      return [`id ${end.id}`];
    case 'lookup':
      return end.keys.slice(0, 1).map((key) => `key ${key.entryId} ${key.hash}`);
    case 'wrong':
      return [];
    default:
      return end satisfies never;
  }
}

/** Makes one group of the items that were joined. A ref that means two things is refused with everything that has it. */
function collect(context: BatchContext, usable: readonly BatchItem[], union: Union): readonly ItemGroup[] {
  const named = usable.filter((item) => item.record.ref);
  const byRef = groupBy(named, (item) => item.record.ref ?? '');
  for (const [ref, sharing] of byRef) {
    if (new Set(sharing.map((item) => union.find(item.index))).size < 2) continue;
    const message = `The ref ${quoted(ref)} is used for different items: ${listLabels(sharing)}. Give each its own.`;
    for (const item of sharing) item.errors.push(itemError('BATCH_CONFLICT', message, ['ref']));
  }
  const sets = new Map<number, [BatchItem, ...BatchItem[]]>();
  for (const item of usable.filter((one) => one.errors.length === 0)) {
    const root = union.find(item.index);
    const set = sets.get(root);
    if (set) set.push(item);
    else sets.set(root, [item]);
  }
  return [...sets.values()].flatMap((members) => {
    const { group, conflict } = mergeMembers(context, members);
    if (group) return [group];
    for (const member of members) member.errors.push(conflict);
    return [];
  });
}

function orderGroups(context: BatchContext, items: readonly BatchItem[], groups: readonly ItemGroup[]): GroupedBatch {
  const groupOf = new Map<number, ItemGroup>();
  const position = new Map<ItemGroup, number>();
  for (const [at, group] of groups.entries()) {
    position.set(group, at);
    for (const member of group.members) groupOf.set(member.index, group);
  }
  const needs = groups.map((group) => {
    if (group.members.every((member) => member.links.length === 0)) return NOBODY;
    const hosts = group.members.flatMap((member) => hostsInBatch(context, items, member));
    return hosts.flatMap((host) => position.get(groupOf.get(host) ?? group) ?? []).filter((at) => groups[at] !== group);
  });
  const { levels, circular } = topologicalLevels(needs);
  const all = circular.length > 0 ? [...levels, circular] : levels;
  return { levels: all.map((level) => level.flatMap((at) => groups[at] ?? [])), groupOf };
}

/** Joins numbers into sets (union-find, the smaller number stands for its set, paths halved on the way). */
class Union {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  find(index: number): number {
    const parent = this.#parent;
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  }

  join(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].sort((x, y) => x - y);
    if (low !== undefined && high !== undefined) this.#parent[high] = low;
  }
}
