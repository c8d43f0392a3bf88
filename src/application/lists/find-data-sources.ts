import type { DataSource } from '../../domain/data-source';
import type { Revision } from '../../domain/ids';
import { countDataSourcesAt, pageDataSourcesAt } from '../../storage/sources/data-source-queries';
import type { Application } from '../application';
import type { PageRequest, PageResult } from '../../domain/page';

/** One page of the data sources registered at a revision, by name. */
export function findDataSources(
  app: Pick<Application, 'database'>,
  at: Revision,
  page: PageRequest,
): Promise<PageResult<DataSource>> {
  return pageDataSourcesAt(app.database, at, page);
}

/** How many data sources were registered at a revision. */
export function countDataSources(app: Pick<Application, 'database'>, at: Revision): Promise<number> {
  return countDataSourcesAt(app.database, at);
}
