import type { Strength } from '../../domain/gate';
import type { Direction } from '../../domain/graph/arc-buffer';
import type { ItemId } from '../../domain/ids';
import type { ItemFilter } from '../../domain/lists/item-filter';
import type { RelationshipKind } from '../../domain/relationship';

type Optional<T> = T | null | undefined;

/** What a topology follows and leaves out; null and undefined ask nothing. Class names include their descendants. */
export interface TopologyFilter {
  readonly relationshipTypes?: Optional<readonly string[]>;
  readonly kinds?: Optional<readonly RelationshipKind[]>;
  readonly strengths?: Optional<readonly Strength[]>;
  /** Others are passed through. */
  readonly classes?: Optional<readonly string[]>;
  /** Passed through, and the step to them does not count. */
  readonly collapseClasses?: Optional<readonly string[]>;
  /** Shown and not followed further. */
  readonly stopAt?: Optional<ItemFilter>;
  /** Those that fit it: looked up where the graph does not know what it asks (see `stop-items.ts`). */
  readonly stopItems?: ReadonlySet<ItemId>;
  readonly maxFanOut?: Optional<number>;
  readonly maxItems?: Optional<number>;
}

/** How far to go from the roots. */
export interface TopologyScope {
  readonly direction: Direction;
  /** Steps at most; null and undefined: no limit. */
  readonly depth?: Optional<number>;
  readonly filter?: Optional<TopologyFilter>;
}
