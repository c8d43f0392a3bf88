import type { Change, ChangeKind, EntityKind } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import { revision, type ItemId, type Revision } from '../../domain/ids';
import { quoted } from '../../domain/nearest-name';
import type { PageRequest } from '../../domain/page';
import { countChanges, findChanges as pageChanges, type ChangeQuery } from '../../storage/history/change-queries';
import { requireRevisionKept, requireTimeKept } from '../history/horizon';
import type { GraphSource } from '../graph/graph-references';
import type { ItemReference, ReferenceSource } from '../references/item-reference';
import {
  resolvedIds,
  resolveReferences,
  shifted,
  type FoundPage,
  type ResolvedReferences,
} from '../references/references';
import { askTopology, type Topology } from '../analyses/topology';
import type { TopologyScope } from '../analyses/topology-scope';

type Optional<T> = T | null | undefined;

/** Everything that some items need, or that needs them. */
export interface ClosureScope extends Partial<TopologyScope> {
  readonly roots: readonly ItemReference[];
}

/** Which changes: all that is given must hold. */
export interface ChangeFilter {
  /** Of these items, their relationships included. */
  readonly configurationItems?: Optional<readonly ItemReference[]>;
  /** Of items within the closure of some others, their relationships included; as it is at the revision read up to. */
  readonly inClosureOf?: Optional<ClosureScope>;
  /** That moved a value at one of these paths: a base field, `attributes.<name>`, `labels.<key>`, a field of a relationship. */
  readonly paths?: Optional<readonly string[]>;
  /** Of items that are of these classes or their descendants now. */
  readonly classes?: Optional<readonly string[]>;
  readonly entities?: Optional<readonly EntityKind[]>;
  readonly kinds?: Optional<readonly ChangeKind[]>;
  readonly principals?: Optional<readonly string[]>;
  /** Data sources. */
  readonly sources?: Optional<readonly string[]>;
  /** The id of an operation. */
  readonly operation?: Optional<string>;
  /** RFC 3339; `to` is exclusive. */
  readonly from?: Optional<string>;
  readonly to?: Optional<string>;
  /** Behind this revision. */
  readonly since?: Optional<number>;
}

/**
 * One page of the changes up to a revision, newest first. Items that do not resolve are listed; of such alone there are no
 * changes. Throws UNKNOWN_CLASS and BAD_REQUEST, and MOMENT_OUT_OF_RANGE before what is kept of the history.
 */
export async function findChanges(
  app: GraphSource,
  filter: ChangeFilter,
  upTo: Revision,
  page: PageRequest,
  signal: AbortSignal,
): Promise<FoundPage<Change>> {
  await requireKept(app, filter);
  const items = await resolveReferences(app, filter.configurationItems ?? [], upTo);
  const closure = await closureOf(app, filter, upTo, signal);
  const query = await changeQuery(app, filter, { items, closure: closure?.ids() ?? null }, upTo);
  return {
    page: await pageChanges(app.database, query, page),
    count: () => countChanges(app.database, query),
    unresolved: [...items.unresolved, ...shifted(closure?.unresolved ?? [], filter.configurationItems?.length ?? 0)],
  };
}

/** The items that a filter names, and those of the closure that it names; null: it names none. */
export interface FilteredItems {
  readonly items: ResolvedReferences;
  readonly closure: readonly ItemId[] | null;
}

/** The closure that a filter names, at a revision that is visible here; null when it names none. */
export async function closureOf(
  app: GraphSource,
  { inClosureOf }: ChangeFilter,
  at: Revision,
  signal: AbortSignal,
): Promise<Topology | null> {
  if (inClosureOf == null) return null;
  return askTopology(app, inClosureOf.roots, { direction: 'DEPENDENCIES', ...inClosureOf }, at, signal);
}

/** Who asks for a time or a place that was dropped must not take what is left for all there was. */
async function requireKept({ database }: ReferenceSource, { since, from, to }: ChangeFilter): Promise<void> {
  if (since == null && from == null && to == null) return;
  for (const time of [from, to]) if (time != null) await requireTimeKept(database, time);
  if (since != null) await requireRevisionKept(database, revision(since + 1));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a filter means at a revision. Throws UNKNOWN_CLASS and BAD_REQUEST. */
export async function changeQuery(
  app: ReferenceSource,
  filter: ChangeFilter,
  { items, closure }: FilteredItems,
  upTo: Revision,
): Promise<ChangeQuery> {
  const { configurationItems, classes, operation, since, ...asGiven } = filter;
  if (operation != null && !UUID.test(operation)) {
    throw new DomainError(
      'BAD_REQUEST',
      `${quoted(operation)} is not the id of an operation: take one from a change set.`,
    );
  }
  const model = await app.models.at(upTo);
  return {
    entities: asGiven.entities ?? null,
    kinds: asGiven.kinds ?? null,
    principals: asGiven.principals ?? null,
    sources: asGiven.sources ?? null,
    from: asGiven.from ?? null,
    to: asGiven.to ?? null,
    items: configurationItems == null ? null : resolvedIds(items),
    closure,
    paths: asGiven.paths ?? null,
    classes: classes?.flatMap((name) => model.descendants(model.requireClass(name).name)) ?? null,
    operationId: operation ?? null,
    since: since == null ? null : revision(since),
    upTo,
  };
}
