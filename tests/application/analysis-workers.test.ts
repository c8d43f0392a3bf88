import { Worker } from 'node:worker_threads';
import { createAnalysisWorkers, type AnalysisWorkers } from '../../src/application/analyses/analysis-workers';
import { impactOf, type ImpactSource } from '../../src/application/analyses/impact';
import { growingImpact } from '../../src/application/live/growing-impact';
import { topologyOf } from '../../src/application/analyses/topology';
import { estateGraph } from '../../src/bench/estate-graph';
import { generateEstate } from '../../src/bench/estate-generator';
import { BUILTIN_MODEL } from '../../src/domain/class-model/builtin-model';
import type { Change } from '../../src/domain/history/change';
import { failureModel } from '../../src/domain/cut-sets/failure-model';
import { closureOf, inOrder, unlimited } from '../../src/domain/graph/closure';
import { dependencyFilter } from '../../src/domain/graph/edge-filter';
import { shortestPaths } from '../../src/domain/graph/shortest-paths';
import { itemId, relationshipId, revision, type Revision } from '../../src/domain/ids';
import { ImpactAnalysis } from '../../src/domain/impact/impact-analysis';
import { rankOf } from '../../src/domain/impact/impact-state';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';

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

test('who has gone away before their turn takes no thread with them', async () => {
  const terminate = jest.spyOn(Worker.prototype, 'terminate');
  const left = workers.run('cutSets', TASK, 10_000, AbortSignal.abort());
  await expect(left).rejects.toMatchObject({ code: 'RETRY_LATER' });
  expect((await workers.run('cutSets', TASK, 10_000, never())).counts).toHaveLength(2);
  expect(terminate).not.toHaveBeenCalled();
  terminate.mockRestore();
});

describe('of a large graph', () => {
  const estate = generateEstate(60_000);
  const graph = estateGraph(estate);
  const model = new ClassModel(BUILTIN_MODEL);
  const site = itemId(estate.classes.indexOf('DataCenter'));
  const app = {
    models: { at: () => Promise.resolve(model) },
    projection: { viewAt: (at: Revision) => Promise.resolve(graph.viewAt(at)) },
    get analyses() {
      return workers;
    },
  } as unknown as ImpactSource;
  const question = { outages: [{ item: site, state: 'DOWN' as const }], openOutages: [], assumeHealthy: [] };
  const askImpact = (): Promise<ImpactAnalysis> =>
    impactOf(app, question, graph.head, { signal: never(), deadlineMs: null });

  test('an impact and a topology are worked out beside the event loop, and are what they are on it', async () => {
    const here = new ImpactAnalysis(graph.viewAt(graph.head), model, question);
    const ask = jest.spyOn(workers, 'ask');
    const there = await askImpact();
    expect(there.hit().columns).toEqual(here.hit().columns);
    expect(there.summary()).toEqual(here.summary());
    const dependents = await topologyOf(app, [site], { direction: 'DEPENDENTS' }, graph.head, never());
    const rules = unlimited('DEPENDENTS', dependencyFilter(graph.viewAt(graph.head), model));
    expect(dependents.ids().join()).toBe(inOrder(closureOf(graph.viewAt(graph.head), [site], rules)).join());
    expect(ask.mock.calls.map(([name]) => name)).toEqual(['impact', 'topology']);
    ask.mockRestore();
  });

  test('who sees a part is answered beside the event loop too, and of that part', async () => {
    const visible = new Uint8Array((estate.classes.length >> 3) + 1).fill(0b01110111);
    const sight = { visible, idMax: estate.classes.length };
    const seen = { ...app, analyses: workers, sightAt: () => Promise.resolve(sight) };
    const ask = jest.spyOn(workers, 'ask');
    const dependents = await topologyOf(seen, [site], { direction: 'DEPENDENTS' }, graph.head, never());
    expect(ask).toHaveBeenCalledTimes(1);
    ask.mockRestore();
    const isHidden = (item: number): boolean => item % 4 === 3;
    const filter = dependencyFilter(graph.viewAt(graph.head), model);
    const rules = { ...unlimited('DEPENDENTS', filter), stops: isHidden, hides: isHidden };
    const expected = inOrder(closureOf(graph.viewAt(graph.head), [site], rules));
    expect(expected.length).toBeGreaterThan(10_000);
    expect(dependents.ids().join()).toBe(expected.join());

    const host = Number(expected.at(-1));
    const path = { from: host, to: site, sight, count: 3 };
    const task = { ...path, rules: { filter, lengthMax: 32, workMax: 1_000_000 } };
    const graphOf = { view: graph.viewAt(graph.head), model };
    const found = await workers.ask('paths', graphOf, task, 10_000, never());
    expect(found.paths.length).toBeGreaterThan(0);
    expect(found.paths.flatMap(({ items }) => items).filter(isHidden)).toEqual([]);
    expect(found).toEqual(shortestPaths(graphOf.view, host, site, { ...task.rules, hidden: isHidden }, 3));
  });

  test('a small question does not leave the event loop, and what is written meanwhile is in the next answer', async () => {
    const service = itemId(estate.classes.lastIndexOf('BusinessService'));
    const ask = jest.spyOn(workers, 'ask');
    const outages = [{ item: service, state: 'DOWN' as const }];
    // A machine that is busy with others may take the few milliseconds away that it has.
    for (let tries = 0; tries < 100 && (tries === 0 || ask.mock.calls.length > 0); tries += 1) {
      ask.mockClear();
      const small = await impactOf(app, { ...question, outages }, graph.head, { signal: never(), deadlineMs: null });
      expect(small.impacted()).toHaveLength(1);
    }
    expect(ask).not.toHaveBeenCalled();
    const newer = revision(graph.head + 1);
    const facts = graph.viewAt(graph.head).factsOf(service);
    const newItem = facts && { ...facts, id: itemId(estate.classes.length), className: 'ALaterClass' };
    graph.apply(newer, [
      { item: newItem, relationship: null },
      {
        item: null,
        relationship: {
          id: relationshipId(estate.source.length + 1),
          source: itemId(estate.classes.length),
          target: site,
          type: 'LOCATED_IN',
          kind: 'DECLARED',
          strength: 'HARD',
          gateKeys: [],
          weight: 1,
          ended: false,
        },
      },
    ] as unknown as readonly Change[]);
    const after = await askImpact();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(after.stateOf(itemId(estate.classes.length))).toBe('DOWN');
    expect(after.summary().byClass).toContainEqual({ key: 'ALaterClass', count: 1, down: 1 });
    ask.mockRestore();
  });

  test('who goes away is not worked for, and the next one is answered', async () => {
    const leaving = new AbortController();
    const reallyAsk = workers.ask.bind(workers);
    const ask = jest.spyOn(workers, 'ask').mockImplementation((...asked) => {
      // Gone as soon as it is worked for.
      queueMicrotask(() => leaving.abort());
      return reallyAsk(...asked);
    });
    const left = impactOf(app, question, graph.head, { signal: leaving.signal, deadlineMs: null });
    await expect(left).rejects.toMatchObject({ code: 'RETRY_LATER' });
    ask.mockRestore();
    expect((await askImpact()).leftOff).toBe(false);
  });

  test('when time runs out, what is said holds', async () => {
    const whole = await askImpact();
    const cut = await impactOf(app, question, graph.head, { signal: never(), deadlineMs: 1 });
    expect(cut.leftOff).toBe(true);
    for (const { item, state } of cut.impacted())
      expect(rankOf(state)).toBeLessThanOrEqual(rankOf(whole.stateOf(item)));
  });

  test('what breaks is told as it is found, and the last answer is the whole', async () => {
    const whole = await askImpact();
    const found: ImpactAnalysis[] = [];
    const ask = async (deadlineMs: number): Promise<{ analysis: ImpactAnalysis }> => ({
      analysis: await impactOf(app, question, graph.head, { signal: never(), deadlineMs }),
    });
    for await (const { analysis } of growingImpact(ask, { deadlineMs: null, firstMs: 1 })) found.push(analysis);
    expect(found.length).toBeGreaterThan(1);
    expect(found.map(({ leftOff }) => leftOff).lastIndexOf(true)).toBe(found.length - 2);
    expect(found.at(-1)?.summary()).toEqual(whole.summary());
    for (const { item, state } of found.flatMap((analysis) => analysis.impacted()))
      expect(rankOf(state)).toBeLessThanOrEqual(rankOf(whole.stateOf(item)));
  });
});
