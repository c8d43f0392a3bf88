import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import { decodeId } from '../../domain/opaque-id';
import type { EditCall, Editing, EditResult } from '../editing/edit-call';
import { undoMerge } from '../merge/undo-merge';
import { RevertReport, type RevertedThing } from './revert-report';

/** What undoing a merge did, in the words of all reverts. */
export interface RevertedMerge extends Omit<EditResult, 'errors'> {
  readonly things: readonly RevertedThing[];
}

/** Undoes a merge. Null when the change set is none, but that of a merge that was undone. Throws what refuses it. */
export async function revertMerge(app: Editing, call: EditCall, changeSet: ChangeSet): Promise<RevertedMerge | null> {
  const { errors, survivor, restored, kept, keptRelationships, endedRelationships, ...result } = await undoMerge(
    app,
    call,
    changeSet.revision,
  );
  const [error] = errors;
  if (error?.code === 'NOT_FOUND') return null;
  if (error) throw new DomainError(error.code, error.message);
  const report = new RevertReport();
  const paths = [...new Set(kept.flatMap((one) => one.paths))].sort();
  for (const itemId of [survivor, ...restored]) {
    if (itemId === null || restored.length === 0) continue;
    const thing = { entity: 'CONFIGURATION_ITEM' as const, itemId, relationshipId: null };
    report.note(thing, { wrote: true, kept: itemId === survivor ? paths : [] });
  }
  for (const [ids, because] of [
    [keptRelationships, 'It was claimed after the merge, and stays with the survivor.'],
    [endedRelationships, 'It ended after the merge, and stays ended.'],
  ] as const) {
    for (const id of ids) {
      const decoded = decodeId(id);
      if (decoded?.kind !== 'Relationship') continue;
      const thing = { entity: 'RELATIONSHIP' as const, itemId: null, relationshipId: decoded.id };
      report.note(thing, { wrote: false, kept: [], because });
    }
  }
  return { ...result, things: report.things() };
}
