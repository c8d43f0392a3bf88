import type { Strength } from '../domain/gate';
import type { Revision } from '../domain/ids';
import { decodeId } from '../domain/opaque-id';
import type { PageRequest, PageResult } from '../domain/page';
import type { Relationship, RelationshipKind } from '../domain/relationship';
import { countRelationships, pageRelationships, type RelationshipQuery } from '../storage/relationship-queries';
import type { ItemReference, ReferenceSource } from './item-reference';
import { requireReferences } from './references';

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
  readonly dataSources?: Optional<readonly string[]>;
}

/**
 * One page of the relationships that fit at a revision, by id. Throws UNKNOWN_RELATIONSHIP_TYPE, and INVALID_REFERENCE or
 * AMBIGUOUS_MATCH for an end that does not resolve: leaving it out would make the answer look complete.
 */
export async function findRelationships(
  app: ReferenceSource,
  filter: RelationshipFilter,
  at: Revision,
  page: PageRequest,
): Promise<PageResult<Relationship>> {
  return pageRelationships(app.database, await relationshipQuery(app, filter, at), page);
}

/** How many relationships fit at a revision. Throws like {@link findRelationships}. */
export async function countFoundRelationships(
  app: ReferenceSource,
  filter: RelationshipFilter,
  at: Revision,
): Promise<number> {
  return countRelationships(app.database, await relationshipQuery(app, filter, at));
}

async function relationshipQuery(
  app: ReferenceSource,
  filter: RelationshipFilter,
  at: Revision,
): Promise<RelationshipQuery> {
  const model = await app.models.at(at);
  const idsOf = (references: Optional<readonly ItemReference[]>) =>
    references == null ? null : requireReferences(app, references, at);
  const [sources, targets] = await Promise.all([idsOf(filter.sources), idsOf(filter.targets)]);
  return {
    at,
    ids: filter.ids?.flatMap((text) => relationshipIdOf(text)) ?? null,
    types: filter.types?.map((name) => model.requireType(name).name) ?? null,
    kinds: filter.kinds ?? null,
    strengths: filter.strengths ?? null,
    sources,
    targets,
    dataSources: filter.dataSources ?? null,
  };
}

function relationshipIdOf(text: string) {
  const decoded = decodeId(text);
  return decoded?.kind === 'Relationship' ? [decoded.id] : [];
}
