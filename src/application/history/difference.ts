import type { DifferenceKind, DifferingThing } from '../../domain/history/differences';
import { DomainError } from '../../domain/errors';
import type { Direction } from '../../domain/graph/arc-buffer';
import type { Revision } from '../../domain/ids';
import { pageOfValues, type PageRequest, type PageResult } from '../../domain/page';
import {
  COMPARED_ITEMS,
  COMPARED_RELATIONSHIPS,
  countDifferences,
  findChangedAmong,
  pageDifferences,
  type ComparedTable,
} from '../../storage/history/differences';
import type { GraphSource } from '../graph/graph-references';
import type { ItemReference } from '../references/item-reference';
import { resolveReferences, type ResolvedReferences, type UnresolvedReference } from '../references/references';
import { onlyItems } from '../graph/graph-need';
import { knowingStops } from '../analyses/stop-items';
import { topologyOf, type Topology } from '../analyses/topology';
import type { TopologyFilter } from '../analyses/topology-scope';

/** What is compared: what some items depend on, or what depends on them. */
export interface DifferenceScope {
  readonly roots: readonly ItemReference[];
  readonly direction: Direction;
  readonly depth?: number | null | undefined;
  readonly filter?: TopologyFilter | null | undefined;
}

/** The two moments, the earlier one first. */
export interface Period {
  readonly from: Revision;
  readonly to: Revision;
}

/** How many things were added, removed and changed. */
export type DifferenceCounts = Readonly<Record<Lowercase<DifferenceKind>, number>>;

/** What of one kind of thing differs between two moments, ordered by id. */
export interface DifferenceList {
  /** `kinds` null: all of them. */
  page(kinds: readonly DifferenceKind[] | null, page: PageRequest): Promise<PageResult<DifferingThing>>;
  counts(): Promise<DifferenceCounts>;
}

/** What differs between two moments. */
export interface Difference extends Period {
  readonly items: DifferenceList;
  readonly relationships: DifferenceList;
  /** Roots of the scope that lead to no item at either moment. */
  readonly unresolved: readonly UnresolvedReference[];
}

/**
 * Compares all there is at two revisions that are visible here, or what belongs to the closure of some items at each of
 * them: what enters the closure is added to it, however old it is. The number of statements does not depend on what
 * differs. Throws BAD_REQUEST for moments in the wrong order, and what `topologyOf` throws.
 */
export async function findDifference(
  app: GraphSource,
  { from, to }: Period,
  scope: DifferenceScope | null,
  signal: AbortSignal,
): Promise<Difference> {
  if (from > to) {
    throw new DomainError(
      'BAD_REQUEST',
      `from (revision ${from}) lies behind to (revision ${to}): a difference goes from the earlier to the later moment.`,
    );
  }
  if (scope === null) {
    return {
      from,
      to,
      items: listOfAll(app, COMPARED_ITEMS, { from, to }),
      relationships: listOfAll(app, COMPARED_RELATIONSHIPS, { from, to }),
      unresolved: [],
    };
  }
  const roots = await rootsOf(app, scope.roots, { from, to });
  const [old, now] = await Promise.all([from, to].map((at) => closureAt(app, roots, scope, at, signal)));
  const ids = (of: Topology | undefined, list: (topology: Topology) => readonly number[]): readonly number[] =>
    of ? list(of) : [];
  const listWithin = (compared: ComparedTable, list: (topology: Topology) => readonly number[]): DifferenceList =>
    listOfTwo(app, compared, { from, to }, { before: ids(old, list), after: ids(now, list) });
  return {
    from,
    to,
    items: listWithin(COMPARED_ITEMS, (topology) => topology.ids()),
    relationships: listWithin(COMPARED_RELATIONSHIPS, (topology) => topology.relationshipIds()),
    unresolved: roots.unresolved,
  };
}

/** A reference means what it leads to at the later moment, or at the earlier one where that is nothing. */
async function rootsOf(
  app: GraphSource,
  references: readonly ItemReference[],
  { from, to }: Period,
): Promise<ResolvedReferences> {
  const [before, after] = [
    await resolveReferences(app, references, from),
    await resolveReferences(app, references, to),
  ];
  const ids = after.ids.map((id, index) => id ?? before.ids[index] ?? null);
  return { ids, unresolved: after.unresolved.filter(({ index }) => ids[index] === null) };
}

/** Roots that are not part of the graph at a moment, yet or any more, have no closure then. */
async function closureAt(
  app: GraphSource,
  { ids }: ResolvedReferences,
  scope: DifferenceScope,
  at: Revision,
  signal: AbortSignal,
): Promise<Topology> {
  const known = ids.filter((id) => id !== null);
  const view = await app.projection.viewAt(at, onlyItems(known));
  const active = new Set(known.filter((id) => view.isActive(id)));
  return topologyOf(app, [...active], await knowingStops(app, scope, at), at, signal);
}

function listOfAll({ database }: GraphSource, compared: ComparedTable, period: Period): DifferenceList {
  const query = { ...period, ids: null };
  return {
    page: (kinds, page) => pageDifferences(database, compared, query, kinds, page),
    counts: async () => toCounts(await countDifferences(database, compared, query)),
  };
}

/** What differs between two sets of things: who is in one of them only is known without looking. */
function listOfTwo(
  { database }: GraphSource,
  compared: ComparedTable,
  period: Period,
  sets: { readonly before: readonly number[]; readonly after: readonly number[] },
): DifferenceList {
  let known: Promise<readonly DifferingThing[]> | null = null;
  const all = async (): Promise<readonly DifferingThing[]> => {
    const [before, after] = [new Set(sets.before), new Set(sets.after)];
    const ids = sets.before.filter((id) => after.has(id));
    const changed = ids.length === 0 ? [] : await findChangedAmong(database, compared, { ...period, ids });
    return [
      ...sets.after.filter((id) => !before.has(id)).map((id) => ({ id, kind: 'ADDED' as const })),
      ...sets.before.filter((id) => !after.has(id)).map((id) => ({ id, kind: 'REMOVED' as const })),
      ...changed.map((id) => ({ id, kind: 'CHANGED' as const })),
    ].sort((a, b) => a.id - b.id);
  };
  const found = (): Promise<readonly DifferingThing[]> => (known ??= all());
  return {
    page: async (kinds, page) =>
      pageById(
        (await found()).filter(({ kind }) => kinds?.includes(kind) ?? true),
        page,
      ),
    counts: async () => toCounts(countKinds(await found())),
  };
}

/** A page of a list that is ordered by id; the position of an entry is its id. */
function pageById(things: readonly DifferingThing[], page: PageRequest): PageResult<DifferingThing> {
  const [after, before] = [idOf(page.after, 0), idOf(page.before, Infinity)];
  const within = things.filter(({ id }) => id > after && id < before);
  const shown = page.backward ? within.slice(Math.max(0, within.length - page.limit)) : within.slice(0, page.limit);
  return pageOfValues(shown, within.length > page.limit, (place) => [shown[place]?.id ?? 0]);
}

function idOf(position: PageRequest['after'], otherwise: number): number {
  if (position === null) return otherwise;
  const [id] = position;
  if (typeof id === 'number') return id;
  throw new DomainError('BAD_REQUEST', 'The cursor does not fit this list: start again without it.');
}

function countKinds(things: readonly DifferingThing[]): ReadonlyMap<DifferenceKind, number> {
  const counts = new Map<DifferenceKind, number>();
  for (const { kind } of things) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

const toCounts = (counts: ReadonlyMap<DifferenceKind, number>): DifferenceCounts => ({
  added: counts.get('ADDED') ?? 0,
  removed: counts.get('REMOVED') ?? 0,
  changed: counts.get('CHANGED') ?? 0,
});
