import type { ErrorCode } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { ParkedKind, ParkedRecord } from '../../domain/ingest/parked-record';
import {
  countParkedByReason as countByReason,
  countParkedRecords,
  pageParkedRecords,
  type ParkedCount,
  type ParkedCondition,
} from '../../storage/sources/parked-queries';
import type { Application } from '../application';

/** Which parked reports; what is left out does not matter. */
export interface ParkedSelection {
  readonly sources?: readonly string[] | null | undefined;
  readonly kinds?: readonly ParkedKind[] | null | undefined;
  readonly codes?: readonly ErrorCode[] | null | undefined;
  /** Classes with their descendants, and relationship types. */
  readonly classes?: readonly string[] | null | undefined;
}

type Source = Pick<Application, 'database' | 'models'>;

/** One page of the parked reports, the longest parked first. Throws UNKNOWN_CLASS for what is neither class nor type. */
export async function pageParked(
  app: Source,
  selection: ParkedSelection,
  at: Revision,
  page: PageRequest,
): Promise<PageResult<ParkedRecord>> {
  return pageParkedRecords(app.database, await conditionOf(app, selection, at), page);
}

/** How many parked reports fit. */
export async function countParked(app: Source, selection: ParkedSelection, at: Revision): Promise<number> {
  return countParkedRecords(app.database, await conditionOf(app, selection, at));
}

/** How many reports are parked, by source, kind and reason. */
export const countParkedByReason = (app: Pick<Application, 'database'>): Promise<readonly ParkedCount[]> =>
  countByReason(app.database);

async function conditionOf({ models }: Source, selection: ParkedSelection, at: Revision): Promise<ParkedCondition> {
  const { sources = null, kinds = null, codes = null, classes = null } = selection;
  const model = await models.at(at);
  const subjects = classes?.flatMap((name) =>
    model.type(name) ? [name] : model.descendants(model.requireClass(name).name),
  );
  return { sources, kinds, codes, subjects: subjects ?? null };
}
