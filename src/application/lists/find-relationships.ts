import type { Strength } from '../../domain/gate';
import type { Revision } from '../../domain/ids';
import type { ItemFilter } from '../../domain/lists/item-filter';
import { decodeId } from '../../domain/opaque-id';
import type { PageRequest } from '../../domain/page';
import type { Relationship, RelationshipKind } from '../../domain/relationship';
import {
  countRelationships,
  pageRelationships,
  type RelationshipQuery,
} from '../../storage/relationships/relationship-queries';
import { withOutages, type OutageSource } from '../outages/filter-outages';
import type { ItemReference, ReferenceSource } from '../references/item-reference';
import {
  resolvedIds,
  resolveReferences,
  shifted,
  type FoundPage,
  type ResolvedReferences,
} from '../references/references';

type Optional<T> = T | null | undefined;

/** What relationships must be like: all that is given must hold. */
export interface RelationshipFilter {
  /** Global ids; one that is none fits nothing. */
  readonly ids?: Optional<readonly string[]>;
  readonly types?: Optional<readonly string[]>;
  readonly kinds?: Optional<readonly RelationshipKind[]>;
  readonly strengths?: Optional<readonly Strength[]>;
  readonly sources?: Optional<readonly ItemReference[]>;
  readonly targets?: Optional<readonly ItemReference[]>;
  /** What its source must be like. */
  readonly source?: Optional<ItemFilter>;
  /** What its target must be like. */
  readonly target?: Optional<ItemFilter>;
  readonly dataSources?: Optional<readonly string[]>;
}

/**
 * One page of the relationships that fit at a revision, by id. References that do not resolve are listed, the sources
 * first, then the targets; an end that is only of such fits nothing. Throws UNKNOWN_RELATIONSHIP_TYPE, and what filters of
 * items throw.
 */
export async function findRelationships(
  app: ReferenceSource & OutageSource,
  filter: RelationshipFilter,
  at: Revision,
  page: PageRequest,
): Promise<FoundPage<Relationship>> {
  const [sources, targets] = await Promise.all([
    resolveReferences(app, filter.sources ?? [], at),
    resolveReferences(app, filter.targets ?? [], at),
  ]);
  const query = await relationshipQuery(app, filter, { sources, targets }, at);
  return {
    page: await pageRelationships(app.database, query, page),
    count: () => countRelationships(app.database, query),
    unresolved: [...sources.unresolved, ...shifted(targets.unresolved, filter.sources?.length ?? 0)],
  };
}

async function relationshipQuery(
  app: ReferenceSource & OutageSource,
  filter: RelationshipFilter,
  { sources, targets }: Readonly<Record<'sources' | 'targets', ResolvedReferences>>,
  at: Revision,
): Promise<RelationshipQuery> {
  const model = await app.models.at(at);
  return {
    at,
    ids: filter.ids?.flatMap((text) => relationshipIdOf(text)) ?? null,
    types: filter.types?.map((name) => model.requireType(name).name) ?? null,
    kinds: filter.kinds ?? null,
    strengths: filter.strengths ?? null,
    sources: filter.sources == null ? null : resolvedIds(sources),
    targets: filter.targets == null ? null : resolvedIds(targets),
    model,
    source: (await withOutages(app, filter.source, at)) ?? null,
    target: (await withOutages(app, filter.target, at)) ?? null,
    dataSources: filter.dataSources ?? null,
  };
}

function relationshipIdOf(text: string) {
  const decoded = decodeId(text);
  return decoded?.kind === 'Relationship' ? [decoded.id] : [];
}
