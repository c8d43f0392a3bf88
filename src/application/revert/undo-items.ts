import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ChangeKind } from '../../domain/history/change';
import { changedPaths, effectiveValues } from '../../domain/reconciliation/effective-item';
import { checkGateNesting } from '../../domain/gate-check';
import { IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId, Revision } from '../../domain/ids';
import { jsonEqual } from '../../domain/json-equal';
import { reconcile, witnessesOf, type SourceSighting } from '../../domain/reconciliation/reconciliation';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { undoObservation, undoValue } from '../../domain/history/undo';
import {
  relationshipKey,
  type Identifier,
  type ObservationWrite,
  type Unstamped,
} from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems, loadObservationsOf } from '../../storage/identities/ingest-lookups';
import { loadItemTouches, observationKey, type ItemTouches, type Touch } from '../../storage/history/operation-history';
import { readRelationshipMarks } from '../../storage/change-sets/plan-marks';
import { loadRelationshipsTouching } from '../../storage/items/retired-items';
import { loadSightings } from '../../storage/sources/sightings';
import { PlanBuilder } from '../ingest/plan-builder';
import { lostIdentifiers } from '../ingest/plan-identifiers';
import { identityHash } from '../references/identity-hash';
import type { RevertReport } from './revert-report';
import { planUndoneIdentifiers } from './undo-identifiers';

/** What is undone, and what has been worked out of it so far. */
export interface Undoing {
  readonly revisions: readonly Revision[];
  /** RFC 3339. */
  readonly now: string;
  readonly report: RevertReport;
  /** Items as they will be: what comes later looks here before it looks into the database. */
  readonly items: Map<ItemId, Unstamped<ConfigurationItem>>;
  /** Keys of relationships that end in this, so that an item which came with them may go. */
  readonly ended: Set<string>;
}

/** Undoes what some change sets did to some items, and to what is said of them. Reads only. */
export async function planUndoneItems(
  reader: Executor,
  model: ClassModel,
  undoing: Undoing,
  ids: readonly ItemId[],
): Promise<PlanBuilder> {
  const touches = await loadItemTouches(reader, ids, undoing.revisions);
  const items = await loadItems(reader, ids);
  const observations = await loadObservationsOf(reader, ids);
  const sightings = await loadSightings(reader, ids);
  const plan = new PlanBuilder();
  const created = ids.filter((id) => items.get(id) && wasCreated(touches.items.get(String(id)) ?? []));
  const relationships = await loadRelationshipsTouching(reader, created, Number.MAX_SAFE_INTEGER);
  const marks = await readRelationshipMarks(reader, created);
  const holding = relationships.filter(
    ({ source, type, target }) => !undoing.ended.has(relationshipKey(source, type, target)),
  );
  const needed = new Set(holding.flatMap(({ source, target }) => [source, target]));
  const undone = new Map<ItemId, UndoneItem>();
  for (const [id, current] of items) {
    const item = new UndoneItem(model, undoing, {
      current,
      observations: observations.get(id) ?? [],
      sightings: sightings.get(id) ?? NO_SIGHTINGS,
      touches,
      isNeeded: needed.has(id),
    });
    item.addTo(plan);
    undone.set(id, item);
    if (item.retires) plan.expects.relationshipsOf(id, marks.get(id) ?? '0:0');
  }
  const rules = new IdentityRules(model, identityHash);
  await planUndoneIdentifiers(reader, plan, touches.identifiers, (given) =>
    given.filter((one) => undone.get(one.itemId)?.keeps(rules, one) !== true),
  );
  return plan;
}

const NO_SIGHTINGS: ReadonlyMap<string, SourceSighting> = new Map();

const wasCreated = (touches: readonly Touch<ConfigurationItem>[]): boolean => touches[0]?.before === null;

interface StoredItem {
  readonly current: ConfigurationItem;
  readonly observations: readonly Observation[];
  readonly sightings: ReadonlyMap<string, SourceSighting>;
  readonly touches: ItemTouches;
  /** Somebody else relates to it. */
  readonly isNeeded: boolean;
}

class UndoneItem {
  readonly #model: ClassModel;
  readonly #undoing: Undoing;
  readonly #stored: StoredItem;
  readonly #own: readonly Touch<ConfigurationItem>[];
  readonly #writes: readonly ObservationWrite[];
  readonly #left: readonly Unstamped<Observation>[];
  readonly #kept: readonly string[];

  constructor(model: ClassModel, undoing: Undoing, stored: StoredItem) {
    this.#model = model;
    this.#undoing = undoing;
    this.#stored = stored;
    this.#own = stored.touches.items.get(String(stored.current.id)) ?? [];
    const { writes, left, kept } = undoObservations(stored);
    this.#writes = writes;
    this.#left = left;
    this.#kept = kept;
  }

  /** It is a thing that the operation made, and nobody else says anything of it. */
  get retires(): boolean {
    const { current, isNeeded } = this.#stored;
    return wasCreated(this.#own) && this.#left.length === 0 && current.retiredAt === null && !isNeeded;
  }

  /** Somebody else gives it this identity too, or it stays with nothing left that is said of it. */
  keeps(rules: IdentityRules, given: Identifier): boolean {
    if (this.#left.length === 0) return wasCreated(this.#own) && this.#stored.isNeeded;
    return lostIdentifiers(rules, this.#stored.current.tenant, [given], this.#left).length === 0;
  }

  addTo(plan: PlanBuilder): void {
    const { current, observations, isNeeded } = this.#stored;
    const { report } = this.#undoing;
    const thing = { entity: 'CONFIGURATION_ITEM' as const, itemId: current.id, relationshipId: null };
    const isAlone = wasCreated(this.#own) && this.#left.length === 0 && current.retiredAt === null;
    const after = this.#after();
    const paths = changedPaths(current, after);
    const withdrawn = this.#writes.some((write) => write.after === null);
    const moves = paths.length > 0 || withdrawn || current.mergedInto !== after.mergedInto;
    if (moves) plan.items.push({ before: current, after, kind: changeKind(current, after, paths), paths });
    plan.observations.push(...this.#writes);
    const wrote = moves || this.#writes.length > 0;
    if (wrote) {
      plan.expects.item(current);
      plan.expects.observations(current.id, observations);
    }
    this.#undoing.items.set(current.id, moves ? after : current);
    const because = isAlone && isNeeded ? NEEDED : undefined;
    report.note(thing, { wrote, kept: this.#kept, ...(because ? { because } : {}) });
  }

  #after(): Unstamped<ConfigurationItem> {
    const { current, isNeeded } = this.#stored;
    const next = { version: current.version + 1, updatedAt: this.#undoing.now };
    if (this.retires) return { ...current, ...next, retiredAt: this.#undoing.now, retiredBy: 'REVERT' };
    const [first] = this.#own;
    if (first?.before && this.#isUntouchedSince()) return { ...first.before, ...next };
    if (this.#left.length === 0) {
      // Nothing says what it is like any more, but it is there: it keeps its values.
      const absent = wasCreated(this.#own) && isNeeded && current.presence === 'PRESENT';
      const gone = { presence: 'ABSENT' as const, absentSince: this.#undoing.now };
      return { ...current, ...next, ...this.#lifeOf(), ...(absent ? gone : {}) };
    }
    return this.#derived(next);
  }

  /** Nobody but the operation has written the item or anything said of it since the operation began. */
  #isUntouchedSince(): boolean {
    const { current, observations } = this.#stored;
    const own = new Set<Revision>(this.#undoing.revisions);
    const [first, ...more] = this.#own;
    const begun = first?.revision ?? current.validFrom;
    return (
      own.has(current.validFrom) &&
      more.every(({ before }) => before !== null && own.has(before.validFrom)) &&
      observations.every(({ validFrom }) => validFrom < begun || own.has(validFrom))
    );
  }

  /** Its values anew, from what is still said of it. */
  #derived(next: { readonly version: number; readonly updatedAt: string }): Unstamped<ConfigurationItem> {
    const { current, sightings } = this.#stored;
    const life = this.#lifeOf();
    const { className } = life;
    const standings = this.#model.reconciliation.ofClass(className);
    const winners = reconcile(witnessesOf(this.#left, sightings), standings, this.#undoing.now);
    const canFail = this.#model.class(className)?.canFail ?? true;
    const values = effectiveValues(winners, { name: () => current.name, canFail });
    const gates = checkGateNesting(values.gates).length > 0 ? current.gates : values.gates;
    const exists = this.#left.some((one) => one.exists);
    return {
      ...current,
      ...values,
      gates,
      ...life,
      ...next,
      presence: exists ? 'PRESENT' : 'ABSENT',
      absentSince: exists ? null : (current.absentSince ?? this.#own[0]?.before?.absentSince ?? this.#undoing.now),
    };
  }

  /** What no source decides, each as it was before unless somebody moved it since. */
  #lifeOf(): Pick<ConfigurationItem, 'className' | 'retiredAt' | 'retiredBy' | 'mergedInto'> {
    const { current } = this.#stored;
    const life = { ...pickLife(current) };
    for (const { before, after } of this.#own.toReversed()) {
      if (!before || !after) continue;
      const end = (item: ConfigurationItem) => [item.retiredAt, item.retiredBy, item.mergedInto];
      const pair = { before: end(before), after: end(after) };
      const undone = undoValue(pair, [life.retiredAt, life.retiredBy, life.mergedInto], jsonSame).value;
      [life.retiredAt, life.retiredBy, life.mergedInto] = undone as [
        typeof life.retiredAt,
        typeof life.retiredBy,
        typeof life.mergedInto,
      ];
      const named = { before: before.className, after: after.className };
      life.className = undoValue(named, life.className, (a, b) => a === b).value;
    }
    return life;
  }
}

const NEEDED = 'Others relate to this item, which the operation had created: it is absent, and retired after its time.';

const jsonSame = (a: readonly (string | number | null)[], b: readonly (string | number | null)[]): boolean =>
  jsonEqual(a, b);

const pickLife = ({ className, retiredAt, retiredBy, mergedInto }: ConfigurationItem) => ({
  className,
  retiredAt,
  retiredBy,
  mergedInto,
});

function changeKind(
  before: ConfigurationItem,
  after: Unstamped<ConfigurationItem>,
  paths: readonly string[],
): ChangeKind {
  if (before.retiredAt === null && after.retiredAt !== null) return 'RETIRED';
  if (before.retiredAt !== null && after.retiredAt === null) return 'RESURRECTED';
  if (before.presence !== after.presence) return after.presence === 'ABSENT' ? 'ABSENT' : 'RESURRECTED';
  if (before.className !== after.className) return 'RECLASSIFIED';
  return paths.length > 0 ? 'UPDATED' : 'OBSERVED';
}

/** What sources say of an item without the operation. */
function undoObservations({ current, observations, touches }: StoredItem): {
  readonly writes: readonly ObservationWrite[];
  readonly left: readonly Unstamped<Observation>[];
  readonly kept: readonly string[];
} {
  const stored = new Map(observations.map((one) => [observationKey(one), one]));
  const prefix = `[${current.id},`;
  const touched = [...touches.observations].filter(([key]) => key.startsWith(prefix));
  const left = new Map<string, Unstamped<Observation>>(stored);
  const writes: ObservationWrite[] = [];
  const kept = new Set<string>();
  for (const [key, list] of touched) {
    const before = stored.get(key) ?? null;
    let value: Unstamped<Observation> | null = before;
    for (const touch of list.toReversed()) {
      const undone = undoOne(touch, value, before, current.id);
      value = undone.value;
      for (const path of undone.kept) kept.add(path);
    }
    if (value === before || (value && before && sameObservation(value, before))) continue;
    writes.push({ before, after: value, tenant: current.tenant });
    if (value) left.set(key, value);
    else left.delete(key);
  }
  return {
    writes: writes.filter((write) => write.before ?? write.after),
    left: [...left.values()],
    kept: [...kept].sort(),
  };
}

function undoOne(
  touch: Touch<Observation>,
  value: Unstamped<Observation> | null,
  stored: Observation | null,
  itemId: ItemId,
): { readonly value: Unstamped<Observation> | null; readonly kept: readonly string[] } {
  // Nobody wrote since: exactly what was there before, times included.
  const isLast = value !== null && value === stored && stored.validFrom === touch.revision;
  if (isLast || (value === null && touch.after === null)) return { value: touch.before, kept: [] };
  const undone = undoObservation(touch, value);
  return { value: undone.value && { ...undone.value, itemId }, kept: undone.kept };
}

const sameObservation = (a: Unstamped<Observation>, b: Unstamped<Observation>): boolean =>
  a.className === b.className &&
  a.exists === b.exists &&
  a.observedAt === b.observedAt &&
  jsonEqual(a.claims, b.claims) &&
  jsonEqual(a.times, b.times);
