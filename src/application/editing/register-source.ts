import { ABSENT_GRACE_HOURS_MAX } from '../../domain/class-model/class-model';
import type { DataRule } from '../../domain/class-model/data-rules';
import { itemError, type ItemError } from '../../domain/errors';
import type { JsonObject, JsonValue } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import { MANUAL_SOURCE } from '../../domain/reconciliation/manual-source';
import { checkRefreshSeconds } from '../../domain/reconciliation/reconciliation-rule-input';
import { checkText, KEY_LENGTH_MAX, VALUE_LENGTH_MAX } from '../../domain/record-text';
import { NO_EXPECTATIONS, type DataSourceRecord } from '../../storage/change-sets/change-plan';
import { findDataSource, type StoredDataSource } from '../../storage/sources/data-sources';
import type { RevisedModel } from '../class-model/class-models';
import { runEdit, type EditCall, type Editing, type EditResult, type PreparedEdit } from './edit-call';
import type { DataSource } from '../../domain/data-source';
import { PlanBuilder } from '../ingest/plan-builder';
import { PATIENCE_MS, rederive } from '../reconciliation/rederive';

/** A data source to register. What is left out is kept, or takes its default. */
export interface SourceRegistration {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly tenant?: string | null | undefined;
  readonly mayCreate?: boolean | null | undefined;
  readonly absentAfterMisses?: number | null | undefined;
  /** Null: the default. */
  readonly absentGraceHours?: number | null | undefined;
  /** How often it is expected to report; null: nobody waits for it. */
  readonly expectedIntervalSeconds?: number | null | undefined;
  /** How long its claims stand without being repeated, in seconds; null: the default of a week. */
  readonly refreshPeriodSeconds?: number | null | undefined;
}

/** What became of it. */
export type RegisteredSource = EditResult & { readonly dataSource: DataSource | null };

const NAME = /^[A-Za-z0-9._/-]{1,200}$/;
/** From ten seconds to a year. */
const EXPECTED_INTERVAL_SECONDS = [10, 31_536_000] as const;

/** Registers a data source, or changes a registered one, by name. Throws as `ingest` does. */
export async function registerSource(
  app: Editing,
  call: EditCall,
  registration: SourceRegistration,
): Promise<RegisteredSource> {
  const body = { registerSource: registration } as unknown as JsonValue;
  const { dataSource, ...result } = await runEdit<{ dataSource: JsonValue }>(
    app,
    call,
    { kind: 'SOURCE', body },
    async (reader) => {
      const before = await findDataSource(reader, registration.name);
      const own = before ? registration : withOwnTenant(registration, call.visibility?.tenants ?? null);
      const errors = [...checkRegistration(own), ...checkOwnTenant(own, before, call)];
      if (errors.length > 0) return { plan: null, answer: { dataSource: null }, errors };
      const latest = await app.models.latest(reader);
      return withRefreshPeriod(prepare(before, own, app.clock().toISOString()), own, latest);
    },
  );
  const [changeSet] = result.changeSets;
  // How long claims stand decides between them; what is left of that is for the sweeper.
  if (changeSet && registration.refreshPeriodSeconds !== undefined && !result.replayed) {
    await app.models.refresh(changeSet.revision);
    await rederive(app, changeSet.revision, performance.now() + PATIENCE_MS);
  }
  // The time of the change set is known only when it is written.
  const written = call.dryRun ? null : await findDataSource(app.database, registration.name);
  return { ...result, dataSource: written ? shown(written) : (dataSource as unknown as DataSource | null) };
}

/** A source of who acts for one tenant is of that tenant. */
function withOwnTenant(registration: SourceRegistration, tenants: readonly string[] | null): SourceRegistration {
  const [only, ...others] = tenants ?? [];
  if (registration.tenant != null || only === undefined || others.length > 0) return registration;
  return { ...registration, tenant: only };
}

function checkOwnTenant(
  { name, tenant }: SourceRegistration,
  before: StoredDataSource | null,
  { visibility }: EditCall,
): readonly ItemError[] {
  const tenants = visibility?.tenants ?? null;
  if (tenants === null || tenants.includes((before ?? { tenant }).tenant ?? '')) return [];
  // Of whom a source is that is there already is not for this caller to know.
  const what = before ? 'is of others' : `would be of the tenant ${quoted(tenant ?? '')}`;
  const next = before ? 'Register one under another name.' : 'Register one for these.';
  const message = `The data source ${quoted(name)} ${what}, and your token is for ${tenants.map(quoted).join(', ')}. ${next}`;
  return [itemError('FORBIDDEN', message, ['tenant'])];
}

/** A refresh period is a rule about values, and so a part of the class model. */
function withRefreshPeriod(
  prepared: PreparedEdit<{ dataSource: JsonValue }>,
  { name, refreshPeriodSeconds }: SourceRegistration,
  { model, revision }: RevisedModel,
): PreparedEdit<{ dataSource: JsonValue }> {
  const before = model.reconciliation.refreshSecondsOf(name);
  const seconds = refreshPeriodSeconds === undefined ? before : refreshPeriodSeconds;
  if (seconds === before || prepared.errors.length > 0) return prepared;
  const rule: DataRule = { kind: 'REFRESH_PERIOD', name, definition: { seconds } };
  const isNew = !(model.definition.dataRules ?? []).some((one) => one.kind === rule.kind && one.name === name);
  const plan = prepared.plan ?? new PlanBuilder().rows(null);
  const rederive = {
    classes: model.classes().map((own) => own.name),
    relationshipTypes: model.types().map((own) => own.name),
    sources: [name],
  };
  const write = { classes: [], relationshipTypes: [], dataRules: [{ rule, isNew }], rederive };
  return { ...prepared, plan: { ...plan, expects: { ...plan.expects, model: revision }, model: write } };
}

function checkRegistration(registration: SourceRegistration): readonly ItemError[] {
  const { name, description, tenant, refreshPeriodSeconds } = registration;
  const { absentAfterMisses, absentGraceHours, expectedIntervalSeconds } = registration;
  if (!NAME.test(name)) {
    const message = `The name ${quoted(name)} of a data source must have 1 to 200 letters, digits, dots, dashes, slashes or underscores.`;
    return [itemError('INVALID_NAME', message, ['name'])];
  }
  if (name === MANUAL_SOURCE) {
    return [itemError('INVALID_NAME', `"${MANUAL_SOURCE}" stands for edits by hand. Choose another name.`, ['name'])];
  }
  if ((description?.length ?? 0) > VALUE_LENGTH_MAX || (tenant?.length ?? 0) > KEY_LENGTH_MAX) {
    const message = `The description may have ${VALUE_LENGTH_MAX} characters and the tenant ${KEY_LENGTH_MAX}. Shorten it.`;
    return [itemError('TOO_LARGE', message)];
  }
  return [
    ...checkText(description ?? '', ['description']),
    ...checkText(tenant ?? '', ['tenant']),
    ...checkWhole('absentAfterMisses', absentAfterMisses, [1, 100]),
    ...checkWhole('absentGraceHours', absentGraceHours, [0, ABSENT_GRACE_HOURS_MAX]),
    ...checkWhole('expectedIntervalSeconds', expectedIntervalSeconds, EXPECTED_INTERVAL_SECONDS),
    ...checkRefreshSeconds(refreshPeriodSeconds, ['refreshPeriodSeconds']),
  ];
}

function checkWhole(
  field: string,
  value: number | null | undefined,
  [min, max]: readonly [number, number],
): readonly ItemError[] {
  if (value == null || (Number.isSafeInteger(value) && value >= min && value <= max)) return [];
  return [itemError('INVALID_VALUE', `${field} must be a whole number from ${min} to ${max}, not ${value}.`, [field])];
}

function prepare(
  before: StoredDataSource | null,
  registration: SourceRegistration,
  now: string,
): PreparedEdit<{ dataSource: JsonValue }> {
  const { name, tenant, mayCreate, absentAfterMisses } = registration;
  if (before && tenant != null && tenant !== before.tenant) {
    const message = `The data source ${quoted(name)} belongs to the tenant ${quoted(before.tenant)}, which never changes. Register another one.`;
    return {
      plan: null,
      answer: { dataSource: shown(before) },
      errors: [itemError('INVALID_VALUE', message, ['tenant'])],
    };
  }
  const record: DataSourceRecord = {
    name,
    description: kept('description', registration, before),
    tenant: before?.tenant ?? tenant ?? '',
    mayCreate: mayCreate ?? before?.mayCreate ?? true,
    absentAfterMisses: absentAfterMisses ?? before?.absentAfterMisses ?? null,
    absentGraceHours: kept('absentGraceHours', registration, before),
    expectedIntervalSeconds: kept('expectedIntervalSeconds', registration, before),
    createdAt: before?.createdAt ?? now,
  };
  const same =
    before?.description === record.description &&
    before.mayCreate === record.mayCreate &&
    before.absentAfterMisses === record.absentAfterMisses &&
    before.absentGraceHours === record.absentGraceHours &&
    before.expectedIntervalSeconds === record.expectedIntervalSeconds;
  const plan = {
    ...new PlanBuilder().rows(null),
    expects: { ...NO_EXPECTATIONS, sources: new Map([[name, before?.validFrom ?? null]]) },
    dataSources: [{ record, isNew: before === null }],
  };
  return { plan: same ? null : plan, answer: { dataSource: shown(record) }, errors: [] };
}

/** What is said of a field; what it was where nothing is. */
function kept<F extends 'description' | 'absentGraceHours' | 'expectedIntervalSeconds'>(
  field: F,
  registration: SourceRegistration,
  before: StoredDataSource | null,
): DataSourceRecord[F] {
  const said = registration[field];
  return (said === undefined ? (before?.[field] ?? null) : said) as DataSourceRecord[F];
}

/** As the API shows it: the default tenant has no name. */
function shown(record: DataSourceRecord): DataSource & JsonObject {
  const { name, description, tenant, mayCreate, absentAfterMisses, createdAt } = record;
  const { absentGraceHours, expectedIntervalSeconds } = record;
  return {
    name,
    description,
    tenant: tenant === '' ? null : tenant,
    mayCreate,
    absentAfterMisses: absentAfterMisses ?? 1,
    absentGraceHours,
    expectedIntervalSeconds,
    createdAt,
  };
}
