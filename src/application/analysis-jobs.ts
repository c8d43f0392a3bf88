import { solveCutSets, type CutSetSolution, type CutSetTask } from '../domain/cut-sets/cut-set-solver';

import { estateSinglePoints, type EstateSinglePoints, type EstateTask } from '../domain/cut-sets/estate-single-points';

/** Analyses that take long: plain data in, plain data out, so that another thread can do them. */
export interface AnalysisJobs {
  readonly cutSets: { readonly task: CutSetTask; readonly solution: CutSetSolution };
  /** Null when time was up. */
  readonly singlePoints: { readonly task: EstateTask; readonly solution: EstateSinglePoints | null };
}

/** The name of an analysis. */
export type JobName = keyof AnalysisJobs;

/** What one thread tells the other: do this, within so many milliseconds. */
export type JobMessage = {
  [N in JobName]: { readonly name: N; readonly task: AnalysisJobs[N]['task']; readonly milliseconds: number };
}[JobName];

/** Does a job; `now` counts milliseconds. */
export function doJob(message: JobMessage, now: () => number): AnalysisJobs[JobName]['solution'] {
  const end = now() + message.milliseconds;
  const left = (): number => end - now();
  switch (message.name) {
    case 'cutSets':
      return solveCutSets(message.task, { left });
    case 'singlePoints':
      return estateSinglePoints(message.task, () => left() < 0);
    default:
      return message satisfies never;
  }
}
