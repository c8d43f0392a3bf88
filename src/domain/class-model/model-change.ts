import type { AttributeDefinition, IdentificationEntry } from './class-model';
import { jsonEqual } from '../json-equal';
import type { ClassModel } from './resolved-class-model';

/** What stored items of one class have to be checked for. */
export interface ClassRecheck {
  /** Items may not be of this class any more. */
  readonly abstract: boolean;
  /** Attributes whose schema is another one now. */
  readonly changed: readonly AttributeDefinition[];
  /** Attributes that are gone. */
  readonly removed: readonly string[];
  /** Attributes that every item must have now. */
  readonly required: readonly string[];
}

/** The identification entries that a class won and lost. */
export interface EntryChange {
  readonly added: readonly IdentificationEntry[];
  readonly removed: readonly IdentificationEntry[];
}

/** What one model means for items and relationships that were stored under another. */
export interface ModelChange {
  /** Class name -> what to check; classes without anything to check are missing. */
  readonly items: ReadonlyMap<string, ClassRecheck>;
  /** Types whose ends may have become too narrow for what is stored. */
  readonly relationshipTypes: readonly string[];
  /** Types that became symmetric or ceased to be: their stored ends are in the wrong order. */
  readonly turned: readonly string[];
  /** Class name -> entries under which its items are identified from now on, or no longer. */
  readonly entries: ReadonlyMap<string, EntryChange>;
}

/** Works out what has to be checked and re-keyed when `after` takes the place of `before`. */
export function compareModels(before: ClassModel, after: ClassModel): ModelChange {
  const items = new Map<string, ClassRecheck>();
  const entries = new Map<string, EntryChange>();
  for (const { name } of before.classes()) {
    const recheck = recheckOf(before, after, name);
    if (recheck !== null) items.set(name, recheck);
    const change = entryChangeOf(before, after, name);
    if (change.added.length > 0 || change.removed.length > 0) entries.set(name, change);
  }
  const moved = before.classes().some(({ name }) => before.lineage(name).join() !== after.lineage(name).join());
  const types = before.types().flatMap((type) => {
    const now = after.type(type.name);
    return now === undefined ? [] : [{ type, now }];
  });
  return {
    items,
    entries,
    relationshipTypes: types
      .filter(({ type, now }) => moved || JSON.stringify(type.endpoints) !== JSON.stringify(now.endpoints))
      .map(({ type }) => type.name),
    turned: types.filter(({ type, now }) => type.symmetric !== now.symmetric).map(({ type }) => type.name),
  };
}

function recheckOf(before: ClassModel, after: ClassModel, name: string): ClassRecheck | null {
  const then = before.attributesOf(name);
  const now = after.attributesOf(name);
  const recheck: ClassRecheck = {
    abstract: before.class(name)?.abstract === false && after.class(name)?.abstract === true,
    changed: [...now.values()].filter((attribute) => {
      const earlier = then.get(attribute.name);
      return earlier !== undefined && !jsonEqual(earlier.schema, attribute.schema);
    }),
    removed: [...then.keys()].filter((attribute) => !now.has(attribute)),
    required: [...now.values()]
      .filter((attribute) => attribute.required && then.get(attribute.name)?.required !== true)
      .map((attribute) => attribute.name),
  };
  const nothing =
    !recheck.abstract && ![recheck.changed, recheck.removed, recheck.required].some((list) => list.length);
  return nothing ? null : recheck;
}

function entryChangeOf(before: ClassModel, after: ClassModel, name: string): EntryChange {
  const then = before.entriesOf(name);
  const now = after.entriesOf(name);
  const without = (all: readonly IdentificationEntry[], others: readonly IdentificationEntry[]) =>
    all.filter((entry) => !others.some((other) => other.id === entry.id));
  return { added: without(now, then), removed: without(then, now) };
}
