import { itemError, type ItemError } from '../../domain/errors';
import { itemId, type ItemId } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import type { ClassRecheck, ModelChange } from '../../domain/class-model/model-change';
import { quoted } from '../../domain/nearest-name';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { Executor } from '../../storage/database';
import {
  readEndClasses,
  readItemsUnderModel,
  readRelationshipsBetween,
  type ItemUnderModel,
  type NamedRelationship,
} from '../../storage/identities/stored-under-model';
import { validateAttribute } from './attribute-validation';

/** Stored items that a model would make invalid; a relationship counts as one, under its source. */
export interface Invalidated {
  readonly count: number;
  /** The first of them. */
  readonly items: readonly InvalidatedItem[];
}

/** One stored item, or relationship of it, and what would be wrong. */
export interface InvalidatedItem {
  readonly itemId: ItemId;
  readonly errors: readonly ItemError[];
}

/** What to check of what is stored. */
export interface StoredModelCheck {
  readonly after: ClassModel;
  readonly change: ModelChange;
  /** Only these items; null: all. */
  readonly only: readonly ItemId[] | null;
  /** Whether to check relationships. */
  readonly relationships: boolean;
}

/** Nothing at odds. */
export const NONE_INVALIDATED: Invalidated = { count: 0, items: [] };

const LISTED_MAX = 20;
const PAGE_SIZE = 500;

/**
 * Finds stored items and relationships that a new model would make invalid. Retired items do not count: they are shown
 * as they were. Reads only what the change is about, page by page, so that memory does not grow with the inventory.
 */
export async function findInvalidated(reader: Executor, check: StoredModelCheck): Promise<Invalidated> {
  let found = NONE_INVALIDATED;
  for (const group of groupsOf(check.change)) {
    found = joined(found, await findInvalidatedItems(reader, check, group));
  }
  if (check.relationships) found = joined(found, await findInvalidatedRelationships(reader, check));
  return found;
}

const joined = (a: Invalidated, b: Invalidated): Invalidated => ({
  count: a.count + b.count,
  items: [...a.items, ...b.items].slice(0, LISTED_MAX),
});

interface Group {
  readonly classes: readonly string[];
  readonly recheck: ClassRecheck;
}

/** Classes with the same questions are asked together: a class and most of its descendants. */
function groupsOf({ items }: ModelChange): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [name, recheck] of items) {
    const key = JSON.stringify([
      recheck.abstract,
      recheck.removed,
      recheck.required,
      recheck.changed.map((one) => one.name),
    ]);
    groups.set(key, { classes: [...(groups.get(key)?.classes ?? []), name], recheck });
  }
  return [...groups.values()];
}

async function findInvalidatedItems(
  reader: Executor,
  { only }: StoredModelCheck,
  { classes, recheck }: Group,
): Promise<Invalidated> {
  if (only !== null && only.length === 0) return NONE_INVALIDATED;
  let found = NONE_INVALIDATED;
  let after = itemId(0);
  for (;;) {
    const page = await readItemsUnderModel(reader, {
      classes,
      attributes: [...recheck.removed, ...recheck.changed.map((one) => one.name)],
      required: recheck.required,
      all: recheck.abstract,
      only,
      after,
      limit: PAGE_SIZE,
    });
    const invalid = page.flatMap((item) => {
      const errors = faultsOf(item, recheck);
      return errors.length === 0 ? [] : [{ itemId: item.id, errors }];
    });
    found = joined(found, { count: invalid.length, items: invalid });
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_SIZE) return found;
    after = last.id;
  }
}

function faultsOf(item: ItemUnderModel, recheck: ClassRecheck): readonly ItemError[] {
  const errors: ItemError[] = [];
  if (recheck.abstract) {
    const message = `${item.className} would be abstract, but ${quoted(item.name)} is of this very class. Reclassify or retire it first.`;
    errors.push(itemError('ABSTRACT_CLASS', message, ['class']));
  }
  for (const name of recheck.removed) {
    const sources = claimants(item, name);
    if (sources.length === 0) continue;
    const message = `${item.className} would have no attribute "${name}" any more, but ${sources.join(', ')} gives ${quoted(item.name)} a value for it. Withdraw that first.`;
    errors.push(itemError('INVALID_ATTRIBUTE', message, ['attributes', name]));
  }
  for (const attribute of recheck.changed) {
    for (const value of valuesOf(item, attribute.name)) {
      errors.push(...validateAttribute(item.className, attribute, value));
    }
  }
  for (const name of recheck.required) {
    const value = item.attributes[name];
    if (value !== undefined && value !== null) continue;
    const message = `${item.className} would require the attribute "${name}", which ${quoted(item.name)} does not have. Give it a value first.`;
    errors.push(itemError('REQUIRED_ATTRIBUTE_MISSING', message, ['attributes', name]));
  }
  return errors;
}

/** Every value of an attribute, those that lose included: one that loses today may win tomorrow. */
function valuesOf(item: ItemUnderModel, name: string): readonly JsonValue[] {
  const values = [
    item.attributes[name],
    ...item.observations.map(({ claims }) => claims[`attributes.${name}`]),
  ].flatMap((value) => (value === undefined || value === null ? [] : [value]));
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function claimants(item: ItemUnderModel, name: string): readonly string[] {
  const sources = item.observations.filter(({ claims }) => (claims[`attributes.${name}`] ?? null) !== null);
  if (sources.length > 0) return sources.map(({ source }) => quoted(source));
  return (item.attributes[name] ?? null) === null ? [] : ['somebody'];
}

async function findInvalidatedRelationships(
  reader: Executor,
  { after, change }: StoredModelCheck,
): Promise<Invalidated> {
  const types = [...new Set([...change.relationshipTypes, ...change.turned])];
  if (types.length === 0) return NONE_INVALIDATED;
  const turned = new Set(change.turned);
  const refused = (await readEndClasses(reader, types)).filter(
    ({ type, sourceClass, targetClass }) => turned.has(type) || !after.allows(type, sourceClass, targetClass),
  );
  if (refused.length === 0) return NONE_INVALIDATED;
  const first = await readRelationshipsBetween(reader, refused, LISTED_MAX);
  return {
    count: refused.reduce((sum, { count }) => sum + count, 0),
    items: first.map((relationship) => ({
      itemId: itemId(relationship.sourceId),
      errors: [endFault(relationship, turned.has(relationship.type))],
    })),
  };
}

function endFault(held: NamedRelationship, turned: boolean): ItemError {
  const told = `${held.sourceClass} ${quoted(held.sourceName)} ${held.type} ${held.targetClass} ${quoted(held.targetName)}`;
  const rule = turned
    ? 'is stored with ends in an order that would mean something else. Whether a type is symmetric can change only while none is stored: end them first'
    : 'would not be allowed any more. End it first, or allow these classes';
  return itemError('RELATIONSHIP_NOT_ALLOWED', `${told} ${rule}.`, ['relationships', held.type]);
}
