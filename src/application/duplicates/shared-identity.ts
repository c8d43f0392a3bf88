import type { DuplicateEvidence } from '../../domain/identification/duplicates';
import { NATIVE_KEY_ENTRY } from '../../domain/class-model/identification-check';
import type { ItemId } from '../../domain/ids';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';

/** The entries that identify strongly, by id -> as messages name them. */
export function strongEntries(model: ClassModel): ReadonlyMap<number, string> {
  const labels = new Map<number, string>([[NATIVE_KEY_ENTRY, 'nativeKey']]);
  for (const { name } of model.classes())
    for (const entry of model.entriesOf(name)) if (!entry.weak) labels.set(entry.id, entry.attributes.join(', '));
  return labels;
}

/** Evidence that several stored items hold one identity. `value`: as it is stored. */
export function sharedIdentity(
  identity: {
    readonly entryId: number;
    readonly keyHash: string;
    readonly tenant: string;
    readonly value: string;
    readonly items: readonly ItemId[];
  },
  entry: string,
): DuplicateEvidence {
  const { entryId, keyHash, tenant, value } = identity;
  const items = identity.items.toSorted((a, b) => a - b);
  const values = (JSON.parse(value) as readonly unknown[]).filter((one) => typeof one === 'string');
  const holdings = items.map((item) => ({ entryId, hash: keyHash, item }));
  return { kind: 'SHARED_IDENTITY', tenant, items, entry, values, source: null, nativeKey: null, holdings };
}
