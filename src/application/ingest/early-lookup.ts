import type { Executor } from '../../storage/database';
import { findHolders, type Holders, type IdentityLookup } from '../../storage/identifiers';
import type { KnownChangeSet } from '../../storage/revision-head';
import type { KnownHolders } from './identity-holders';
import type { BatchPart } from './slice-batch';

/**
 * Who holds the identities of a part, looked up while the part before it is worked out, so that this process need not wait
 * for it later. By then it may have changed: whoever writes checks that, or finds the identity taken.
 */
export interface EarlyLookup {
  /** What was asked for; what was not has to be looked up. */
  readonly asked: ReadonlySet<IdentityLookup>;
  /** Null when it could not be read. */
  readonly holders: Promise<Holders | null>;
  /** The newest change set of this server by then. */
  readonly since: KnownChangeSet | null;
}

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
      const keys = [...nativeKeys, ...ownKeys.flatMap((own) => own ?? [])];
      if (nativeKeys.length === 1 && remembered?.ofAll(keys)) continue;
      for (const key of keys) asked.add(key);
    }
  }
  return { asked, holders: findHolders(reader, [...asked]).catch(() => null), since };
}
