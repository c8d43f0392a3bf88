import { identifierKey, type Identifier } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { holdingKey, type Touches } from '../../storage/history/operation-history';
import { findHolders } from '../../storage/identities/identifiers';
import type { PlanBuilder } from '../ingest/plan-builder';
import { redistribute } from '../merge/moved-identifiers';

/**
 * Identities that an operation gave go where `lost` says that nobody else gives them, those that it took return; whoever
 * holds them meanwhile goes on to.
 */
export async function planUndoneIdentifiers(
  reader: Executor,
  plan: PlanBuilder,
  touches: Touches<Identifier>,
  lost: (given: readonly Identifier[]) => readonly Identifier[],
): Promise<void> {
  const net = [...touches.values()].map((list) => ({
    before: list[0]?.before ?? null,
    after: list.at(-1)?.after ?? null,
  }));
  const given = lost(net.flatMap(({ before, after }) => (before === null && after ? [after] : [])));
  const taken = net.flatMap(({ before, after }) => (before && after === null ? [before] : []));
  if (given.length + taken.length === 0) return;
  const keys = [...given, ...taken].map((one) => ({ entryId: one.entryId, hash: one.keyHash }));
  const holders = await findHolders(reader, keys);
  const held = new Map([...holders.values()].flat().map((one) => [holdingKey(one), one]));
  const transfers = [
    ...given.flatMap((one) => {
      const from = held.get(holdingKey(one));
      return from ? [{ from, to: null }] : [];
    }),
    ...taken.flatMap((one) => (held.has(holdingKey(one)) ? [] : [{ from: null, to: one }])),
  ];
  const owners = taken.filter((one) => !one.contested);
  const preferred = new Map(owners.map((one) => [identifierKey(one.entryId, one.keyHash), one.itemId]));
  const { added, removed } = redistribute(transfers, holders, preferred);
  plan.identifiersAdded.push(...added);
  plan.identifiersRemoved.push(...removed);
  for (const { entryId, hash } of keys) {
    const key = identifierKey(entryId, hash);
    plan.expects.holders(key, holders.get(key) ?? []);
  }
}
