import { DomainError } from '../../domain/errors';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { MANUAL_SOURCE } from '../../domain/reconciliation';
import type { Executor } from '../../storage/database';
import { findDataSource, listDataSourceNames } from '../../storage/data-sources';
import type { Reporter } from './batch';

/** A person's edits in the default tenant. */
export const BY_HAND: Reporter = { source: MANUAL_SOURCE, tenant: '', mayCreate: true, byHand: true };

/** The registered data source of a name. Throws UNKNOWN_SOURCE, with the nearest name, and BAD_REQUEST for `manual`. */
export async function requireReporter(executor: Executor, name: string): Promise<Reporter> {
  if (name === MANUAL_SOURCE) {
    const message = `"${MANUAL_SOURCE}" stands for edits by hand. Use upsertConfigurationItem and upsertRelationship, or report under the name of a data source.`;
    throw new DomainError('BAD_REQUEST', message);
  }
  const found = await findDataSource(executor, name);
  if (found) return { source: found.name, tenant: found.tenant, mayCreate: found.mayCreate, byHand: false };
  const hint = didYouMean(name, await listDataSourceNames(executor));
  const message = `No data source ${quoted(name)} is registered.${hint} Register it with registerDataSource first.`;
  throw new DomainError('UNKNOWN_SOURCE', message);
}
