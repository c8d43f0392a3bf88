import { keyTextParts, type IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import { encodeItemId } from '../../domain/opaque-id';
import type { Identifier } from '../../storage/change-sets/change-plan';
import { releaseIdentifiers } from './plan-identifiers';
import type { PlanBuilder } from './plan-builder';
import type { StoredState } from './stored-state';

/**
 * Gives back the identities that items had inside hosts which the plan's ended relationships led to: a database that
 * moved is no longer "main" of its old server, and the next "main" there is another one.
 */
export async function releaseHostedIdentities(
  rules: IdentityRules,
  state: StoredState,
  plan: PlanBuilder,
): Promise<void> {
  const ended = plan.relationships.flatMap((write) => (write.after === null && write.before ? [write.before] : []));
  if (ended.length === 0) return;
  const items = await state.items([...new Set(ended.flatMap((one) => [one.source, one.target]))]);
  const hosted = new Map<ItemId, Set<string>>();
  const note = (item: ItemId, type: string, host: ItemId): void => {
    const className = items.get(item)?.className;
    const hostClass = items.get(host)?.className;
    if (className === undefined || hostClass === undefined) return;
    const contexts = rules.entriesOf(className).flatMap(({ entry }) => entry.within ?? []);
    const fits = contexts.some((context) => context.relationshipType === type && rules.isHost(context, hostClass));
    if (fits) hosted.set(item, (hosted.get(item) ?? new Set()).add(encodeItemId(host)));
  };
  for (const { source, type, target } of ended) {
    note(source, type, target);
    note(target, type, source);
  }
  const held = await state.identifiersOf([...hosted.keys()]);
  const lost = [...held].flatMap(([item, identifiers]) => identifiers.filter((one) => isInside(one, hosted.get(item))));
  const holders = await state.holders(lost.map((one) => ({ entryId: one.entryId, hash: one.keyHash })));
  for (const [key, list] of holders) plan.expects.holders(key, list);
  const { added, removed } = releaseIdentifiers(lost, holders);
  plan.identifiersAdded.push(...added);
  plan.identifiersRemoved.push(...removed);
}

function isInside({ value }: Identifier, hosts: ReadonlySet<string> | undefined): boolean {
  const { host } = keyTextParts(value);
  return host !== null && hosts?.has(host) === true;
}
