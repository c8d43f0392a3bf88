import { createAnalysisWorkers, type AnalysisWorkers } from '../../src/application/analysis-workers';
import { failureModel } from '../../src/domain/cut-sets/failure-model';

let workers: AnalysisWorkers;

beforeAll(() => {
  workers = createAnalysisWorkers();
});

afterAll(() => workers.stop());

/** A target that fails with the first candidate, or with the second and the third. */
const MODEL = failureModel(
  [
    { need: 1, members: [1, 2], weights: null, lasting: false, candidate: -1, item: 10 },
    { need: 1, members: [], weights: null, lasting: false, candidate: 0, item: 11 },
    { need: 2, members: [3, 4], weights: null, lasting: false, candidate: -1, item: 0 },
    { need: 1, members: [], weights: null, lasting: false, candidate: 1, item: 12 },
    { need: 1, members: [], weights: null, lasting: false, candidate: 2, item: 13 },
  ],
  [11, 12, 13],
  [0],
);
const TASK = { model: MODEL, maxOrder: null, probabilities: Float64Array.of(0.1, 0.2, 0.5), gates: [2] };

const never = (): AbortSignal => new AbortController().signal;

test('analyses are done beside the event loop', async () => {
  const solution = await workers.run('cutSets', TASK, 10_000, never());
  expect(solution.counts).toEqual([
    { order: 1, count: 1n, complete: true },
    { order: 2, count: 1n, complete: true },
  ]);
  expect(solution.probability?.low).toBeCloseTo(1 - 0.9 * (1 - 0.1), 12);
});
