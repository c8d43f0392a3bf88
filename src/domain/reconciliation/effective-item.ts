import { isValuePath, PART_PREFIX, pathIn, placeOf } from './claim-paths';
import {
  BASE_FIELDS,
  type BaseFields,
  type Claims,
  type ConfigurationItem,
  type Contact,
  type Criticality,
  type LifecycleStage,
} from '../configuration-item';
import type { Gate } from '../gate';
import { gateOfValue } from './item-claims';
import type { IngestPart } from '../ingest/ingest-record';
import type { JsonObject, JsonValue } from '../json';
import { jsonEqual } from '../json-equal';
import { remembered } from '../ingest/remembered';
import type { WinningClaim } from './reconciliation';

/** What holds for a field that nobody claims. */
export interface FieldDefaults {
  /** The name the item has, or one made of what identifies it. */
  readonly name: () => string;
  /** What the class says. */
  readonly canFail: boolean;
}

/** The values of an item that its claims decide. */
export interface EffectiveValues extends BaseFields {
  readonly labels: JsonObject;
  readonly attributes: JsonObject;
  readonly gates: readonly Gate[];
}

/** Makes the effective values of an item of its winning claims; a new item without a life-cycle stage is OPERATIONAL. */
export const effectiveValues = (winners: ReadonlyMap<string, WinningClaim>, defaults: FieldDefaults): EffectiveValues =>
  valuesOfPaths([...winners.keys()], (path) => winners.get(path)?.value ?? null, defaults);

/** The same of an item of which one observation is all that is known: every value that it claims. */
export const claimedValues = (claims: Claims, defaults: FieldDefaults): EffectiveValues =>
  valuesOfPaths(
    Object.keys(claims).filter((path) => isValuePath(path) && claims[path] !== null),
    (path) => claims[path] ?? null,
    defaults,
  );

function valuesOfPaths(
  paths: readonly string[],
  field: (path: string) => JsonValue,
  defaults: FieldDefaults,
): EffectiveValues {
  const parts: Record<IngestPart, Record<string, JsonValue>> = { ATTRIBUTES: {}, LABELS: {}, GATES: {} };
  for (const path of paths) {
    const { part, name } = placeOf(path);
    if (part !== null) parts[part][name] = field(path);
  }
  return {
    name: (field('name') as string | null) ?? defaults.name(),
    description: field('description') as string | null,
    environment: field('environment') as string | null,
    lifecycle: (field('lifecycle') as LifecycleStage | null) ?? 'OPERATIONAL',
    lifecycleStatus: field('lifecycleStatus') as string | null,
    criticality: field('criticality') as Criticality | null,
    owner: field('owner') as unknown as Contact | null,
    supportGroup: field('supportGroup') as unknown as Contact | null,
    onCall: field('onCall') as unknown as Contact | null,
    site: field('site') as string | null,
    canFail: (field('canFail') as boolean | null) ?? defaults.canFail,
    labels: parts.LABELS,
    attributes: parts.ATTRIBUTES,
    gates: gatesInOrder(parts.GATES),
  };
}

function gatesInOrder(gates: Readonly<Record<string, JsonValue>>): readonly Gate[] {
  const keys = Object.keys(gates);
  return keys.length === 0 ? NO_GATES : keys.sort().map((key) => gateOfValue(gates[key] ?? null));
}

const NO_GATES: readonly Gate[] = [];

/** Fields of an item beside its claimed values that a report may move. */
const STATE_FIELDS = ['presence', 'retiredAt'] as const satisfies readonly (keyof ConfigurationItem)[];

/** What differs between two states of an item, as sorted paths; everything that is set, when there was none before. */
export function changedPaths(
  before: Omit<ConfigurationItem, 'validFrom'> | null,
  after: Omit<ConfigurationItem, 'validFrom'>,
): readonly string[] {
  if (before === null) return pathsOf(after);
  const paths: string[] = [];
  for (const field of BASE_FIELDS) {
    if (!jsonEqual(asJson(before[field]), asJson(after[field]))) paths.push(field);
  }
  for (const field of STATE_FIELDS) if (before[field] !== after[field]) paths.push(field);
  if (before.className !== after.className) paths.push('class');
  paths.push(...changedKeys(PART_PREFIX.ATTRIBUTES, before.attributes, after.attributes));
  paths.push(...changedKeys(PART_PREFIX.LABELS, before.labels, after.labels));
  paths.push(...changedKeys(PART_PREFIX.GATES, gatesByKey(before.gates), gatesByKey(after.gates)));
  return paths.sort();
}

/** Everything that is set. */
function pathsOf(item: Omit<ConfigurationItem, 'validFrom'>): readonly string[] {
  const paths: string[] = BASE_FIELDS.filter((field) => item[field] !== null);
  for (const name of Object.keys(item.attributes)) paths.push(pathIn('ATTRIBUTES', name));
  for (const name of Object.keys(item.labels)) paths.push(pathIn('LABELS', name));
  for (const { key } of item.gates) paths.push(pathIn('GATES', key));
  return sortedList(paths.join('\u0000'));
}

/** Most items of one class set the same paths; sorting them takes longer than finding them. No path has a U+0000. */
const sortedList = remembered((paths): readonly string[] => paths.split('\u0000').sort(), 1_000);

const asJson = (value: Contact | string | boolean | null): JsonValue => value as JsonValue;

const gatesByKey = (gates: readonly Gate[]): JsonObject =>
  Object.fromEntries(gates.map((gate) => [gate.key, { ...gate }]));

function changedKeys(prefix: string, before: JsonObject, after: JsonObject): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !jsonEqual(before[key], after[key])).map((key) => prefix + key);
}
