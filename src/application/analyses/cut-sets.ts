import { CutSetAnalysis, type CandidateFacts } from '../../domain/cut-sets/cut-set-analysis';
import type { FailureModel } from '../../domain/cut-sets/failure-model';
import { FailureModelBuilder, type BuiltGate } from '../../domain/cut-sets/failure-model-builder';
import { DomainError } from '../../domain/errors';
import { closureOf, unlimited } from '../../domain/graph/closure';
import { dependencyFilter } from '../../domain/graph/edge-filter';
import type { GraphView } from '../../domain/graph/graph-view';
import { canFailOf, criticalityRank } from '../../domain/graph/item-bits';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import { ImpactModel } from '../../domain/impact/impact-model';
import type { JsonObject } from '../../domain/json';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { loadNumericAttribute } from '../../storage/items/item-attributes';
import { wholeOf } from '../../storage/visible-rows';
import { inSpan } from '../../telemetry/spans';
import type { OutageSource } from '../outages/filter-outages';
import type { Application } from '../application';
import { selectItems } from '../lists/find-items';
import { resolveActive } from '../graph/graph-references';
import type { ItemReference } from '../references/item-reference';
import { countedOutages, type CountedOutages } from '../outages/outages-at';
import { millisecondsOf, nextTurn } from './patience';
import { RecentAnswers } from './recent-answers';
import type { UnresolvedReference } from '../references/references';
import { ofClasses } from './topology-filter';

/** Which items are thought to fail. What is left out asks nothing; with nothing given: every item that can fail. */
export interface CandidateSelection {
  /** Descendants included. */
  readonly classes?: readonly string[] | null | undefined;
  /** Each must have this value. */
  readonly labels?: JsonObject | null | undefined;
  readonly canFail?: boolean | null | undefined;
}

/** What is asked. */
export interface CutSetQuestion extends CountedOutages {
  /** Sets of so many items at most; null: of any size. */
  readonly maxOrder: number | null;
  readonly candidates: CandidateSelection | null;
  /** How long to work on it at most. */
  readonly deadlineMs: number | null;
}

/** An analysis of the target; null when the reference does not lead to an item of the graph. */
export interface CutSetAnswer {
  readonly analysis: CutSetAnalysis | null;
  /** How many items the target depends on, itself included. */
  readonly itemCount: number;
  readonly unresolved: readonly UnresolvedReference[];
}

/** What the use case needs of the application. */
export type CutSetSource = OutageSource & Pick<Application, 'models' | 'analyses' | 'hiddenAt' | 'seenAs'>;

/** Nodes of a model that are built before other work gets its turn: a few milliseconds. */
const NODES_PER_TURN = 2_000;
const RECENT_ANSWERS = 8;

/** Answers belong to one graph: after a rebuild the same revision may mean something else. */
const RECENT = new WeakMap<object, RecentAnswers<CutSetAnswer>>();

/**
 * What can take an item down, at a revision that is visible here. A reference that does not resolve, or points at a
 * retired item, is listed and there is no analysis. Throws BAD_REQUEST, LIMIT_EXCEEDED, UNKNOWN_CLASS, RETRY_LATER.
 */
export async function askCutSets(
  app: CutSetSource,
  target: ItemReference,
  question: CutSetQuestion,
  at: Revision,
  signal: AbortSignal,
): Promise<CutSetAnswer> {
  checkQuestion(question);
  const { byIndex, unresolved } = await resolveActive(app, [target], at);
  const item = byIndex.get(0);
  if (item === undefined) return { analysis: null, itemCount: 0, unresolved };
  return cutSetsOf(app, item, question, at, signal);
}

/** The same for an item of the graph. */
export async function cutSetsOf(
  app: CutSetSource,
  target: ItemId,
  question: CutSetQuestion,
  at: Revision,
  signal: AbortSignal,
): Promise<CutSetAnswer> {
  checkQuestion(question);
  const view = await app.projection.viewAt(at, { reach: 'DEPENDENCIES', from: [target] });
  const recent = RECENT.get(view.names) ?? new RecentAnswers<CutSetAnswer>(RECENT_ANSWERS);
  RECENT.set(view.names, recent);
  const { maxOrder, candidates } = question;
  const fallen = await fallenItems(app, question, at);
  // Labels are asked of what is visible; all else is of the whole.
  const seenAs = candidates?.labels == null ? null : (app.seenAs ?? null);
  const key = JSON.stringify([at, target, maxOrder, candidates, [...fallen], seenAs]);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const answer = await inSpan('cut sets', { 'underpin.max_order': maxOrder ?? 0 }, () =>
    workOut(app, view, target, { ...question, fallen }, signal),
  );
  // What was stopped early may come further the next time.
  if (answer.analysis?.stopped === null) recent.put(key, answer);
  return answer;
}

/** The items that recorded outages have taken down, of the outages that a question counts; ascending. */
export async function fallenItems(
  app: CutSetSource,
  counted: CountedOutages,
  at: Revision,
): Promise<ReadonlySet<ItemId>> {
  const open = await countedOutages(app, counted, at);
  const down = open.filter(({ state }) => state === 'DOWN').map((outage) => outage.itemId);
  return new Set(down.toSorted((a, b) => a - b));
}

function checkQuestion({ maxOrder, deadlineMs }: CutSetQuestion): void {
  if (maxOrder !== null && maxOrder < 1) {
    throw new DomainError('BAD_REQUEST', `maxOrder: ${maxOrder} is less than 1; null asks for sets of any size.`);
  }
  millisecondsOf({ deadlineMs });
}

async function workOut(
  app: CutSetSource,
  view: GraphView,
  target: ItemId,
  question: CutSetQuestion & { readonly fallen: ReadonlySet<ItemId> },
  signal: AbortSignal,
): Promise<CutSetAnswer> {
  const { maxOrder, candidates, deadlineMs, fallen } = question;
  const context = new ImpactModel(view, await app.models.at(view.revision));
  const isCandidate = await candidateTest(app, context, [target], candidates);
  const others = (item: number): boolean => item !== target && isCandidate(item);
  const { model, gates } = await buildModel(new FailureModelBuilder(context, [target], others, fallen), signal);
  const facts = await candidateFacts(app, context, model);
  const probabilities = Float64Array.from(facts, ({ probability }) => probability);
  const task = { model, maxOrder, probabilities, gates: gates.map(({ node }) => node) };
  const solution = await app.analyses.run('cutSets', task, millisecondsOf({ deadlineMs }), signal);
  const analysis = new CutSetAnalysis(target, model, gates, facts, solution);
  return { analysis, itemCount: new Set(model.item.filter((item) => item !== 0)).size, unresolved: [] };
}

/** Finishes the equations, a few at a time. Gives up when the signal says that nobody waits any more. */
export async function buildModel(
  builder: FailureModelBuilder,
  signal: AbortSignal,
): Promise<{ readonly model: FailureModel; readonly gates: readonly BuiltGate[] }> {
  while (!builder.step(NODES_PER_TURN)) {
    await nextTurn(signal);
  }
  return { model: builder.model(), gates: builder.gates() };
}

/** Which items may fail, among those that the targets depend on. Labels alone are not in the graph. Throws UNKNOWN_CLASS. */
async function candidateTest(
  app: CutSetSource,
  { view, model }: ImpactModel,
  targets: readonly ItemId[],
  selection: CandidateSelection | null,
): Promise<(item: number) => boolean> {
  const { classes, labels, canFail } = selection ?? {};
  const isOfClass = classes == null ? null : ofClasses(view, model, classes);
  const wanted = Object.entries(labels ?? {}).map(([path, eq]) => ({ path, eq }));
  const labelled: ReadonlySet<number> | null =
    wanted.length === 0
      ? null
      : await selectItems(app, coneOf(view, model, targets), { labels: wanted }, view.revision);
  return (item) =>
    canFailOf(view.items.bits[view.versionOf(item)] ?? 0) === (canFail ?? true) &&
    isOfClass?.(item) !== false &&
    labelled?.has(item) !== false;
}

/** Everything that some items depend on, the items included. */
function coneOf(view: GraphView, model: ClassModel, targets: readonly ItemId[]): readonly ItemId[] {
  const { items } = closureOf(view, targets, unlimited('DEPENDENCIES', dependencyFilter(view, model)));
  return Array.from(items, itemId);
}

/** The attribute that says how likely an item is to be down at any moment; its class may say so for all of its items. */
const FAILURE_PROBABILITY = 'failureProbability';

async function candidateFacts(
  { database }: CutSetSource,
  { view, model }: ImpactModel,
  { candidates }: FailureModel,
): Promise<readonly CandidateFacts[]> {
  const ids = Array.from(candidates, itemId);
  const own = await loadNumericAttribute(wholeOf(database), ids, FAILURE_PROBABILITY, view.revision);
  return ids.map((id) => {
    const probability = own.get(id) ?? model.failureProbability(view.classOf(id)) ?? Number.NaN;
    return {
      probability: probability >= 0 && probability <= 1 ? probability : Number.NaN,
      criticality: criticalityRank(view.items.bits[view.versionOf(id)] ?? 0),
    };
  });
}
