import { itemError, type ItemError } from '../../domain/errors';
import { quoted } from '../../domain/nearest-name';
import { PARKED_PER_SOURCE_MAX, PARKING_CODES } from '../../domain/ingest/parked-record';
import type { BatchContext, BatchItem, BatchRelationship, End } from '../ingest/batch';
import type { Fates } from '../ingest/resolve-ends';

/** What becomes of a record that cannot land. */
export interface Refusal {
  readonly outcome: 'PARKED' | 'REJECTED' | 'UNCHANGED';
  readonly errors: readonly ItemError[];
}

const rejected = (errors: readonly ItemError[]): Refusal => ({ outcome: 'REJECTED', errors });

/**
 * An item that is incomplete, has a native key, and is not there yet is parked; everything else is rejected. One that is
 * reported gone is as the source wants it: nothing has its key.
 */
export function refuseItem(
  context: BatchContext,
  { record, present }: Pick<BatchItem, 'record' | 'present'>,
  errors: readonly ItemError[],
  isStored: boolean,
): Refusal {
  const mayWait = record.nativeKey && !isStored && errors.every(({ code }) => PARKING_CODES.has(code));
  if (!mayWait || !context.parking) return rejected(errors);
  return present ? park(context, errors) : { outcome: 'UNCHANGED', errors: [] };
}

/** A relationship whose ends are missing, but are named so that they are known when they come, is parked. */
export function refuseRelationship(
  context: BatchContext,
  fates: Fates,
  { source, target, present }: BatchRelationship,
  errors: readonly ItemError[],
): Refusal {
  const waits = present && errors.every(({ code }) => code === 'ENDPOINT_MISSING');
  return waits && [source, target].every((end) => isLasting(fates, end)) ? park(context, errors) : rejected(errors);
}

function park({ parking, reporter }: BatchContext, errors: readonly ItemError[]): Refusal {
  if (!parking) return rejected(errors);
  if (!parking.full) return { outcome: 'PARKED', errors };
  const message = `The data source ${quoted(reporter.source)} has ${PARKED_PER_SOURCE_MAX} incomplete reports waiting already (parkedItems lists them), so this one is not kept. Complete those, or report them ABSENT.`;
  return rejected([...errors, itemError('LIMIT_EXCEEDED', message)]);
}

/** Whether an end means the same in another request. */
function isLasting(fates: Fates, end: End): boolean {
  switch (end.kind) {
    case 'id':
      return true;
    case 'lookup':
      return end.keys.length > 0;
    case 'batch': {
      const group = fates.groupOf.get(end.item);
      return group !== undefined && (group.nativeKeys.length > 0 || fates.of(group)?.kind === 'landed');
    }
    case 'wrong':
      return false;
    default:
      return end satisfies never;
  }
}
