import type { ChangeSet } from '../../domain/history/change';
import type { ItemId } from '../../domain/ids';
import { identifierKey, planSize, relationshipKey, type ChangePlan } from '../../storage/change-sets/change-plan';
import type { KnownChangeSet } from '../../storage/change-sets/revision-head';

/** What plans may have moved under each other, kept of so many rows. */
const ROWS_MAX = 20_000;

/** One of this server's last writes. What it touched is worked out when somebody asks. */
interface OwnWrite {
  readonly changeSet: KnownChangeSet;
  readonly plan: ChangePlan;
  touched: Touched | null;
}

/** What a plan wrote, as other plans name what they were made from. */
interface Touched {
  readonly items: ReadonlySet<ItemId>;
  readonly identifiers: ReadonlySet<string>;
  /** Items whose identities or relationships moved. */
  readonly surroundings: ReadonlySet<ItemId>;
  readonly relationships: ReadonlySet<string>;
  /** It wrote what is rarely written, and no plan that expects anything of that is to be believed. */
  readonly more: boolean;
}

/**
 * The newest change sets, while all of them are this server's own: what they touched is known, so that a plan which was
 * made since one of them need not be held against the tables once more, under the lock for which everybody waits.
 */
export class OwnWrites {
  #writes: OwnWrite[] = [];
  #rows = 0;

  /** The newest change set of this server; null when others have written since, or may have. */
  get last(): KnownChangeSet | null {
    return this.#writes.at(-1)?.changeSet ?? null;
  }

  /** Takes note of a change set that is committed. */
  add({ revision, at, id }: ChangeSet, plan: ChangePlan): void {
    const { last } = this;
    if (last && last.revision + 1 !== revision) this.forget();
    // The result that a key is to be answered with holds on to all of its call.
    this.#writes.push({ changeSet: { revision, at, id }, plan: { ...plan, idempotency: null }, touched: null });
    this.#rows += planSize(plan);
    while (this.#rows > ROWS_MAX && this.#writes.length > 1) {
      const [oldest] = this.#writes.splice(0, 1);
      this.#rows -= oldest ? planSize(oldest.plan) : 0;
    }
  }

  /** Somebody else has written, or it is not known what was. */
  forget(): void {
    this.#writes = [];
    this.#rows = 0;
  }

  /**
   * Whether a plan certainly still holds that was read when `since` had been written, when the newest change set is
   * {@link last}. False says nothing. Known by its id: after a failover, another change set may have its revision.
   */
  leaveStanding({ expects }: ChangePlan, since: KnownChangeSet | null): boolean {
    if (!since || !this.#writes.some(({ changeSet }) => changeSet.id === since.id)) return false;
    return this.#writes.every((write) => {
      if (write.changeSet.revision <= since.revision) return !outdates(write, expects);
      write.touched ??= touchedBy(write.plan);
      return !touches(write.touched, expects);
    });
  }
}

function touchedBy(plan: ChangePlan): Touched {
  const items = new Set<ItemId>();
  const identifiers = new Set<string>();
  const surroundings = new Set<ItemId>();
  const relationships = new Set<string>();
  for (const { after } of plan.items) items.add(after.id);
  for (const { before, after } of plan.observations) {
    const observation = after ?? before;
    if (observation) items.add(observation.itemId);
  }
  for (const { entryId, keyHash, itemId } of [...plan.identifiersAdded, ...plan.identifiersRemoved]) {
    identifiers.add(identifierKey(entryId, keyHash));
    surroundings.add(itemId);
  }
  for (const { before, after } of plan.relationships) {
    const one = after ?? before;
    if (!one) continue;
    relationships.add(relationshipKey(one.source, one.type, one.target));
    surroundings.add(one.source).add(one.target);
  }
  const more = plan.model !== null || plan.dataSources.length + (plan.outages?.length ?? 0) > 0;
  return { items, identifiers, surroundings, relationships, more };
}

function touches(touched: Touched, expects: ChangePlan['expects']): boolean {
  return (
    touched.more ||
    meets(touched.items, expects.items) ||
    meets(touched.items, expects.observations) ||
    meets(touched.identifiers, expects.identifiers) ||
    meets(touched.relationships, expects.relationships) ||
    meets(touched.surroundings, expects.relationshipsOf) ||
    meets(touched.surroundings, expects.identifiersOf)
  );
}

/** Whether a model was written after the one that a plan was made under. */
const outdates = ({ changeSet, plan }: OwnWrite, { model }: ChangePlan['expects']): boolean =>
  plan.model !== null && model !== null && changeSet.revision > model;

function meets<K>(written: ReadonlySet<K>, expected: ReadonlyMap<K, unknown>): boolean {
  if (written.size === 0) return false;
  for (const key of expected.keys()) if (written.has(key)) return true;
  return false;
}
