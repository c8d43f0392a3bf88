import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemError, type ItemError } from '../../domain/errors';
import { quoted } from '../../domain/nearest-name';
import type { BatchContext } from './batch';
import type { ItemGroup } from './item-group';
import { nameItem } from './item-names';

interface Transition {
  readonly group: ItemGroup;
  readonly before: ConfigurationItem | null;
}

/** Why reports may not touch the item that they mean: another tenant, retired, another version, another kind of thing. */
export function refusals(context: BatchContext, { group, before }: Transition): readonly ItemError[] {
  const unseen = beyondSight(context, { group, before });
  if (unseen) return [unseen];
  const wanted = group.members.find((member) => typeof member.record.ifVersion === 'number')?.record.ifVersion ?? null;
  if (!before) return wanted === null ? [] : [versionConflict(group, wanted, 'there is no such item')];
  const id = nameItem(before.id);
  if (group.tenantGiven && group.tenant !== before.tenant) {
    const message = `${group.label} is ${id}, which belongs to the tenant ${quoted(before.tenant)}. The tenant of an item never changes: leave it out, or create another item.`;
    return [itemError('INVALID_VALUE', message, ['tenant'])];
  }
  if (before.mergedInto !== null) {
    const message = `${group.label} is ${id}, which was merged into ${nameItem(before.mergedInto)}. Report that one.`;
    return [itemError('INVALID_REFERENCE', message, ['id'])];
  }
  if (before.retiredBy === 'PERSON' && !context.reporter.byHand) {
    const message = `${group.label} is ${id}, which a person retired at ${before.retiredAt}. Discovery does not bring it back; upsertConfigurationItem does.`;
    return [itemError('RETIRED', message)];
  }
  if (wanted !== null && wanted !== before.version) {
    return [versionConflict(group, wanted, `it is at version ${before.version}`)];
  }
  if (nextClass(context, { group, before }) === null) {
    const message = `${group.label} is ${id}, a ${before.className}, which cannot become a ${group.className}: neither descends from the other. Correct the class, or its identifying attributes.`;
    return [itemError('CLASS_CHANGE_REFUSED', message, ['class'])];
  }
  return [];
}

/** Why a report would make what its reporter does not see. */
function beyondSight({ reporter }: BatchContext, { group, before }: Transition): ItemError | null {
  const { visibility = null } = reporter;
  if (visibility === null) return null;
  const { tenants } = visibility;
  if (tenants !== null && !tenants.includes(before?.tenant ?? group.tenant)) {
    const message = `${group.label} would be of the tenant ${quoted(group.tenant)}, and your token is for ${tenants.map(quoted).join(', ')}. Name one of these as its tenant.`;
    return itemError('FORBIDDEN', message, ['tenant']);
  }
  for (const [key, value] of Object.entries(visibility.labels)) {
    const claimed = group.payload.claims[`labels.${key}`];
    if (claimed === value || (before && claimed === undefined)) continue;
    const message = `${group.label} must have the label ${quoted(key)} with the value ${quoted(value)}, because your token is only for such items.`;
    return itemError('FORBIDDEN', message, ['labels', key]);
  }
  return null;
}

function versionConflict(group: ItemGroup, wanted: number, actual: string): ItemError {
  const message = `${group.label} was to be changed at version ${wanted}, but ${actual}. Read it again and decide anew.`;
  return itemError('VERSION_CONFLICT', message, ['ifVersion']);
}

/** The class after a report: the more specific one of what it was and what it is said to be; null on another branch. */
export function nextClass({ model }: BatchContext, { group, before }: Transition): string | null {
  if (!before || model.isA(group.className, before.className)) return group.className;
  return model.isA(before.className, group.className) ? before.className : null;
}
