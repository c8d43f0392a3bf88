import type { Application } from '../application/application';
import type { DraftInput } from '../application/draft/draft-input';
import { NO_OUTAGES_COUNT, type CountedOutages } from '../application/outages/outages-at';
import type { Revision } from '../domain/ids';
import type { RequestContext } from './context';

/** What a question takes for granted: the graph, as it is or as a draft would make it, and which recorded outages count. */
export interface Premises {
  readonly app: Application;
  readonly counted: CountedOutages;
}

/** The premises of a field with these arguments. Throws as `draftGraph` does. */
export async function premisesOf(
  context: RequestContext,
  { draft, withOpenOutages }: { readonly draft?: DraftInput | null | undefined; readonly withOpenOutages: boolean },
  at: Revision,
): Promise<Premises> {
  const openAt = withOpenOutages ? await context.moments.outageMomentAt(at) : null;
  if (draft == null) return { app: context.app, counted: { ...NO_OUTAGES_COUNT, openAt } };
  const { app, drafted } = await context.drafts.over(context.app, draft, at, context.signal);
  return { app, counted: { openAt, closedOutages: drafted.closedOutages } };
}
