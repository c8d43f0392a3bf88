import type { Revision } from '../../domain/ids';
import type { GraphSource } from '../graph-references';
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
): Promise<DraftedSource<App>> {
  const drafted = await draftGraph(app, input, at, ids);
  const { projection } = app;
  const viewAt: App['projection']['viewAt'] = (revision) =>
    revision === at ? Promise.resolve(drafted.view) : projection.viewAt(revision);
  const draftItems = new Map([...drafted.refs].map(([ref, id]) => [draftIdOf(ref), id]));
  return {
    app: {
      ...app,
      // The projection moves on meanwhile; only its view of this revision is another one.
      projection: Object.create(projection, { viewAt: { value: viewAt } }) as App['projection'],
      draftItems,
    },
    drafted,
  };
}
