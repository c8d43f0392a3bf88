import type { Criticality } from '../../domain/configuration-item';
import type { Strength } from '../../domain/gate';
import type { Direction } from '../../domain/graph/arc-buffer';
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
  readonly stopAt?: Optional<TopologyStopFilter>;
  readonly maxFanOut?: Optional<number>;
  readonly maxItems?: Optional<number>;
}

/** Which items are shown and not followed further; all that is given must hold. */
export interface TopologyStopFilter {
  readonly classes?: Optional<readonly string[]>;
  readonly environments?: Optional<readonly string[]>;
  readonly criticality?: Optional<readonly Criticality[]>;
  readonly canFail?: Optional<boolean>;
}

/** How far to go from the roots. */
export interface TopologyScope {
  readonly direction: Direction;
  /** Steps at most; null and undefined: no limit. */
  readonly depth?: Optional<number>;
  readonly filter?: Optional<TopologyFilter>;
}
