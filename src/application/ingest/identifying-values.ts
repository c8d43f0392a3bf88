import { pathOfAttribute } from '../../domain/reconciliation/claim-paths';
import type { EntryValues, Identifiable } from '../../domain/identification/identity-keys';
import type { BatchContext, BatchItem } from './batch';

/** What identifies an item of the batch, as the rules ask for it. */
export const identifiable = (item: Pick<BatchItem, 'className' | 'tenant' | 'payload'>): Identifiable => ({
  className: item.className,
  tenant: item.tenant,
  value: (name) => item.payload.claims[pathOfAttribute(name)] ?? undefined,
});

/** The values of each entry of an item's class. */
export function identifyingValues(
  { rules }: BatchContext,
  item: Pick<BatchItem, 'className' | 'tenant' | 'payload'>,
): readonly EntryValues[] {
  const subject = identifiable(item);
  return rules.entriesOf(item.className).map((prepared) => rules.valuesOf(prepared, subject));
}
