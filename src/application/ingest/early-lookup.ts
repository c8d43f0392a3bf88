import type { EarlyLookup } from './early-holders';
import type { Executor } from '../../storage/database';
import { findHolders, type IdentityLookup } from '../../storage/identities/identifiers';
import type { KnownChangeSet } from '../../storage/change-sets/revision-head';
import type { KnownHolders } from './identity-holders';
import type { BatchPart } from './slice-batch';

/**
 * Begins to look up the identities of the items of a part that hold anywhere; those inside hosts are known when the hosts
 * are. Null for parts of other kinds: an end that names an item which is just being written must not be missed.
 */
export function lookUpEarly(
  reader: Executor,
  part: BatchPart | undefined,
  { since, remembered }: { readonly since: KnownChangeSet | null; readonly remembered: KnownHolders | null },
): EarlyLookup | null {
  if (part?.kind !== 'items') return null;
  const asked = new Set<IdentityLookup>();
  for (const level of part.levels) {
    for (const { nativeKeys, ownKeys } of level) {
      const keys = [...nativeKeys];
      for (const own of ownKeys) if (own) keys.push(...own);
      if (nativeKeys.length === 1 && remembered?.ofAll(keys)) continue;
      for (const key of keys) asked.add(key);
    }
  }
  return { asked, holders: findHolders(reader, [...asked]).catch(() => null), since };
}
