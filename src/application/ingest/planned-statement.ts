import type { ItemError } from '../../domain/errors';
import type { Relationship, RelationshipClaim } from '../../domain/relationship';
import type { Belief } from '../../domain/reconciliation/relationship-claims';
import type { IngestOutcome } from './ingest-types';
import type { Statement } from './relationship-statement';

/** What a statement makes of what is stored. */
export interface PlannedStatement {
  readonly statement: Statement;
  readonly before: Relationship | null;
  readonly claims: readonly RelationshipClaim[];
  readonly kind: 'CREATED' | 'CHANGED' | 'ENDED' | 'NONE';
  /** Of its records, in their order; none when they conflict. */
  readonly outcomes: readonly IngestOutcome[];
  readonly conflict: ItemError | null;
  readonly belief: Belief;
}
