import type { Visibility } from '../../domain/access/visibility';
import { sees } from '../../domain/access/visibility';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemError, type ItemError } from '../../domain/errors';
import type { Identification } from '../../domain/identification/identification';
import type { ItemId } from '../../domain/ids';

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

/** The same of what is hidden and of what is not there: nobody can tell them apart by asking. */
export function meansNothing(label: string): ItemError {
  const message = `${label} means nothing that you may write. Check its id and keys, and which tenants and labels your token is for.`;
  return itemError('NOT_FOUND', message);
}
