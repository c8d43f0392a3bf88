import type { Revision } from '../../domain/ids';
import { askCutSets, type CutSetAnswer, type CutSetQuestion, type CutSetSource } from '../analyses/cut-sets';
import type { ItemReference, ReferenceSource } from '../references/item-reference';
import { millisecondsOf } from '../analyses/patience';

/** An answer, and the revision that it is of. */
export interface GrowingCutSets {
  readonly at: Revision;
  readonly answer: CutSetAnswer;
}

/** The largest order that is worked out by itself before all sets are asked for. */
const SINGLE_STEPS_MAX = 3;

/**
 * What can take an item down, as it is found: sets of one, of two and so on up to what is asked for. The deadline is for
 * all of it. Ends with the answer that is complete, or that was stopped early.
 */
export async function* growingCutSets(
  app: CutSetSource & ReferenceSource,
  target: ItemReference,
  question: CutSetQuestion,
  at: Revision,
  signal: AbortSignal,
): AsyncGenerator<GrowingCutSets, undefined> {
  const { maxOrder } = question;
  const endsAt = performance.now() + millisecondsOf(question);
  for (const order of ordersUpTo(maxOrder)) {
    const deadlineMs = Math.max(1, Math.floor(endsAt - performance.now()));
    const answer = await askCutSets(app, target, { ...question, maxOrder: order, deadlineMs }, at, signal);
    yield { at, answer };
    const { analysis } = answer;
    if (analysis === null || analysis.stopped !== null || analysis.exactTo === null) return;
  }
}

function* ordersUpTo(maxOrder: number | null): Generator<number | null> {
  const before = maxOrder === null ? SINGLE_STEPS_MAX : Math.min(SINGLE_STEPS_MAX, maxOrder - 1);
  for (let order = 1; order <= before; order++) yield order;
  yield maxOrder;
}
