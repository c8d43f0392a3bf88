import type { ItemId } from '../../domain/ids';
import {
  identifierKey,
  relationshipKey,
  type ChangePlan,
  type Expectations,
} from '../../storage/change-sets/change-plan';

/**
 * What a plan wrote, as other plans name what they were made from. Each part is put together when a plan comes that was
 * made from such things: one that only brings what is new was made from none of them.
 */
export class TouchedByPlan {
  readonly #plan: ChangePlan;
  #items: ReadonlySet<ItemId> | null = null;
  #identifiers: ReadonlySet<string> | null = null;
  #relationships: ReadonlySet<string> | null = null;
  #surroundings: ReadonlySet<ItemId> | null = null;

  constructor(plan: ChangePlan) {
    this.#plan = plan;
  }

  /** Whether something moved that others expect to be as it was, or may have. */
  meets(expects: Expectations): boolean {
    const { model, dataSources, outages } = this.#plan;
    // It wrote what is rarely written, and no plan that expects anything of that is to be believed.
    if (model !== null || dataSources.length + (outages?.length ?? 0) > 0) return true;
    return (
      meets(expects.items, () => (this.#items ??= itemsOf(this.#plan))) ||
      meets(expects.observations, () => (this.#items ??= itemsOf(this.#plan))) ||
      meets(expects.identifiers, () => (this.#identifiers ??= identifiersOf(this.#plan))) ||
      meets(expects.relationships, () => (this.#relationships ??= relationshipsOf(this.#plan))) ||
      meets(expects.relationshipsOf, () => (this.#surroundings ??= surroundingsOf(this.#plan))) ||
      meets(expects.identifiersOf, () => (this.#surroundings ??= surroundingsOf(this.#plan)))
    );
  }
}

function itemsOf({ items, observations }: ChangePlan): ReadonlySet<ItemId> {
  const ids = new Set<ItemId>();
  for (const { after } of items) ids.add(after.id);
  for (const { before, after } of observations) {
    const observation = after ?? before;
    if (observation) ids.add(observation.itemId);
  }
  return ids;
}

function identifiersOf({ identifiersAdded, identifiersRemoved }: ChangePlan): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { entryId, keyHash } of identifiersAdded) keys.add(identifierKey(entryId, keyHash));
  for (const { entryId, keyHash } of identifiersRemoved) keys.add(identifierKey(entryId, keyHash));
  return keys;
}

function relationshipsOf({ relationships }: ChangePlan): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { before, after } of relationships) {
    const one = after ?? before;
    if (one) keys.add(relationshipKey(one.source, one.type, one.target));
  }
  return keys;
}

/** Items whose identities or relationships moved. */
function surroundingsOf({ identifiersAdded, identifiersRemoved, relationships }: ChangePlan): ReadonlySet<ItemId> {
  const ids = new Set<ItemId>();
  for (const { itemId } of identifiersAdded) ids.add(itemId);
  for (const { itemId } of identifiersRemoved) ids.add(itemId);
  for (const { before, after } of relationships) {
    const one = after ?? before;
    if (one) ids.add(one.source).add(one.target);
  }
  return ids;
}

function meets<K>(expected: ReadonlyMap<K, unknown>, written: () => ReadonlySet<K>): boolean {
  if (expected.size === 0) return false;
  const keys = written();
  if (keys.size === 0) return false;
  for (const key of expected.keys()) if (keys.has(key)) return true;
  return false;
}
