import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemError, type ItemError } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import { quoted } from '../../domain/nearest-name';
import { decodeItemId, encodeItemId } from '../../domain/opaque-id';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';

/** An item that must be at a version. */
export interface ExpectedVersion {
  readonly configurationItem: string;
  readonly version: number;
}

/** Why items may not become one: another tenant, another branch of classes, retired, another version. */
export function mergeRefusals(
  model: ClassModel,
  survivor: ConfigurationItem,
  merged: readonly ConfigurationItem[],
  ifVersions: readonly ExpectedVersion[],
): readonly ItemError[] {
  const all = [survivor, ...merged];
  return [
    ...merged.flatMap((item) => refusal(model, survivor, item) ?? []),
    ...branchRefusal(model, all),
    ...ifVersions.flatMap((expected, at) => versionRefusal(all, expected, at) ?? []),
  ];
}

/** The class that descends from those of all items; null when they are on different branches. */
export function mergedClass(model: ClassModel, items: readonly ConfigurationItem[]): string | null {
  const names = [...new Set(items.map((item) => item.className))];
  return names.find((name) => names.every((other) => model.isA(name, other))) ?? null;
}

function refusal(model: ClassModel, survivor: ConfigurationItem, item: ConfigurationItem): ItemError | null {
  const [own, other] = [encodeItemId(survivor.id), encodeItemId(item.id)];
  if (item.tenant !== survivor.tenant) {
    const message = `${other} belongs to the tenant ${quoted(item.tenant)} and ${own} to ${quoted(survivor.tenant)}. Items of different tenants are never one.`;
    return itemError('INVALID_VALUE', message, ['merged']);
  }
  if (!model.isA(item.className, survivor.className) && !model.isA(survivor.className, item.className)) {
    const message = `${other} is a ${item.className} and ${own} a ${survivor.className}: neither descends from the other, so they are no duplicates. Correct the class of one of them first.`;
    return itemError('CLASS_CHANGE_REFUSED', message, ['merged']);
  }
  if (survivor.retiredAt !== null && item.retiredAt === null) {
    const message = `${own} was retired at ${survivor.retiredAt}, and ${other} lives. Let ${other} survive, or bring ${own} back with upsertConfigurationItem first.`;
    return itemError('RETIRED', message, ['survivor']);
  }
  return null;
}

/** Each may fit the survivor and two of them not each other. */
function branchRefusal(model: ClassModel, all: readonly ConfigurationItem[]): readonly ItemError[] {
  const [survivor, ...merged] = all;
  const fitsEach = merged.every(
    (item) =>
      survivor && (model.isA(item.className, survivor.className) || model.isA(survivor.className, item.className)),
  );
  if (!fitsEach || mergedClass(model, all) !== null) return [];
  const names = [...new Set(all.map((item) => item.className))].join(', ');
  const message = `The items are of the classes ${names}, of which none descends from all others. Merge those of one branch.`;
  return [itemError('CLASS_CHANGE_REFUSED', message, ['merged'])];
}

function versionRefusal(
  all: readonly ConfigurationItem[],
  { configurationItem, version }: ExpectedVersion,
  at: number,
): ItemError | null {
  const id: ItemId | null = decodeItemId(configurationItem);
  const item = all.find((one) => one.id === id);
  if (!item) {
    const message = `ifVersions names ${quoted(configurationItem)}, which is none of the items to merge. Name those, or leave it out.`;
    return itemError('INVALID_REFERENCE', message, ['ifVersions', String(at)]);
  }
  if (item.version === version) return null;
  const message = `${configurationItem} was to be merged at version ${version}, but it is at version ${item.version}. Read it again and decide anew.`;
  return itemError('VERSION_CONFLICT', message, ['ifVersions', String(at)]);
}
