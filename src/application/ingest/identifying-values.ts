import { pathOfAttribute } from '../../domain/reconciliation/claim-paths';
import type { EntryValues, Identifiable, IdentityKey } from '../../domain/identification/identity-keys';
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
    ownKeys.push(entry.within === null ? found.rows.map((row) => rules.key(item.tenant, entry.id, row, null)) : null);
  }
  return { values, ownKeys };
}
