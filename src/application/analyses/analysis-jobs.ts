import { solveCutSets, type CutSetSolution, type CutSetTask } from '../../domain/cut-sets/cut-set-solver';
import {
  estateSinglePoints,
  type EstateSinglePoints,
  type EstateTask,
} from '../../domain/cut-sets/estate-single-points';
import type { FoundPaths } from '../../domain/graph/shortest-paths';
import { ImpactAnalysis, type ImpactQuestion } from '../../domain/impact/impact-analysis';
import type { ImpactSolution } from '../../domain/impact/impact-solution';
import { searchPaths, type PathsTask } from './path-search';
import type { AskedGraph, SharedGraph } from '../graph/shared-graphs';
import { solveTopology, type TopologySolution, type TopologyTask } from './topology-solution';

/** Analyses of equations that take long: plain data in, plain data out, so that another thread can do them. */
export interface EquationJobs {
  readonly cutSets: { readonly task: CutSetTask; readonly solution: CutSetSolution };
  /** Null when time was up. */
  readonly singlePoints: { readonly task: EstateTask; readonly solution: EstateSinglePoints | null };
}

/** Questions to a graph that threads share. */
export interface GraphJobs {
  readonly impact: { readonly task: ImpactQuestion; readonly solution: ImpactSolution };
  readonly topology: { readonly task: TopologyTask; readonly solution: TopologySolution };
  readonly paths: { readonly task: PathsTask; readonly solution: FoundPaths };
}

/** All of them. */
export type AnalysisJobs = EquationJobs & GraphJobs;

/** The name of an analysis. */
export type JobName = keyof AnalysisJobs;

/** What one thread tells the other: do this, within so many milliseconds. */
export type JobMessage = {
  [N in JobName]: {
    readonly name: N;
    readonly task: AnalysisJobs[N]['task'];
    readonly milliseconds: number;
    readonly graph: N extends keyof GraphJobs ? SharedGraph : null;
  };
}[JobName];

/** Does a job; `now` counts milliseconds, `read` gives the graph of a message. */
export function doJob(
  message: JobMessage,
  now: () => number,
  read: (graph: SharedGraph) => AskedGraph,
): AnalysisJobs[JobName]['solution'] {
  const end = now() + message.milliseconds;
  const left = (): number => end - now();
  switch (message.name) {
    case 'cutSets':
      return solveCutSets(message.task, { left });
    case 'singlePoints':
      return estateSinglePoints(message.task, () => left() < 0);
    case 'impact':
      return solveImpact(read(message.graph), message.task, left);
    case 'topology': {
      const { view, model } = read(message.graph);
      return solveTopology(view, model, message.task);
    }
    case 'paths':
      return searchPaths(read(message.graph), message.task);
    default:
      return message satisfies never;
  }
}

function solveImpact({ view, model }: AskedGraph, question: ImpactQuestion, left: () => number): ImpactSolution {
  const analysis = new ImpactAnalysis(view, model, question, 'IN_STEPS');
  while (!analysis.step()) {
    if (left() > 0) continue;
    analysis.leaveOff();
    break;
  }
  return analysis.solution();
}
