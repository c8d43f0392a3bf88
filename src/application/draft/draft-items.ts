import type { ConfigurationItem } from '../../domain/configuration-item';
import type { ItemId, Revision } from '../../domain/ids';
import { toGate } from '../../domain/reconciliation/item-claims';
import { didYouMean, quoted } from '../../domain/nearest-name';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { gateFaults } from './draft-gates';
import type { DraftItem } from './draft-input';

/** What is only drafted was never written; this stands for the time. */
export const BEGINNING = '1970-01-01T00:00:00.000Z';

/** An item that a draft adds. */
export function draftItem(
  model: ClassModel,
  given: DraftItem,
  id: ItemId,
  at: Revision,
  refuse: (fault: string) => void,
): ConfigurationItem {
  const ciClass = model.class(given.class);
  if (given.ref === '') refuse('give the item a ref that is not empty.');
  if (ciClass === undefined) {
    const names = model.classes().map(({ name }) => name);
    refuse(`there is no CI class ${quoted(given.class)}.${didYouMean(given.class, names)}`);
  } else if (ciClass.abstract) {
    refuse(`CI class ${quoted(given.class)} is abstract, so that no item can have it. Name one below it.`);
  }
  const gates = (given.gates ?? []).map(toGate);
  for (const fault of gateFaults(model, gates)) refuse(fault);
  return {
    id,
    className: given.class,
    tenant: '',
    name: given.name ?? given.ref,
    description: null,
    environment: given.environment ?? null,
    lifecycle: given.lifecycle ?? 'OPERATIONAL',
    lifecycleStatus: null,
    criticality: given.criticality ?? null,
    owner: null,
    supportGroup: null,
    onCall: null,
    site: null,
    canFail: given.canFail ?? ciClass?.canFail ?? true,
    labels: {},
    attributes: {},
    gates,
    presence: 'PRESENT',
    absentSince: null,
    retiredAt: null,
    retiredBy: null,
    mergedInto: null,
    version: 0,
    createdAt: BEGINNING,
    updatedAt: BEGINNING,
    validFrom: at,
  };
}
