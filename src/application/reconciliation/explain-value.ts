import { isValuePath, PART_PREFIX, partOf } from '../../domain/reconciliation/claim-paths';
import { itemValueAt } from '../../domain/history/changed-values';
import { BASE_FIELDS, type ConfigurationItem } from '../../domain/configuration-item';
import { DomainError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { witnessesOf } from '../../domain/reconciliation/reconciliation';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { explainClaims, type ExplainedValue } from '../../domain/reconciliation/value-explanation';
import type { RevisionReaders } from '../lists/readers';

/** Why a value of an item is what it is. */
export interface ExplainedItemValue extends ExplainedValue {
  readonly item: ConfigurationItem;
  readonly path: string;
  /** What is stored. It may differ from what wins until the sweeper has written what expired. */
  readonly value: JsonValue;
  readonly at: Revision;
}

const BASE: ReadonlySet<string> = new Set(BASE_FIELDS);

/**
 * Explains a value of an item as it was at a revision; `now` (RFC 3339) decides which claims have expired. Throws
 * INVALID_ATTRIBUTE when the class has no such attribute and nobody claims it.
 */
export async function explainValue(
  readers: Pick<RevisionReaders, 'observations' | 'sightings' | 'volatileValues'>,
  model: ClassModel,
  item: ConfigurationItem,
  { attribute, at, now }: { readonly attribute: string; readonly at: Revision; readonly now: string },
): Promise<ExplainedItemValue> {
  const [observations, sightings] = await Promise.all([
    readers.observations.load(item.id),
    readers.sightings.load(item.id),
  ]);
  const path = pathOf(model, item, attribute, new Set(observations.flatMap(({ claims }) => Object.keys(claims))));
  const name = path.slice(PART_PREFIX.ATTRIBUTES.length);
  if (partOf(path) === 'ATTRIBUTES' && model.volatileOf(item.className).has(name)) {
    const values = await readers.volatileValues.load(item.id);
    return { item, path, value: values[name] ?? null, at, claims: [], winner: null, explanation: WITHOUT_HISTORY };
  }
  const seen = new Map(
    sightings.map(({ source, lastSeenAt, completeAt }) => [source, { complete: completeAt, last: lastSeenAt }]),
  );
  const standings = model.reconciliation.ofClass(item.className);
  const explained = explainClaims(witnessesOf(observations, seen), path, standings, now);
  return { ...explained, item, path, value: itemValueAt(item, path), at };
}

const WITHOUT_HISTORY =
  'Values of this attribute have no history (x-volatile): what was seen last holds, whoever saw it, and nothing of it is kept at past moments.';

/** The path that a caller means: an attribute may be named without its part. */
function pathOf(
  model: ClassModel,
  { className }: ConfigurationItem,
  attribute: string,
  claimed: ReadonlySet<string>,
): string {
  const attributes = model.attributesOf(className);
  if (BASE.has(attribute)) return attribute;
  if (attributes.has(attribute)) return PART_PREFIX.ATTRIBUTES + attribute;
  const part = partOf(attribute);
  const known = part === 'ATTRIBUTES' ? attributes.has(attribute.slice(PART_PREFIX.ATTRIBUTES.length)) : part !== null;
  if (known || (claimed.has(attribute) && isValuePath(attribute))) return attribute;
  const hint = didYouMean(attribute, [...BASE_FIELDS, ...attributes.keys()]);
  throw new DomainError(
    'INVALID_ATTRIBUTE',
    `A ${className} has no attribute ${quoted(attribute)}.${hint} Name a base field, an attribute, labels.<key> or gates.<key>.`,
  );
}
