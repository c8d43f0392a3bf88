import { identifierKey, relationshipKey, type ChangePlan } from './change-plan';
import type { Executor } from '../database';
import { findHolderIds } from '../identities/identifiers';
import { readRelationshipVersions } from './plan-check';

/*
 * Identities and relationships that a plan takes for free are not looked up under the head lock, where everybody waits:
 * writing them is what finds out. Only when that failed is it looked up who was late.
 */

/** Whether writing a plan fails where a key that it takes for free is not. */
export const takesKeys = ({ identifiersAdded, relationships }: ChangePlan): boolean =>
  identifiersAdded.length > 0 || relationships.some(isNew);

/** Which of some plans take for free what is not. One statement per table, however many plans there are. */
export async function findOccupied(executor: Executor, plans: readonly ChangePlan[]): Promise<ReadonlySet<ChangePlan>> {
  const holders = await findHolderIds(executor, plans.flatMap(ownersOf));
  const relationships = await readRelationshipVersions(executor, plans.flatMap(newRelationshipsOf));
  return new Set(
    plans.filter(
      (plan) =>
        ownersOf(plan).some(({ entryId, hash }) => holders.has(identifierKey(entryId, hash))) ||
        newRelationshipsOf(plan).some((key) => relationships.has(key)),
    ),
  );
}

/** Identities that get an owner which does not take over from another one. */
function ownersOf({ identifiersAdded, identifiersRemoved }: ChangePlan): readonly { entryId: number; hash: string }[] {
  const left = new Set(identifiersRemoved.map((one) => identifierKey(one.entryId, one.keyHash)));
  return identifiersAdded.flatMap(({ entryId, keyHash, contested }) =>
    contested || left.has(identifierKey(entryId, keyHash)) ? [] : [{ entryId, hash: keyHash }],
  );
}

const newRelationshipsOf = ({ relationships }: ChangePlan): readonly string[] =>
  relationships.flatMap(({ before, after }) =>
    before === null && after ? [relationshipKey(after.source, after.type, after.target)] : [],
  );

const isNew = ({ before }: { readonly before: unknown }): boolean => before === null;
