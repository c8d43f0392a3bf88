import { DomainError } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import { MANUAL_SOURCE } from '../../domain/reconciliation/manual-source';
import { runEdit, type EditCall, type Editing, type EditResult } from '../editing/edit-call';
import { requireReporter } from '../ingest/source-of';
import type { OutageResult } from './outage-results';
import { planOutages } from './plan-outages';
import { readReports, type GivenOutage } from './read-reports';

/** What a tool knows of outages. */
export interface OutageList {
  /** A registered data source. */
  readonly source: string;
  /** This is everything the source knows of: outages of it that are not named end now. */
  readonly complete: boolean;
  readonly outages: readonly GivenOutage[];
}

/** What became of each; `results` are in the order of the call, those that were closed by omission last. */
export type ReportedOutages = EditResult & { readonly results: readonly OutageResult[] };

/** One change set holds all of a call. */
const OUTAGES_PER_CALL_MAX = 5_000;

/**
 * Takes a tool's list of outages: idempotent by (source, key). A wrong one never harms its neighbours. Throws
 * UNKNOWN_SOURCE, LIMIT_EXCEEDED and what every edit throws.
 */
export async function reportOutages(app: Editing, call: EditCall, list: OutageList): Promise<ReportedOutages> {
  if (list.outages.length > OUTAGES_PER_CALL_MAX) {
    const message = `${list.outages.length} outages are more than one call may hold, ${OUTAGES_PER_CALL_MAX}: send the list in parts that are not complete, or leave out what has ended.`;
    throw new DomainError('LIMIT_EXCEEDED', message);
  }
  const { source } = await requireReporter(app.database, list.source, call.visibility ?? null);
  const reported = await recordOutages(app, call, { ...list, source }, { reportOutages: list } as unknown as JsonValue);
  if (!call.dryRun) app.activity?.note(source, app.clock());
  return reported;
}

/** The same for a source that is known to be there, `manual` included. */
export async function recordOutages(
  app: Editing,
  call: EditCall,
  { source, complete, outages }: OutageList,
  body: JsonValue,
): Promise<ReportedOutages> {
  const reports = await readReports(app, outages);
  const now = app.clock().toISOString();
  const { dryRun, visibility = null } = call;
  const edit = { kind: 'OUTAGE', body, source: source === MANUAL_SOURCE ? null : source } as const;
  const edited = await runEdit<{ results: JsonValue }>(app, call, edit, async (reader) => {
    const { plan, results } = await planOutages(reader, { source, reports, complete, now, dryRun, visibility });
    return { plan, answer: { results: results as unknown as JsonValue }, errors: [] };
  });
  return edited as unknown as ReportedOutages;
}
