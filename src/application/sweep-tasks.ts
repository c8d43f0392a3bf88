import { duplicateReviewTask } from './duplicates/review-duplicates';
import { releaseIdentifiersTask } from './end-of-life/release-identifiers';
import { retireAbsentTask } from './end-of-life/retire-absent';
import { parkedPurgeTask } from './parking/parked-purge-task';
import { historyTask, upkeepTask } from './history/history-task';
import { matchIndexTask } from './matching/match-index-task';
import { claimExpiryTask } from './reconciliation/claim-expiry';
import { rederivationTask } from './reconciliation/rederive';
import { searchIndexTask } from './lists/search-index-task';
import type { SweepTask } from './sweeping/sweeper';
import type { Sweeping } from './sweeping/sweeping';
import { syncSessionTask } from './sync/sync-session-task';

/** Everything that has to be done because time passes, in the order in which a round does it: one line for each. */
export function sweepTasks(app: Sweeping): readonly SweepTask[] {
  return [
    rederivationTask(app),
    claimExpiryTask(app),
    matchIndexTask(app),
    searchIndexTask(app),
    parkedPurgeTask(app),
    syncSessionTask(app),
    retireAbsentTask(app, app.absentGraceHours),
    releaseIdentifiersTask(app),
    duplicateReviewTask(app),
    upkeepTask(app),
    historyTask(app, app.historyDays ?? null),
  ];
}
