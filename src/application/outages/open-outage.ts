import { itemError, type ItemError } from '../../domain/errors';
import type { OutageId } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import { decodeOutageId } from '../../domain/opaque-id';
import type { OutageOutcome } from '../../domain/outages/outage-reports';
import { planClosing } from '../../domain/outages/outage-reports';
import { MANUAL_SOURCE } from '../../domain/reconciliation/manual-source';
import { NO_EXPECTATIONS } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findOutage, outageKey } from '../../storage/outages/outage-queries';
import { readingOnly } from '../../storage/visible-rows';
import { runEdit, type EditCall, type Editing, type EditResult, type PreparedEdit } from '../editing/edit-call';
import { PlanBuilder } from '../ingest/plan-builder';
import { outageWrite } from './plan-outages';
import type { GivenOutage } from './read-reports';
import { recordOutages } from './report-outages';

/** What became of one outage. */
export type EditedOutage = EditResult & { readonly outcome: OutageOutcome; readonly outageId: OutageId | null };

/** Records an outage by hand. Throws what every edit throws; what is wrong with the outage is data. */
export async function openOutage(
  app: Editing,
  call: EditCall,
  outage: Omit<GivenOutage, 'key'> & { readonly key: string | null },
): Promise<EditedOutage> {
  const given = { ...outage, key: outage.key ?? app.newId() };
  const list = { source: MANUAL_SOURCE, complete: false, outages: [given] };
  const written = await recordOutages(app, call, list, { openOutage: outage } as unknown as JsonValue);
  const { results, ...rest } = written;
  const [result] = results;
  if (!result) throw new Error('invariant violated: an outage that was recorded has no result');
  return { ...rest, outcome: result.outcome, outageId: result.outageId, errors: result.errors };
}

/** Ends an outage, whoever reported it; one that has not begun is taken back. */
export async function closeOutage(
  app: Editing,
  call: EditCall,
  { outage, at }: { readonly outage: string; readonly at: string | null },
): Promise<EditedOutage> {
  const now = app.clock().toISOString();
  const id = decodeOutageId(outage);
  const body = { closeOutage: { outage, at } };
  const edited = await runEdit<{ outcome: JsonValue; outageId: JsonValue }>(
    app,
    call,
    { kind: 'OUTAGE', body },
    (reader) => prepareClosing(readingOnly(reader, call.visibility ?? null), id, { text: outage, at: at ?? now, now }),
  );
  return edited as unknown as EditedOutage;
}

type PreparedClosing = PreparedEdit<{ outcome: JsonValue; outageId: JsonValue }>;

async function prepareClosing(
  reader: Executor,
  id: OutageId | null,
  { text, at, now }: { readonly text: string; readonly at: string; readonly now: string },
): Promise<PreparedClosing> {
  const before = id === null ? null : await findOutage(reader, id);
  const refuse = (error: ItemError): PreparedClosing => ({
    plan: null,
    answer: { outcome: 'REJECTED', outageId: before?.id ?? null },
    errors: [error],
  });
  if (before === null) {
    return refuse(itemError('INVALID_REFERENCE', `No outage has the id ${quoted(text)}.`, ['outage']));
  }
  if (Date.parse(at) > Date.parse(now) + 1_000 || (at !== now && Date.parse(at) < Date.parse(before.startsAt))) {
    const message = `The outage cannot be closed at ${at}: it began at ${before.startsAt}, and now it is ${now}. Give a time in between.`;
    return refuse(itemError('INVALID_VALUE', message, ['at']));
  }
  const planned = planClosing(before, at);
  if (planned.outcome !== 'CLOSED') {
    return { plan: null, answer: { outcome: 'UNCHANGED', outageId: before.id }, errors: [] };
  }
  const plan = {
    ...new PlanBuilder().rows(null),
    expects: { ...NO_EXPECTATIONS, outages: new Map([[outageKey(before.source, before.key), before.validFrom]]) },
    outages: [outageWrite(before.id, before, planned.after, true)],
  };
  return { plan, answer: { outcome: 'CLOSED', outageId: before.id }, errors: [] };
}
