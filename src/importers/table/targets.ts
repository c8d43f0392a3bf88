import { DomainError } from '../../domain/errors';
import type { Strength } from '../../domain/gate';
import { isStrength } from '../record-values';

/** Base fields that a column may fill; contacts have a name and, as `owner.url`, an address. */
export const BASE_TARGETS = [
  'class',
  'nativeKey',
  'name',
  'description',
  'environment',
  'lifecycle',
  'lifecycleStatus',
  'criticality',
  'owner',
  'owner.url',
  'supportGroup',
  'supportGroup.url',
  'onCall',
  'onCall.url',
  'site',
  'tenant',
  'canFail',
] as const;
export type BaseTarget = (typeof BASE_TARGETS)[number];

/** How the text of a cell becomes an attribute's value. */
const VALUE_TYPES = ['text', 'number', 'boolean', 'list', 'json'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** A relationship column. Its cells name the other ends: by native key, or by class and one attribute. */
export interface RelationshipTarget {
  readonly to: 'relationship';
  readonly type: string;
  /** TARGET: the row's item is the target. */
  readonly direction: 'SOURCE' | 'TARGET';
  readonly endClass: string | null;
  readonly endAttribute: string;
  readonly strength: Strength | null;
  readonly gateKey: string | null;
}

/** What a column means. */
export type ColumnTarget =
  | { readonly to: 'base'; readonly field: BaseTarget }
  | { readonly to: 'attribute'; readonly name: string; readonly type: ValueType }
  | { readonly to: 'label'; readonly key: string }
  | RelationshipTarget;

const ATTRIBUTE = /^attributes\.([A-Za-z0-9_]+)(?::([a-z]+))?$/;
const LABEL = /^labels\.(.+)$/;
const RELATIONSHIP = /^rel:(<?)([A-Z][A-Z0-9_]*)(?:@([A-Z][A-Za-z0-9]*)(?:\.([A-Za-z0-9]+))?)?$/;

/** Reads `name`, `attributes.cpuCount:number`, `labels.team`, `rel:RUNS_ON@Server.hostname` …; null when it is none of them. */
export function parseTarget(text: string): ColumnTarget | null {
  const base = baseTarget(text);
  if (base !== null) return { to: 'base', field: base };
  const attribute = ATTRIBUTE.exec(text);
  if (attribute !== null) return attributeTarget(attribute[1] ?? '', attribute[2] ?? 'text');
  const label = LABEL.exec(text);
  if (label !== null) return { to: 'label', key: label[1] ?? '' };
  const relationship = RELATIONSHIP.exec(text);
  if (relationship === null) return null;
  const [, inverse, type = '', endClass = null, endAttribute = 'name'] = relationship;
  const direction = inverse === '<' ? 'TARGET' : 'SOURCE';
  return { to: 'relationship', type, direction, endClass, endAttribute, strength: null, gateKey: null };
}

// People write `Native key`, `native_key` or `NATIVEKEY` and mean the same.
function baseTarget(text: string): BaseTarget | null {
  const plain = text.toLowerCase().replace(/[\s_-]/g, '');
  return BASE_TARGETS.find((name) => name.toLowerCase() === plain) ?? null;
}

function attributeTarget(name: string, type: string): ColumnTarget | null {
  const known = VALUE_TYPES.find((one) => one === type);
  return known === undefined ? null : { to: 'attribute', name, type: known };
}

/** The target of a column in a mapping file: the same text, or an object that adds strength and gate to a relationship. */
export function mappedTarget(column: string, value: unknown): ColumnTarget {
  const settings =
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : { to: value };
  const target = typeof settings['to'] === 'string' ? parseTarget(settings['to']) : null;
  if (target === null) throw mappingError(column, `"${String(settings['to'])}" is no target; ${TARGET_HELP}`);
  const { to: _, strength, gate, ...unknown } = settings;
  const [surplus] = Object.keys(unknown);
  if (surplus !== undefined)
    throw mappingError(column, `unknown setting "${surplus}"; known are to, strength and gate`);
  if (target.to !== 'relationship') return target;
  if (strength !== undefined && !isStrength(strength)) throw mappingError(column, 'strength must be HARD or SOFT');
  return { ...target, strength: strength ?? null, gateKey: typeof gate === 'string' ? gate : null };
}

/** For the messages that refuse a header or mapping. */
export const TARGET_HELP =
  'known are class, nativeKey, name and the other base fields, attributes.<name>[:number|boolean|list|json], labels.<key> and rel:<TYPE>[@<Class>[.<attribute>]]';

export const mappingError = (place: string, message: string): DomainError =>
  new DomainError('BAD_REQUEST', `mapping of ${place}: ${message}.`);
