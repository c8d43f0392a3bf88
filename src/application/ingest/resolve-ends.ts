import type { LandedItem } from './landed-item';
import { itemError, type ItemError } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import type { Identifier } from '../../storage/change-sets/change-plan';
import type { StoredEnd } from '../../storage/identities/ingest-lookups';
import type { End } from './batch';
import type { ItemGroup } from './item-group';
import type { StoredState } from './stored-state';
import { listItems } from './item-names';

/** What became of an item of the batch. */
export type Fate =
  | { readonly kind: 'landed'; readonly item: LandedItem }
  /** An ABSENT item that was never there. */
  | { readonly kind: 'nothing' }
  /** It is incomplete, and waits to be completed. */
  | { readonly kind: 'parked' }
  | { readonly kind: 'rejected' };

/** What became of the items of a batch so far. */
export interface Fates {
  readonly groupOf: ReadonlyMap<number, ItemGroup>;
  readonly of: (group: ItemGroup) => Fate | undefined;
  /** Whether a group is being written: what is stored of it is not what counts. */
  readonly isUnderWay?: (group: ItemGroup) => boolean;
  /** How messages name an item of the batch. */
  readonly labelOf: (item: number) => string;
}

/** Who held an identity, by {@link identifierKey}. */
export type FoundBy = readonly [key: string, holders: readonly Identifier[]];

/** What an end came to; `foundBy`: what it was looked up by, which means another item when one of these moves. */
export type ResolvedEnd =
  | { readonly kind: 'item'; readonly item: LandedItem; readonly foundBy: readonly FoundBy[] }
  | { readonly kind: 'unresolved'; readonly error: ItemError };

const NOT_LOOKED_UP: readonly FoundBy[] = [];

/** More candidates than a message would name. */
const CANDIDATES_MAX = 5;

/** Looks up what ends of relationships mean; the number of statements does not depend on that of the ends. */
export async function resolveEnds(
  state: StoredState,
  fates: Fates,
  ends: readonly End[],
): Promise<(end: End, path: readonly string[]) => ResolvedEnd> {
  const distinct = [...new Set(ends)];
  const lookups = distinct.flatMap((end) => (end.kind === 'lookup' ? [end] : []));
  const holders = await state.holdersOfEnds(lookups.flatMap((end) => end.keys));
  const candidates = new Map<End, readonly ItemId[]>(lookups.map((end) => [end, decided(end, holders)]));
  const open = lookups.filter((end) => end.likeness !== null && candidates.get(end)?.length === 0);
  const alike = await state.alike(
    open.flatMap((end) => end.likeness ?? []),
    CANDIDATES_MAX,
  );
  for (const [at, end] of open.entries()) candidates.set(end, alike[at] ?? []);
  const ids = distinct.flatMap((end) => idsOf(end, fates) ?? candidates.get(end) ?? []);
  const items = await survivingEnds(state, [...new Set(ids)]);
  return (end, path) => resolveEnd(end, { fates, holders, candidates, items }, path);
}

/** Items by id; what was merged stands for its survivor. */
async function survivingEnds(state: StoredState, ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, StoredEnd>> {
  const found = await state.ends(ids);
  const survivors = await state.survivorsOf(found.values());
  if (survivors.size === 0) return found;
  const standIns = await state.ends([...new Set(survivors.values())]);
  const surviving = new Map(found);
  for (const [item, survivor] of survivors) {
    const standIn = standIns.get(survivor);
    if (standIn) surviving.set(item, standIn);
  }
  return surviving;
}

/** The first identity that anybody has decides. */
function decided(end: Lookup, holders: Known['holders']): readonly ItemId[] {
  const [, found = []] = foundBy(end, holders).at(-1) ?? [];
  return [...new Set(found.map((one) => one.itemId))];
}

/** The identities of an end up to the one that decides. */
function foundBy({ keys }: Lookup, holders: Known['holders']): readonly FoundBy[] {
  const asked: FoundBy[] = [];
  for (const { name } of keys) {
    const found = holders.get(name) ?? [];
    asked.push([name, found]);
    if (found.length > 0) break;
  }
  return asked;
}

type Lookup = Extract<End, { kind: 'lookup' }>;

interface Known {
  readonly fates: Fates;
  readonly holders: ReadonlyMap<string, readonly Identifier[]>;
  readonly candidates: ReadonlyMap<End, readonly ItemId[]>;
  readonly items: ReadonlyMap<ItemId, StoredEnd>;
}

function resolveEnd(end: End, known: Known, path: readonly string[]): ResolvedEnd {
  const unresolved = (error: ItemError): ResolvedEnd => ({ kind: 'unresolved', error });
  switch (end.kind) {
    case 'wrong':
      return unresolved(end.error);
    case 'batch':
      return fromBatch(end.item, known, path);
    case 'id': {
      const stored = known.items.get(end.id);
      if (stored) return { kind: 'item', item: stored, foundBy: NOT_LOOKED_UP };
      return unresolved(itemError('INVALID_REFERENCE', `There is no configuration item with ${end.text}.`, path));
    }
    case 'lookup': {
      // Others are hidden from who reports.
      const [id, ...more] = (known.candidates.get(end) ?? []).filter((candidate) => known.items.has(candidate));
      const stored = id === undefined ? undefined : known.items.get(id);
      if (!stored) return unresolved(missing(end.text, path));
      if (more.length === 0) return { kind: 'item', item: stored, foundBy: foundBy(end, known.holders) };
      return unresolved(ambiguous(end.text, [stored.id, ...more], path));
    }
    default:
      return end satisfies never;
  }
}

/** Items that an end names without a look-up: one of the batch that has landed may have moved since. */
function idsOf(end: End, fates: Fates): readonly ItemId[] | null {
  if (end.kind === 'id') return [end.id];
  const fate = end.kind === 'batch' ? fateOf(end.item, fates) : undefined;
  return fate?.kind === 'landed' ? [fate.item.id] : null;
}

function fateOf(index: number, { groupOf, of }: Fates): Fate | undefined {
  const group = groupOf.get(index);
  return group && of(group);
}

function fromBatch(index: number, { fates, items }: Known, path: readonly string[]): ResolvedEnd {
  const { labelOf } = fates;
  const fate = fateOf(index, fates);
  if (fate?.kind === 'landed') {
    const group = fates.groupOf.get(index);
    const underWay = group !== undefined && fates.isUnderWay?.(group) === true;
    const item = underWay ? fate.item : (items.get(fate.item.id) ?? fate.item);
    return { kind: 'item', item, foundBy: NOT_LOOKED_UP };
  }
  if (fate?.kind === 'parked') {
    const text = `It waits for ${labelOf(index)} of this request, which is parked because it is incomplete.`;
    return { kind: 'unresolved', error: itemError('ENDPOINT_MISSING', text, path) };
  }
  const message =
    fate?.kind === 'nothing'
      ? `It needs ${labelOf(index)} of this request, which is reported ABSENT and was never there.`
      : `It depends on ${labelOf(index)} of this request, which was rejected. Correct that one first.`;
  return { kind: 'unresolved', error: itemError('DEPENDENCY_FAILED', message, path) };
}

const missing = (text: string, path: readonly string[]): ItemError =>
  itemError(
    'ENDPOINT_MISSING',
    `No configuration item is known by ${text}. Send that item first, or in the same request.`,
    path,
  );

const ambiguous = (text: string, candidates: readonly ItemId[], path: readonly string[]): ItemError =>
  itemError(
    'AMBIGUOUS_MATCH',
    `More than one configuration item is known by ${text}: ${listItems(candidates)}. Name one of them by id.`,
    path,
  );
