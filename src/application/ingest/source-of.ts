import type { Visibility } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { MANUAL_SOURCE } from '../../domain/reconciliation/manual-source';
import type { Executor } from '../../storage/database';
import { findDataSource, listDataSourceNames } from '../../storage/sources/data-sources';
import type { Reporter } from './batch';

/** A person's edits in the default tenant. */
export const BY_HAND: Reporter = { source: MANUAL_SOURCE, tenant: '', mayCreate: true, byHand: true };

/**
 * A reporter who may write only what they see. What names no tenant is of theirs, where they have only one. Null: they see
 * everything.
 */
export function limitedReporter(reporter: Reporter, visibility: Visibility | null): Reporter {
  const [only, ...others] = visibility?.tenants ?? [];
  const isTheirs = only === undefined || others.length > 0 || visibility?.tenants?.includes(reporter.tenant) === true;
  return { ...reporter, visibility, tenant: isTheirs ? reporter.tenant : only };
}

/**
 * The registered data source of a name; with `mayBeNew` also one that is not there, as it would be registered. Throws
 * BAD_REQUEST for `manual`, and UNKNOWN_SOURCE, with the nearest name, also for that of a tenant that is not seen: who
 * reports as it would act for that tenant.
 */
export async function requireReporter(
  executor: Executor,
  name: string,
  visibility: Visibility | null = null,
  mayBeNew = false,
): Promise<Reporter> {
  if (name === MANUAL_SOURCE) {
    const message = `"${MANUAL_SOURCE}" stands for edits by hand. Use upsertConfigurationItem and upsertRelationship, or report under the name of a data source.`;
    throw new DomainError('BAD_REQUEST', message);
  }
  const found = await findDataSource(executor, name);
  if (found && (found.tenant === '' || visibility?.tenants?.includes(found.tenant) !== false)) {
    const { tenant, mayCreate } = found;
    return limitedReporter({ source: found.name, tenant, mayCreate, byHand: false }, visibility);
  }
  if (!found && mayBeNew)
    return limitedReporter({ source: name, tenant: '', mayCreate: true, byHand: false }, visibility);
  const hint = didYouMean(name, await listDataSourceNames(executor));
  const message = `No data source ${quoted(name)} is registered.${hint} Register it with registerDataSource first.`;
  throw new DomainError('UNKNOWN_SOURCE', message);
}
