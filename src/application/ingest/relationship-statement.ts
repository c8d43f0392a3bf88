import type { RelationshipType } from '../../domain/class-model/class-model';
import { itemError, type ItemError } from '../../domain/errors';
import { relationshipKey } from '../../storage/change-sets/change-plan';
import type { BatchContext, BatchRelationship } from './batch';
import { nameItem } from './item-names';
import type { FoundBy, ResolvedEnd } from './resolve-ends';
import type { LandedItem } from './landed-item';

/** Relationships of the batch that state the same one, earliest first. */
export interface Statement {
  readonly key: string;
  readonly type: RelationshipType;
  readonly source: LandedItem;
  readonly target: LandedItem;
  readonly records: BatchRelationship[];
  /** What its ends were looked up by. */
  readonly foundBy: FoundBy[];
}

const END = ['end'] as const;
const SOURCE = ['source'] as const;
const TARGET = ['target'] as const;

/** The statement that a record makes, or why it makes none. */
export function readStatement(
  { model }: BatchContext,
  record: BatchRelationship,
  resolve: (end: BatchRelationship['source'], path: readonly string[]) => ResolvedEnd,
): Statement | { readonly errors: readonly ItemError[] } {
  const { type } = record;
  if (!type || record.errors.length > 0) return { errors: record.errors };
  const nested = record.nestedIndex !== null;
  const source = resolve(record.source, nested ? END : SOURCE);
  const target = resolve(record.target, nested ? END : TARGET);
  if (source.kind === 'unresolved' || target.kind === 'unresolved') {
    return { errors: [source, target].flatMap((end) => (end.kind === 'unresolved' ? [end.error] : [])) };
  }
  const errors = endErrors(record, source.item, target.item);
  if (errors.length > 0) return { errors };
  if (record.present && !model.allows(type.name, source.item.className, target.item.className)) {
    return { errors: [notAllowed(type, source.item, target.item)] };
  }
  // A symmetric relationship is one row whichever way it is told.
  const swap = type.symmetric && source.item.id > target.item.id;
  const first = swap ? target.item : source.item;
  const second = swap ? source.item : target.item;
  const key = relationshipKey(first.id, type.name, second.id);
  return { key, type, source: first, target: second, records: [], foundBy: [...source.foundBy, ...target.foundBy] };
}

const NONE: readonly ItemError[] = [];

function endErrors(record: BatchRelationship, source: LandedItem, target: LandedItem): readonly ItemError[] {
  if (source.id === target.id) {
    const message = `Both ends of ${record.label} are ${nameItem(source.id)}. An item has no relationship to itself.`;
    return [itemError('INVALID_REFERENCE', message)];
  }
  if (source.retiredAt === null && target.retiredAt === null) return NONE;
  return [source, target].flatMap((end) => {
    if (end.retiredAt === null) return NONE;
    const message = `${record.label} ends at ${nameItem(end.id)}, which was retired at ${end.retiredAt}. Retired items have no relationships.`;
    return [itemError('RETIRED', message)];
  });
}

function notAllowed(type: RelationshipType, source: LandedItem, target: LandedItem): ItemError {
  const rules = type.endpoints
    .slice(0, 3)
    .map((rule) => `${rule.source.join(' or ')} ${type.name} ${rule.target.join(' or ')}`);
  const message = `A ${source.className} may not be the source of ${type.name} to a ${target.className}. Allowed is: ${rules.join('; ')}.`;
  return itemError('RELATIONSHIP_NOT_ALLOWED', message, ['type']);
}
