import type { BASE_FIELDS, ConfigurationItem } from '../../domain/configuration-item';
import { groupBy } from '../../domain/lists/group-by';
import type { IdentityRules, PreparedEntry } from '../../domain/identification/identity-keys';
import type { ItemId, Revision } from '../../domain/ids';
import type { JsonObject, JsonValue } from '../../domain/json';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { normalise } from '../../domain/identification/normalisation';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { valueKind } from '../../domain/class-model/value-kinds';
import { loadItemsAt } from '../../storage/items/item-queries';
import {
  findEqualItems,
  findIdentityHolders,
  findSimilarNames,
  type EqualityLookup,
} from '../../storage/items/reference-queries';
import { describeReference, oneOf, type ReferenceSource, type Resolution } from './item-reference';

/** A class and values that are meant to identify one of its items. */
export interface IdentityReference {
  readonly class: string;
  readonly attributes: JsonObject;
}

/**
 * Items by class and identifying values: through the identification rules of the class where these decide, else by
 * equality. Null stays null. The number of statements does not depend on the number of references.
 */
export async function resolveIdentities(
  app: ReferenceSource,
  rules: IdentityRules,
  model: ClassModel,
  references: readonly (IdentityReference | null)[],
  at: Revision,
): Promise<readonly (Resolution | null)[]> {
  const resolutions = references.map((reference) => (reference ? refuse(model, reference) : null));
  const open = (): readonly (IdentityReference & { ordinal: number })[] =>
    references.flatMap((reference, ordinal) => (reference && !resolutions[ordinal] ? [{ ...reference, ordinal }] : []));

  const byRule = await matchByRules(app, rules, model, open(), at);
  for (const { ordinal, ...identity } of open()) {
    const ids = byRule.get(ordinal);
    if (ids) resolutions[ordinal] = oneOf(ids, () => notFound(identity, null), { identity });
  }
  const rest = open();
  const equal = await matchByEquality(app, model, rest, at);
  const missing = rest.filter((reference) => !equal.has(reference.ordinal));
  const near = await nearNames(app, model, missing);
  for (const { ordinal, ...identity } of rest) {
    const none = (): Resolution => notFound(identity, near.get(ordinal) ?? null);
    resolutions[ordinal] = oneOf(equal.get(ordinal) ?? [], none, { identity });
  }
  return resolutions;
}

/** Fields an identity may name beside the attributes of the class; field -> column. */
const BASE_COLUMNS: ReadonlyMap<string, string> = new Map([
  ...(['name', 'description', 'environment', 'lifecycle', 'criticality', 'site', 'tenant'] as const).map(
    (field) => [field, field] as const,
  ),
  ['lifecycleStatus', 'lifecycle_status'],
  ['canFail', 'can_fail'],
]);

/** What is wrong with an identity whatever is stored; null when nothing is. */
function refuse(model: ClassModel, { class: className, attributes }: IdentityReference): Resolution | null {
  if (!model.class(className)) {
    const hint = didYouMean(
      className,
      model.classes().map((one) => one.name),
    );
    return { code: 'UNKNOWN_CLASS', message: `There is no CI class ${quoted(className)}.${hint}` };
  }
  const names = Object.keys(attributes);
  if (names.length === 0) {
    return {
      code: 'INSUFFICIENT_IDENTITY',
      message: `The identity of a ${className} names no attribute: give its name, say.`,
    };
  }
  const known = new Set(model.descendants(className).flatMap((name) => [...model.attributesOf(name).keys()]));
  for (const name of BASE_COLUMNS.keys()) known.add(name);
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return null;
  const message = `${className} has no attribute ${quoted(unknown)}.${didYouMean(unknown, known)}`;
  return { code: 'INVALID_ATTRIBUTE', message };
}

interface Candidate {
  readonly ordinal: number;
  readonly reference: IdentityReference;
  readonly entry: PreparedEntry;
  readonly entryId: number;
  readonly hash: string;
}

/**
 * Ordinal -> what the first entry that matches anything matched. An entry decides only when the item found agrees with
 * every other value of the identity: a name alone must not answer for another environment.
 */
async function matchByRules(
  { database }: ReferenceSource,
  rules: IdentityRules,
  model: ClassModel,
  references: readonly (IdentityReference & { ordinal: number })[],
  at: Revision,
): Promise<ReadonlyMap<number, readonly ItemId[]>> {
  const candidates = references.flatMap((reference) => candidatesOf(rules, reference));
  const holders = await findIdentityHolders(database, candidates, at);
  const holdersOf = groupBy(holders, (holder) => `${holder.entryId}:${holder.hash}`);
  const ids = [...new Set(holders.map((holder) => holder.itemId))];
  const loaded =
    ids.length === 0
      ? []
      : await loadItemsAt(
          database,
          ids.map((id) => ({ id, revision: at })),
        );
  const items = new Map(loaded.flatMap((item) => (item ? [[item.id, item]] : [])));
  const matched = new Map<number, readonly ItemId[]>();
  for (const candidate of candidates) {
    if (matched.has(candidate.ordinal)) continue;
    const agreeing = (holdersOf.get(`${candidate.entryId}:${candidate.hash}`) ?? []).filter(({ itemId }) => {
      const item = items.get(itemId);
      return item !== undefined && agrees(model, candidate.reference, item);
    });
    if (agreeing.length > 0)
      matched.set(
        candidate.ordinal,
        agreeing.map((holder) => holder.itemId),
      );
  }
  return matched;
}

/** Weak entries and those inside a host cannot decide: a reference names no host. */
function candidatesOf(rules: IdentityRules, reference: IdentityReference & { ordinal: number }): readonly Candidate[] {
  const tenant = reference.attributes['tenant'];
  const identifiable = {
    className: reference.class,
    tenant: typeof tenant === 'string' ? tenant : '',
    value: (name: string): JsonValue | undefined => reference.attributes[name],
  };
  return rules.entriesOf(reference.class).flatMap((entry) => {
    if (entry.entry.within !== null || entry.entry.weak) return [];
    return rules.valuesOf(entry, identifiable).rows.map((values) => ({
      ordinal: reference.ordinal,
      reference,
      entry,
      entryId: entry.entry.id,
      hash: rules.key(identifiable.tenant, entry.entry.id, values, null).hash,
    }));
  });
}

function agrees(model: ClassModel, reference: IdentityReference, item: ConfigurationItem): boolean {
  if (!model.isA(item.className, reference.class)) return false;
  const schemas = model.attributesOf(item.className);
  return Object.entries(reference.attributes).every(([name, wanted]) => {
    const kind = valueKind(name, schemas.get(name)?.schema);
    const stored = isBaseField(name) ? item[name] : item.attributes[name];
    const { isJunk } = model.junkValues;
    return normalise(kind, wanted, isJunk) === normalise(kind, stored as JsonValue | undefined, isJunk);
  });
}

type ComparedField = (typeof BASE_FIELDS)[number] | 'tenant';

const isBaseField = (name: string): name is ComparedField => BASE_COLUMNS.has(name);

async function matchByEquality(
  { database }: ReferenceSource,
  model: ClassModel,
  references: readonly (IdentityReference & { ordinal: number })[],
  at: Revision,
): Promise<ReadonlyMap<number, readonly ItemId[]>> {
  const rows = await findEqualItems(
    database,
    references.map((reference) => equalityLookup(model, reference)),
    at,
  );
  return new Map(
    [...groupBy(rows, (row) => row.ordinal)].map(([ordinal, found]) => {
      // A retired item answers only when nothing that lives does.
      const living = found.filter((row) => !row.retired);
      return [ordinal, (living.length > 0 ? living : found).map((row) => row.id)];
    }),
  );
}

function equalityLookup(model: ClassModel, reference: IdentityReference & { ordinal: number }): EqualityLookup {
  const entries = Object.entries(reference.attributes);
  const columns = entries.flatMap(([name, value]) => {
    const column = BASE_COLUMNS.get(name);
    return column === undefined || column === 'name' ? [] : [[column, textOf(value)] as const];
  });
  const name = reference.attributes['name'];
  return {
    ordinal: reference.ordinal,
    classes: model.descendants(reference.class),
    name: name === undefined ? null : textOf(name),
    columns: Object.fromEntries(columns),
    attributes: Object.fromEntries(entries.filter(([key]) => !BASE_COLUMNS.has(key))),
  };
}

const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Ordinal -> the most similar stored name, for identities by name that found nothing. */
async function nearNames(
  { database }: ReferenceSource,
  model: ClassModel,
  references: readonly (IdentityReference & { ordinal: number })[],
): Promise<ReadonlyMap<number, string>> {
  const named = references.flatMap(({ ordinal, class: className, attributes }) => {
    const name = attributes['name'];
    return typeof name === 'string' ? [{ ordinal, name, classes: model.descendants(className) }] : [];
  });
  const near = await findSimilarNames(database, named);
  return new Map(
    named.flatMap(({ ordinal, name }, index) => {
      const found = near[index] ?? null;
      return found === null || found === name ? [] : [[ordinal, found] as const];
    }),
  );
}

function notFound(identity: IdentityReference, near: string | null): Resolution {
  const hint = near === null ? '' : ` Did you mean ${quoted(near)}?`;
  return { code: 'INVALID_REFERENCE', message: `No item fits ${describeReference({ identity })}.${hint}` };
}
