import type { EntryValues, IdentityKey } from '../../domain/identification/identity-keys';

/** What an item is recognised by without anything else. */
export interface OwnIdentities {
  /** Its identifying values, one for each entry of its class. */
  readonly values: readonly EntryValues[];
  /** Its identities, one list for each entry of its class; null where they hold inside a host only. */
  readonly ownKeys: readonly (readonly IdentityKey[] | null)[];
}

/** An item that nothing identifies. */
export const NO_IDENTITIES: OwnIdentities = { values: [], ownKeys: [] };
