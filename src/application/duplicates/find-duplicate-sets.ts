import type { DuplicateSetState } from '../../domain/identification/duplicates';
import type { Revision } from '../../domain/ids';
import type { PageRequest } from '../../domain/page';
import {
  countDuplicateSets,
  loadDuplicateSet,
  pageDuplicateSets,
  type DuplicateSetQuery,
} from '../../storage/identities/duplicate-set-queries';
import type { DuplicateSetRow } from '../../storage/identities/duplicate-sets';
import type { ItemReference, ReferenceSource } from '../references/item-reference';
import { resolvedIds, resolveReferences, type FoundPage } from '../references/references';

type Optional<T> = T | null | undefined;

/** Items that may be the same, with the evidence. */
export type DuplicateSet = DuplicateSetRow;

/** Which duplicate sets: all that is given must hold. */
export interface DuplicateSetFilter {
  readonly states?: Optional<readonly DuplicateSetState[]>;
  /** With an item of these classes or their descendants. */
  readonly classes?: Optional<readonly string[]>;
  readonly configurationItems?: Optional<readonly ItemReference[]>;
  /** With evidence of these data sources. */
  readonly sources?: Optional<readonly string[]>;
}

/** One page of duplicate sets as they are now, newest first. Items that do not resolve are listed. Throws UNKNOWN_CLASS. */
export async function findDuplicateSets(
  app: ReferenceSource,
  { states, classes, configurationItems, sources }: DuplicateSetFilter,
  at: Revision,
  page: PageRequest,
): Promise<FoundPage<DuplicateSet>> {
  const model = await app.models.at(at);
  const items = await resolveReferences(app, configurationItems ?? [], at);
  const query: DuplicateSetQuery = {
    states: states ?? null,
    sources: sources ?? null,
    classes: classes?.flatMap((name) => model.descendants(model.requireClass(name).name)) ?? null,
    items: configurationItems == null ? null : resolvedIds(items),
  };
  return {
    page: await pageDuplicateSets(app.database, query, page),
    count: () => countDuplicateSets(app.database, query),
    unresolved: items.unresolved,
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** One set by its id; null when there is none. */
export const findDuplicateSet = (
  { database }: Pick<ReferenceSource, 'database'>,
  id: string,
): Promise<DuplicateSet | null> => (UUID.test(id) ? loadDuplicateSet(database, id) : Promise.resolve(null));
