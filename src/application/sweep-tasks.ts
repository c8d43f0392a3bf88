import type { Application } from './application';
import { matchIndexTask } from './match-index-task';
import { claimExpiryTask } from './reconciliation/claim-expiry';
import { rederivationTask } from './reconciliation/rederive';
import type { SweepTask } from './sweeper';

/** What tasks of the sweeper may need of the application. */
export type Sweeping = Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'>;

/** Everything that has to be done because time passes, in the order in which a round does it: one line for each. */
export function sweepTasks(app: Sweeping): readonly SweepTask[] {
  return [rederivationTask(app), claimExpiryTask(app), matchIndexTask(app)];
}
