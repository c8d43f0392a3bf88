import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemError, type ItemError } from '../../domain/errors';
import { quoted } from '../../domain/nearest-name';
import type { BatchContext } from './batch';
import type { ItemGroup } from './item-group';
import { nameItem } from './item-names';
import { makesBeyondSight } from './seen-identification';

interface Transition {
  readonly group: ItemGroup;
  readonly before: ConfigurationItem | null;
}

/** Why reports may not touch the item that they mean: another tenant, retired, another version, another kind of thing. */
export function refusals(context: BatchContext, { group, before }: Transition): readonly ItemError[] {
  const unseen = before ? null : makesBeyondSight(context.reporter.visibility ?? null, group);
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

function versionConflict(group: ItemGroup, wanted: number, actual: string): ItemError {
  const message = `${group.label} was to be changed at version ${wanted}, but ${actual}. Read it again and decide anew.`;
  return itemError('VERSION_CONFLICT', message, ['ifVersion']);
}

/** The class after a report: the more specific one of what it was and what it is said to be; null on another branch. */
export function nextClass({ model }: BatchContext, { group, before }: Transition): string | null {
  if (!before || model.isA(group.className, before.className)) return group.className;
  return model.isA(before.className, group.className) ? before.className : null;
}
