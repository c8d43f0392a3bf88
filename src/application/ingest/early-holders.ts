import type { Holders, IdentityLookup } from '../../storage/identities/identifiers';
import type { KnownChangeSet } from '../../storage/change-sets/revision-head';

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
