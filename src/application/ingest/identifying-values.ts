import { pathOfAttribute } from '../../domain/reconciliation/claim-paths';
import type { EntryValues, Identifiable, IdentityKey, IdentityRules } from '../../domain/identification/identity-keys';
import type { BatchContext, BatchItem } from './batch';
import type { OwnIdentities } from './own-identities';

/** What identifies an item of the batch, as the rules ask for it. */
export const identifiable = (item: Pick<BatchItem, 'className' | 'tenant' | 'payload'>): Identifiable => ({
  className: item.className,
  tenant: item.tenant,
  value: (name) => item.payload.claims[pathOfAttribute(name)] ?? undefined,
});

/** The values of each entry of an item's class, and the identities that these are. */
export function ownIdentities(
  { rules }: BatchContext,
  item: Pick<BatchItem, 'className' | 'tenant' | 'payload'>,
): OwnIdentities {
  const subject = identifiable(item);
  const values: EntryValues[] = [];
  const ownKeys: (readonly IdentityKey[] | null)[] = [];
  for (const prepared of rules.entriesOf(item.className)) {
    const { entry } = prepared;
    const found = rules.valuesOf(prepared, subject);
    values.push(found);
    ownKeys.push(entry.within === null ? keysOf(rules, item.tenant, entry.id, found) : null);
  }
  return { values, ownKeys };
}

/** Most entries of a class have no values of an item: nothing is made for these, of which a call has a hundred thousand. */
function keysOf(rules: IdentityRules, tenant: string, entryId: number, { rows }: EntryValues): readonly IdentityKey[] {
  return rows.length === 0 ? NO_KEYS : rows.map((row) => rules.key(tenant, entryId, row, null));
}

const NO_KEYS: readonly IdentityKey[] = [];
