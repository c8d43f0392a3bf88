import { IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemWrite } from '../../storage/change-sets/change-plan';
import type { Application } from '../application';
import { identityHash } from '../references/identity-hash';
import type { Parking } from '../parking/parking';
import type { BatchContext, RecordLines, Reporter } from './batch';

/** Whose records are to be read, and when they were seen. */
export interface BatchOrigin {
  readonly reporter: Reporter;
  /** RFC 3339; null: now. */
  readonly observedAt: string | null;
  /** Left out: nothing is parked. */
  readonly parking?: Parking | null;
  /** Left out: records are known by their position. */
  readonly lines?: RecordLines | null;
  /** Told of every version that is planned; of one that is planned again, again. */
  readonly onWrite?: (write: ItemWrite) => void;
}

/** What all stages of one call share, under the newest class model. */
export async function batchContext(
  app: Pick<Application, 'database' | 'models' | 'clock'>,
  { reporter, observedAt, parking = null, lines = null, onWrite }: BatchOrigin,
): Promise<BatchContext> {
  const { model, revision } = await app.models.latest(app.database);
  const now = app.clock();
  return {
    model,
    modelRevision: revision,
    types: new Set(model.types().map((type) => type.name)),
    rules: new IdentityRules(model, identityHash),
    reporter,
    observedAt: observedAt ?? now.toISOString(),
    now,
    parking,
    lines,
    ...(onWrite ? { onWrite } : {}),
  };
}
