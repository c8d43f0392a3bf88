import type { FacetKey } from '../../src/domain/lists/facet';
import type { ConfigurationItem } from '../../src/domain/configuration-item';
import type {
  CountFilter,
  InstantFilter,
  ItemFilter,
  ItemOrder,
  RelatedFilter,
  TextFilter,
  ValueFilter,
} from '../../src/domain/lists/item-filter';
import type { JsonValue } from '../../src/domain/json';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { Relationship } from '../../src/domain/relationship';
import type { ClassModel } from '../../src/domain/class-model/resolved-class-model';

/** Everything there is at one moment, and who said so. */
export interface NaiveState {
  readonly items: readonly ConfigurationItem[];
  readonly relationships: readonly Relationship[];
  readonly sources: ReadonlyMap<number, readonly string[]>;
  readonly lastSeenAt: ReadonlyMap<number, string>;
  /** Items of which an outage lasts. */
  readonly outages: ReadonlySet<number>;
  readonly model: ClassModel;
}

/** Whether an item fits, worked out one item at a time: the other opinion on what the SQL of a filter says. */
export function fits(item: ConfigurationItem, filter: ItemFilter, state: NaiveState): boolean {
  const given = <T>(value: T | null | undefined, holds: (value: T) => boolean): boolean =>
    value == null || holds(value);
  const oneOf = (values: readonly string[] | null | undefined, value: string | null): boolean =>
    given(values, (list) => value !== null && list.includes(value));
  return (
    given(filter.and, (all) => all.every((one) => fits(item, one, state))) &&
    given(filter.or, (any) => any.some((one) => fits(item, one, state))) &&
    given(filter.not, (one) => !fits(item, one, state)) &&
    oneOf(filter.ids, encodeItemId(item.id)) &&
    given(filter.classes, (names) => names.some((name) => state.model.lineage(item.className).includes(name))) &&
    textFits(filter.name, item.name) &&
    textFits(filter.description, item.description) &&
    textFits(filter.environment, item.environment) &&
    oneOf(filter.lifecycle, item.lifecycle) &&
    textFits(filter.lifecycleStatus, item.lifecycleStatus) &&
    oneOf(filter.criticality, item.criticality) &&
    textFits(filter.owner, item.owner?.name ?? null) &&
    textFits(filter.supportGroup, item.supportGroup?.name ?? null) &&
    textFits(filter.onCall, item.onCall?.name ?? null) &&
    textFits(filter.site, item.site) &&
    textFits(filter.tenant, item.tenant === '' ? null : item.tenant) &&
    given(filter.canFail, (value) => item.canFail === value) &&
    given(filter.hasOpenOutage, (value) => value === (item.retiredAt === null && state.outages.has(item.id))) &&
    oneOf(filter.presence, item.presence) &&
    given(filter.sources, (names) => names.some((name) => state.sources.get(item.id)?.includes(name))) &&
    instantFits(filter.createdAt, item.createdAt) &&
    instantFits(filter.absentSince, item.absentSince) &&
    instantFits(filter.retiredAt, item.retiredAt) &&
    instantFits(filter.lastSeenAt, state.lastSeenAt.get(item.id) ?? null) &&
    given(filter.labels, (all) => all.every((one) => valueFits(one, item.labels))) &&
    given(filter.attributes, (all) => all.every((one) => valueFits(one, item.attributes))) &&
    given(filter.related, (all) => all.every((one) => relatedFits(item, one, state)))
  );
}

/** All in one spelling, in which earlier is smaller. */
function instantFits(filter: InstantFilter | null | undefined, value: string | null): boolean {
  if (filter?.from == null && filter?.to == null) return true;
  return value !== null && (filter.from == null || value >= filter.from) && (filter.to == null || value < filter.to);
}

function textFits(filter: TextFilter | null | undefined, value: string | null): boolean {
  if (filter == null) return true;
  const { eq, in: options, startsWith, contains, exists } = filter;
  return (
    (eq === undefined || value === eq) &&
    (options == null || (value !== null && options.includes(value))) &&
    (startsWith == null || (value?.startsWith(startsWith) ?? false)) &&
    (contains == null || (value?.toLowerCase().includes(contains.toLowerCase()) ?? false)) &&
    (exists == null || exists === (value !== null))
  );
}

function valueFits(filter: ValueFilter, values: JsonValue): boolean {
  const value = valueAt(filter.path, values);
  const { eq, in: options, gte, gt, lte, lt, startsWith, contains, exists } = filter;
  return (
    (eq === undefined || (eq === null ? value === undefined : same(value, eq))) &&
    (options == null || options.some((one) => same(value, one))) &&
    (gte == null || compare(value, gte, (a, b) => a >= b)) &&
    (gt == null || compare(value, gt, (a, b) => a > b)) &&
    (lte == null || compare(value, lte, (a, b) => a <= b)) &&
    (lt == null || compare(value, lt, (a, b) => a < b)) &&
    (startsWith == null || (typeof value === 'string' && value.startsWith(startsWith))) &&
    (contains == null || (value !== undefined && includes(value, contains))) &&
    (exists == null || exists === (value !== undefined))
  );
}

function valueAt(path: string, values: JsonValue): JsonValue | undefined {
  const step = (value: JsonValue | undefined, key: string): JsonValue | undefined => {
    if (Array.isArray(value)) return /^\d+$/.test(key) ? (value as readonly JsonValue[])[Number(key)] : undefined;
    if (value === null || typeof value !== 'object') return undefined;
    return Object.hasOwn(value, key) ? (value as Record<string, JsonValue>)[key] : undefined;
  };
  const found = step(values, path) ?? path.split('.').reduce<JsonValue | undefined>(step, values);
  return found ?? undefined;
}

/** Order of keys does not matter. */
const same = (a: JsonValue | undefined, b: JsonValue): boolean => a !== undefined && sorted(a) === sorted(b);

/** A value as text in one spelling. */
export const sorted = (value: JsonValue): string =>
  JSON.stringify(value, (_, inner: JsonValue) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

function compare(
  value: JsonValue | undefined,
  bound: JsonValue,
  holds: (a: string | number, b: string | number) => boolean,
): boolean {
  if (typeof value === 'number' && typeof bound === 'number') return holds(value, bound);
  return typeof value === 'string' && typeof bound === 'string' && holds(value, bound);
}

/** Scalars only, where the meaning is beyond doubt. */
function includes(value: JsonValue, wanted: JsonValue): boolean {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).some((element) => same(element, wanted));
  return typeof value === 'string' && typeof wanted === 'string' && value.toLowerCase().includes(wanted.toLowerCase());
}

function relatedFits(item: ConfigurationItem, filter: RelatedFilter, state: NaiveState): boolean {
  const { types, direction, filter: end, exists, count } = filter;
  const found = state.relationships.filter(({ source, type, target }) => {
    if (types != null && !types.includes(type)) return false;
    const others = [
      ...(direction !== 'TARGET' && source === item.id ? [target] : []),
      ...(direction !== 'SOURCE' && target === item.id ? [source] : []),
    ];
    return others.some((id) => {
      const other = state.items.find((one) => one.id === id);
      return other !== undefined && (end == null || fits(other, end, state));
    });
  });
  return count == null ? found.length > 0 === (exists ?? true) : countFits(count, found.length);
}

function countFits({ eq, gte, gt, lte, lt }: CountFilter, count: number): boolean {
  return (
    (eq == null || count === eq) &&
    (gte == null || count >= gte) &&
    (gt == null || count > gt) &&
    (lte == null || count <= lte) &&
    (lt == null || count < lt)
  );
}

/** How many items have each value, most frequent first; lists count by their elements. */
export function countsOf(
  items: readonly ConfigurationItem[],
  { field, label, attribute }: FacetKey,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value =
      field === 'CLASS'
        ? item.className
        : field === 'ENVIRONMENT'
          ? item.environment
          : field === 'OWNER'
            ? item.owner?.name
            : label == null
              ? valueAt(attribute ?? '', item.attributes)
              : valueAt(label, item.labels);
    const values = Array.isArray(value) && value.length > 0 ? (value as readonly JsonValue[]) : [value ?? null];
    for (const text of new Set(values.map((one) => sorted(one)))) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

/** Everything that an item is searched by, in lower case. */
export function searchedText({ id, name, attributes }: ConfigurationItem, { sources }: NaiveState): string {
  const values: string[] = [name, ...(sources.get(id) ?? []).map((source) => `${source}-${id}`)];
  const waiting: JsonValue[] = [attributes];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next !== null && typeof next === 'object') waiting.push(...Object.values(next));
    else values.push(String(next));
  }
  return values.join('\n').toLowerCase();
}

const CRITICALITY = [null, 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

const STAGES = ['DEPLOY', 'OPERATIONAL', 'END_OF_LIFE'];

/** Orders items like the API says it does. */
export function byOrder(order: readonly ItemOrder[]): (a: ConfigurationItem, b: ConfigurationItem) => number {
  const given: readonly ItemOrder[] = order.length > 0 ? order : [{ field: 'NAME' }];
  return (a, b) => {
    for (const one of given) {
      const [x, y] = [orderKey(a, one), orderKey(b, one)];
      if ((x === null) !== (y === null)) return x === null ? 1 : -1;
      const result = compareKeys(x ?? '', y ?? '');
      if (result !== 0) return (one.direction === 'DESCENDING' ? -1 : 1) * result;
    }
    return (given.at(-1)?.direction === 'DESCENDING' ? -1 : 1) * (a.id - b.id);
  };
}

type OrderKey = string | number | boolean;

/** Null: none. */
function orderKey(item: ConfigurationItem, { field, label, attribute }: ItemOrder): OrderKey | null {
  if (field == null) {
    const value = label == null ? valueAt(attribute ?? '', item.attributes) : valueAt(label, item.labels);
    return (value as OrderKey | undefined) ?? null;
  }
  return {
    NAME: item.name,
    CLASS: item.className,
    ENVIRONMENT: item.environment,
    SITE: item.site,
    OWNER: item.owner?.name ?? null,
    LIFECYCLE: STAGES.indexOf(item.lifecycle),
    CRITICALITY: CRITICALITY.indexOf(item.criticality),
    CREATED_AT: item.createdAt,
    UPDATED_AT: item.updatedAt,
  }[field];
}

/** Texts before numbers before booleans. */
function compareKeys(a: OrderKey, b: OrderKey): number {
  const kinds = ['string', 'number', 'boolean'];
  const kind = kinds.indexOf(typeof a) - kinds.indexOf(typeof b);
  return kind !== 0 ? kind : a === b ? 0 : a < b ? -1 : 1;
}
