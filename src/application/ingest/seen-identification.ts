import type { Visibility } from '../../domain/access/visibility';
import { sees } from '../../domain/access/visibility';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemError, type ItemError } from '../../domain/errors';
import type { Identification } from '../../domain/identification/identification';
import type { ItemId } from '../../domain/ids';
import { quoted } from '../../domain/nearest-name';
import type { ItemGroup } from './item-group';

/**
 * An identification as a reporter may be told of it: what they do not see is neither named nor taken for a duplicate.
 * Null when it turns on something hidden. Null as a visibility sees everything.
 */
export function identificationAsSeen(
  identification: Identification,
  visibility: Visibility | null,
  items: ReadonlyMap<ItemId, ConfigurationItem>,
): Identification | null {
  if (visibility === null) return identification;
  const isSeen = (id: ItemId): boolean => {
    const item = items.get(id);
    return item === undefined || sees(visibility, item);
  };
  switch (identification.outcome) {
    case 'matched':
      if (!isSeen(identification.item)) return null;
      return { ...identification, others: identification.others.filter(isSeen) };
    case 'nativeKeyReused':
      return isSeen(identification.item) ? identification : null;
    case 'ambiguous':
      return identification.candidates.every(isSeen) ? identification : null;
    case 'created':
    case 'insufficient':
      return { ...identification, nearMisses: identification.nearMisses.filter(isSeen) };
    case 'hostMissing':
    case 'hostAmbiguous':
      return identification;
    default:
      return identification satisfies never;
  }
}

/**
 * Why nobody with this visibility may say what a payload says, whomever it means. Asked before it is identified, so that
 * the answer tells nothing of what is hidden.
 */
export function saysBeyondSight(visibility: Visibility | null, group: ItemGroup): ItemError | null {
  if (visibility === null) return null;
  const { tenants, labels } = visibility;
  if (group.tenantGiven && tenants !== null && !tenants.includes(group.tenant)) return ofForeignTenant(group, tenants);
  for (const [key, value] of Object.entries(labels)) {
    const claimed = group.payload.claims[`labels.${key}`];
    if (claimed !== undefined && claimed !== value) return withoutLabel(group, key, value);
  }
  return null;
}

/** Why a payload would make an item that its reporter does not see. */
export function makesBeyondSight(visibility: Visibility | null, group: ItemGroup): ItemError | null {
  if (visibility === null) return null;
  const { tenants, labels } = visibility;
  if (tenants !== null && !tenants.includes(group.tenant)) return ofForeignTenant(group, tenants);
  for (const [key, value] of Object.entries(labels)) {
    if (group.payload.claims[`labels.${key}`] !== value) return withoutLabel(group, key, value);
  }
  return null;
}

function ofForeignTenant({ label, tenant }: ItemGroup, tenants: readonly string[]): ItemError {
  const message = `${label} would be of the tenant ${quoted(tenant)}, and your token is for ${tenants.map(quoted).join(', ')}. Name one of these as its tenant.`;
  return itemError('FORBIDDEN', message, ['tenant']);
}

function withoutLabel({ label }: ItemGroup, key: string, value: string): ItemError {
  const message = `${label} must have the label ${quoted(key)} with the value ${quoted(value)}, because your token is only for such items.`;
  return itemError('FORBIDDEN', message, ['labels', key]);
}

/** The refusal of what is hidden as of an id that is not there. */
export function meansNothing(label: string): ItemError {
  const message = `${label} means nothing that you may write. Check its id and keys, and which tenants and labels your token is for.`;
  return itemError('NOT_FOUND', message);
}
