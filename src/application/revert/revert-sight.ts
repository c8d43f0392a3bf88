import { sees, type Visibility } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import type { ChangeSet } from '../../domain/history/change';
import type { ItemWrite } from '../../storage/change-sets/change-plan';
import { seesAllOf } from '../../storage/history/operation-history';
import type { EditCall, Editing } from '../editing/edit-call';
import { REVERT_KINDS } from './revert-kinds';

/**
 * Throws FORBIDDEN unless a caller sees all that an operation changed. Merges are undone by who sees everything: whom the
 * merged items were, others may not be told.
 */
export async function requireInSight(
  { database }: Pick<Editing, 'database'>,
  { visibility = null }: EditCall,
  changeSets: readonly ChangeSet[],
): Promise<void> {
  if (visibility === null) return;
  const isMerge = changeSets.some((one) => REVERT_KINDS[one.operationKind].how === 'merge');
  if (isMerge || !(await seesAllOf(database, changeSets))) throw beyondSight();
}

/** Throws FORBIDDEN where undoing would write to what a caller does not see, or take something out of their sight. */
export function requireReach(writes: readonly ItemWrite[], visibility: Visibility | null): void {
  for (const { before, after } of writes) {
    const leaves = after.retiredAt === null && !sees(visibility, after);
    if (leaves || (before !== null && !sees(visibility, before))) throw beyondSight();
  }
}

const beyondSight = (): DomainError =>
  new DomainError(
    'FORBIDDEN',
    'It changed, or merged, items that you do not see, or undoing it takes them out of your sight; and it is undone as a whole. Somebody who sees all of it can undo it.',
  );
