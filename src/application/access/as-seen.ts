import type { Visibility } from '../../domain/access/visibility';
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
  return {
    ...app,
    database,
    seenAs: key,
    hiddenAt: (revision: Parameters<typeof app.hidden.at>[2]) => app.hidden.at(visibility, key, revision),
  };
}
