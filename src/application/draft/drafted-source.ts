import { draftView } from '../../domain/graph/draft-view';
import type { GraphView } from '../../domain/graph/graph-view';
import type { Revision } from '../../domain/ids';
import type { GraphNeed } from '../graph/graph-need';
import type { GraphProjection } from '../graph/graph-projection';
import type { GraphSource } from '../graph/graph-references';
import { nextTurn } from '../analyses/patience';
import { draftGraph, type Drafted } from './draft-graph';
import type { DraftIds } from './draft-ids';
import type { DraftInput } from './draft-input';

/** The id by which a request names an item of its own draft. */
export const draftIdOf = (ref: string): string => `draft_${ref}`;

/** An application whose graph is what a draft would make of it, at one revision; everything else is as it is. */
export interface DraftedSource<App extends GraphSource> {
  readonly app: App;
  readonly drafted: Drafted;
}

/** Puts a draft over the graph. Throws as {@link draftGraph} does. */
export async function withDraft<App extends GraphSource>(
  app: App,
  input: DraftInput,
  at: Revision,
  ids: DraftIds,
  signal: AbortSignal,
): Promise<DraftedSource<App>> {
  const drafted = await draftGraph(app, input, at, ids);
  const draftItems = new Map([...drafted.refs].map(([ref, id]) => [draftIdOf(ref), id]));
  const projection = draftedProjection(app.projection, drafted, at, signal);
  return { app: { ...app, projection, draftItems }, drafted };
}

/** The projection moves on meanwhile; only what it shows of this revision is another one. */
function draftedProjection(
  projection: GraphProjection,
  drafted: Drafted,
  at: Revision,
  signal: AbortSignal,
): GraphProjection {
  const { addedItems, removedItems } = drafted.change;
  const views = new Map<string, Promise<GraphView>>();
  const viewAt: GraphProjection['viewAt'] = (revision, need) => {
    if (revision !== at) return projection.viewAt(revision, need);
    const wanted = need === 'EVERYTHING' ? need : withTouched(need, drafted);
    const key = projection.holdsAll ? '' : JSON.stringify(wanted);
    const view = views.get(key) ?? projection.viewAt(at, wanted).then((stored) => put(drafted, stored, signal));
    views.set(key, view);
    return view;
  };
  const itemsOfClasses: GraphProjection['itemsOfClasses'] = async (revision, classes) => {
    const stored = await projection.itemsOfClasses(revision, classes);
    if (revision !== at) return stored;
    const added = addedItems.filter(({ className }) => classes.has(className)).map(({ id }) => id);
    return [...stored.filter((item) => !removedItems.includes(item)), ...added];
  };
  return Object.create(projection, {
    viewAt: { value: viewAt },
    itemsOfClasses: { value: itemsOfClasses },
  }) as GraphProjection;
}

/** What a draft speaks of may join anything to what a question asks about. */
const withTouched = (need: GraphNeed, { touched, pathTypes }: Drafted): GraphNeed => ({
  ...need,
  from: [...need.from, ...touched],
  morePathTypes: pathTypes,
});

async function put(drafted: Drafted, stored: GraphView, signal: AbortSignal): Promise<GraphView> {
  const steps = draftView(stored, drafted.change);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await nextTurn(signal);
  }
}
