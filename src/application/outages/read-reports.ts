import { itemError, type ItemError } from '../../domain/errors';
import { quoted } from '../../domain/nearest-name';
import { encodeItemId } from '../../domain/opaque-id';
import { outageState, type OutageReport } from '../../domain/outages/outage-reports';
import { checkLength, checkText, KEY_LENGTH_MAX, VALUE_LENGTH_MAX } from '../../domain/record-text';
import { loadItemsAt } from '../../storage/items/item-queries';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import type { ItemReference, ReferenceSource } from '../references/item-reference';
import { REFERENCE_COUNT_MAX, resolveReferences, type ResolvedReferences } from '../references/references';

/** One outage as a caller gives it; times are RFC 3339. What is left out is kept, or takes its default. */
export interface GivenOutage {
  readonly key: string;
  readonly configurationItem: ItemReference;
  readonly state?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly planned?: boolean | null | undefined;
}

/** A report that can be planned, or why it cannot. */
export type ReadReport =
  | { readonly index: number; readonly key: string; readonly report: OutageReport }
  | { readonly index: number; readonly key: string; readonly errors: readonly ItemError[] };

/** Checks outages one by one and finds their items, as they are now. Two statements per thousand outages. */
export async function readReports(app: ReferenceSource, given: readonly GivenOutage[]): Promise<readonly ReadReport[]> {
  const head = await readHeadRevision(app.database);
  const references = given.map((outage) => outage.configurationItem);
  const resolved = await resolveInParts(app, references, head);
  const items = await loadItemsAt(
    app.database,
    resolved.ids.map((id) => ({ id: id ?? NO_ITEM, revision: head })),
  );
  const unresolved = new Map(resolved.unresolved.map((one) => [one.index, one]));
  const seen = new Set<string>();
  return given.map((outage, index) => {
    const { key } = outage;
    const errors = [...textFaults(outage), ...repetition(key, seen)];
    const fault = unresolved.get(index);
    if (fault) errors.push(itemError(fault.code, fault.message, ['configurationItem']));
    const item = items[index];
    if (item && item.retiredAt !== null) errors.push(retired(encodeItemId(item.id)));
    if (errors.length > 0 || !item) return { index, key, errors };
    return { index, key, report: toReport(outage, item) };
  });
}

/** Below all ids: an item that is not there. */
const NO_ITEM = 0 as Parameters<typeof encodeItemId>[0];

async function resolveInParts(
  app: ReferenceSource,
  references: readonly ItemReference[],
  at: Parameters<typeof resolveReferences>[2],
): Promise<ResolvedReferences> {
  const ids: ResolvedReferences['ids'][number][] = [];
  const unresolved: ResolvedReferences['unresolved'][number][] = [];
  for (let start = 0; start < references.length; start += REFERENCE_COUNT_MAX) {
    const part = await resolveReferences(app, references.slice(start, start + REFERENCE_COUNT_MAX), at);
    ids.push(...part.ids);
    unresolved.push(...part.unresolved.map((one) => ({ ...one, index: one.index + start })));
  }
  return { ids, unresolved };
}

function textFaults({ key, reason, state }: GivenOutage): ItemError[] {
  const errors = [
    ...checkText(key, ['key']),
    ...checkLength(key, KEY_LENGTH_MAX, 'a key', ['key']),
    ...checkText(reason ?? '', ['reason']),
    ...checkLength(reason ?? '', VALUE_LENGTH_MAX, 'a reason', ['reason']),
  ];
  if (key === '') errors.push(itemError('INVALID_VALUE', 'An outage needs a key that is not empty.', ['key']));
  if (state != null && outageState(state) === null) {
    const message = `The state ${state} is no outage. Give DOWN, DEGRADED or AT_RISK, or close the outage.`;
    errors.push(itemError('INVALID_VALUE', message, ['state']));
  }
  return errors;
}

/** Of two outages under one key nobody can tell which is meant: the first counts. */
function repetition(key: string, seen: Set<string>): readonly ItemError[] {
  if (!seen.has(key)) {
    seen.add(key);
    return [];
  }
  const message = `The key ${quoted(key)} stands in this call more than once; the first one counts. Give every outage its own key.`;
  return [itemError('BATCH_CONFLICT', message, ['key'])];
}

const retired = (id: string): ItemError =>
  itemError('RETIRED', `${id} is retired and cannot be out. Bring it back first, or leave the outage out.`, [
    'configurationItem',
  ]);

function toReport(
  outage: GivenOutage,
  item: { readonly id: OutageReport['itemId']; readonly tenant: string },
): OutageReport {
  const { key, state, from, until, reason, planned } = outage;
  return {
    key,
    itemId: item.id,
    tenant: item.tenant,
    state: state == null ? undefined : (outageState(state) ?? undefined),
    startsAt: from ?? undefined,
    endsAt: until,
    reason,
    planned: planned ?? undefined,
  };
}
