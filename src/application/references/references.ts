import { DomainError, type ErrorCode } from '../../domain/errors';
import { groupBy } from '../../domain/lists/group-by';
import { IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId, Revision } from '../../domain/ids';
import { decodeItemId, encodeItemId } from '../../domain/opaque-id';
import { quoted } from '../../domain/nearest-name';
import type { PageResult } from '../../domain/page';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { loadItemsAt } from '../../storage/items/item-queries';
import { findIdentityHolders } from '../../storage/items/reference-queries';
import type { Application } from '../application';
import { identityHash } from './identity-hash';
import { nothing, oneOf, type ItemReference, type ReferenceSource, type Resolution } from './item-reference';
import { resolveIdentities } from './resolve-identities';

/** Why a reference did not resolve, and what it could have meant. */
export interface UnresolvedReference {
  /** Its position in the list of references. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly candidates: readonly ItemId[];
}

/** References turned into items, in the order given; those that point nowhere are null and explained. */
export interface ResolvedReferences {
  readonly ids: readonly (ItemId | null)[];
  readonly unresolved: readonly UnresolvedReference[];
}

/** A page of a list whose filter holds references. */
export interface FoundPage<T> {
  readonly page: PageResult<T>;
  /** How many there are in all. */
  readonly count: () => Promise<number>;
  /** References that did not resolve: nothing fits them, and the others are answered. */
  readonly unresolved: readonly UnresolvedReference[];
}

/** The most references that one request may hold. */
export const REFERENCE_COUNT_MAX = 1_000;

/**
 * Finds the items that references point at, at a revision. Retired items resolve; a merged one leads to its survivor.
 * Never throws for one of them (LIMIT_EXCEEDED for more than 1,000); the number of statements does not depend on theirs.
 */
export async function resolveReferences(
  app: ReferenceSource,
  references: readonly ItemReference[],
  at: Revision,
): Promise<ResolvedReferences> {
  if (references.length > REFERENCE_COUNT_MAX) {
    throw new DomainError(
      'LIMIT_EXCEEDED',
      `${references.length} references are more than one request may hold, ${REFERENCE_COUNT_MAX}: split it.`,
    );
  }
  if (references.length === 0) return { ids: [], unresolved: [] };
  const model = await app.models.at(at);
  const found = await lookUp(app, model, references, at);
  const surviving = await followMerges(app, found, at);
  return {
    ids: surviving.map((resolution) => ('id' in resolution ? resolution.id : null)),
    unresolved: surviving.flatMap((resolution, index) =>
      'id' in resolution
        ? []
        : [{ index, code: resolution.code, message: resolution.message, candidates: resolution.candidates ?? [] }],
    ),
  };
}

/** The items that references resolved to. */
export const resolvedIds = ({ ids }: ResolvedReferences): readonly ItemId[] => ids.filter((id) => id !== null);

/** The positions of a list that stands behind another one. */
export const shifted = (unresolved: readonly UnresolvedReference[], by: number): readonly UnresolvedReference[] =>
  unresolved.map((one) => ({ ...one, index: one.index + by }));

/** Each kind of reference is looked up in one go. */
async function lookUp(
  app: ReferenceSource,
  model: ClassModel,
  references: readonly ItemReference[],
  at: Revision,
): Promise<readonly Resolution[]> {
  const rules = new IdentityRules(model, identityHash);
  const [natives, identities] = await Promise.all([
    resolveNatives(app, rules, references, at),
    resolveIdentities(
      app,
      rules,
      model,
      references.map((reference) => reference.identity ?? null),
      at,
    ),
  ]);
  return references.map((reference, index) => {
    if (reference.id == null) return natives[index] ?? identities[index] ?? nothing(reference);
    const id = app.draftItems?.get(reference.id) ?? decodeItemId(reference.id);
    return id === null ? nothing(reference) : { id };
  });
}

/** Null for what is no reference by native key. */
async function resolveNatives(
  { database }: ReferenceSource,
  rules: IdentityRules,
  references: readonly ItemReference[],
  at: Revision,
): Promise<readonly (Resolution | null)[]> {
  const keys = references.map(({ native }) => (native == null ? null : rules.nativeKey(native.source, native.key)));
  const holders = await findIdentityHolders(
    database,
    keys.filter((key) => key !== null),
    at,
  );
  const byHash = groupBy(holders, (holder) => holder.hash);
  return references.map((reference, index) => {
    const key = keys[index];
    if (!key) return null;
    const ids = (byHash.get(key.hash) ?? []).map((holder) => holder.itemId);
    return oneOf(ids, () => nothing(reference), reference);
  });
}

/** Ids are checked to exist, and merged items are replaced by what they were merged into. */
async function followMerges(
  { database, draftItems }: ReferenceSource,
  found: readonly Resolution[],
  at: Revision,
): Promise<readonly Resolution[]> {
  const drafted = new Set(draftItems?.values());
  const ids = [...new Set(found.flatMap((resolution) => ('id' in resolution ? [resolution.id] : [])))];
  const survivors = await survivorsOf(database, ids, at);
  return found.map((resolution) => {
    if (!('id' in resolution)) return resolution;
    const id = drafted.has(resolution.id) ? resolution.id : survivors.get(resolution.id);
    if (id !== undefined) return { id };
    const message = `No item has the id ${quoted(encodeItemId(resolution.id))} at revision ${at}.`;
    return { code: 'INVALID_REFERENCE', message };
  });
}

/** A merge of merges is followed this far; each is a decision of a person, and none leads back. */
const MERGE_CHAIN_MAX = 1_000;

/**
 * Item -> the item that stands for it at a revision: itself, or what it was merged into. Ids of no item are left out.
 */
export async function survivorsOf(
  database: Application['database'],
  ids: readonly ItemId[],
  at: Revision,
): Promise<ReadonlyMap<ItemId, ItemId>> {
  const survivors = new Map<ItemId, ItemId>();
  let open = new Map(ids.map((id) => [id, id]));
  for (let step = 0; open.size > 0 && step < MERGE_CHAIN_MAX; step += 1) {
    const targets = [...new Set(open.values())];
    const items = await loadItemsAt(
      database,
      targets.map((id) => ({ id, revision: at })),
    );
    const byId = new Map(items.flatMap((item) => (item ? [[item.id, item]] : [])));
    const next = new Map<ItemId, ItemId>();
    for (const [id, target] of open) {
      const item = byId.get(target);
      if (!item) continue;
      if (item.mergedInto === null) survivors.set(id, target);
      else next.set(id, item.mergedInto);
    }
    open = next;
  }
  return survivors;
}
