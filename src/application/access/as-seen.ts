import { sees, type Seeable, type Visibility } from '../../domain/access/visibility';
import { hiddenBeyond, type Sight } from '../../domain/graph/sight';
import { limitedTo } from '../../storage/visible-rows';
import type { Application } from '../application';

/**
 * The application as a caller sees it: lists, references and graph answers hold what is visible and nothing else. Null sees
 * everything, and is given the application itself.
 */
export function asSeen<App extends Pick<Application, 'database' | 'hidden'>>(
  app: App,
  visibility: Visibility | null,
): App {
  if (visibility === null) return app;
  const database = limitedTo(app.database, visibility);
  const key = JSON.stringify(visibility);
  const sightAt = (revision: Parameters<typeof app.hidden.at>[2]): Promise<Sight> =>
    app.hidden.at(visibility, key, revision);
  return {
    ...app,
    database,
    seenAs: key,
    sees: (item: Seeable) => sees(visibility, item),
    sightAt,
    hiddenAt: async (revision: Parameters<typeof sightAt>[0]) => hiddenBeyond(await sightAt(revision)),
  };
}
