import type { IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import type { ObservationState } from '../../domain/reconciliation/observation-merge';
import { identifierKey, type Identifier } from '../../storage/change-sets/change-plan';
import { lostIdentifiers } from '../ingest/plan-identifiers';
import { transferred, type IdentifierTransfer } from './moved-identifiers';
import type { StoredForUndo } from './read-undo';

/** Identities that go back when a merge is undone, and who owned them before it. */
export interface UndoneIdentifiers {
  readonly transfers: readonly IdentifierTransfer[];
  readonly preferred: ReadonlyMap<string, ItemId>;
}

/**
 * Merged items get back what they held, and what was identified inside them is again. The survivor keeps what it held
 * before, and what it is still said to be (`left`).
 */
export function undoIdentifiers(
  rules: IdentityRules,
  stored: StoredForUndo,
  left: readonly ObservationState[],
): UndoneIdentifiers {
  const { survivor, merged, closed, identifiers, revision } = stored;
  const moves = new Map(merged.map((item) => [item.id, survivor.id]));
  const heldBefore = new Set(closed.identifiers.map(holding));
  const later = identifiers.filter((one) => one.itemId === survivor.id && one.validFrom >= revision);
  const unsupported = new Set(lostIdentifiers(rules, survivor.tenant, later, left).map(holding));
  const given = later.filter((one) => !heldBefore.has(holding(one)) && unsupported.has(holding(one)));
  const giving = new Map(given.map((one) => [holding(one), one]));
  const held = new Map(identifiers.map((one) => [holding(one), one]));
  const transfers: IdentifierTransfer[] = [];
  for (const before of closed.identifiers) {
    const then = transferred(rules, before, moves);
    if (then === before) continue;
    if (moves.has(before.itemId)) {
      const from = then && giving.get(holding(then));
      if (from) giving.delete(holding(from));
      transfers.push({ from: from ?? null, to: before });
    } else if (then && held.has(holding(then))) {
      // It is still what it was inside the survivor: so it goes back into its own host.
      transfers.push({ from: held.get(holding(then)) ?? then, to: before });
    }
  }
  for (const from of giving.values()) transfers.push({ from, to: null });
  const owners = closed.identifiers.filter((one) => !one.contested);
  return { transfers, preferred: new Map(owners.map((one) => [keyOf(one), one.itemId])) };
}

const keyOf = ({ entryId, keyHash }: Identifier): string => identifierKey(entryId, keyHash);

const holding = (one: Identifier): string => `${keyOf(one)} ${one.itemId}`;
