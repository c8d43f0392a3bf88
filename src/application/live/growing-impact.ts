import type { ImpactAnalysis } from '../../domain/impact/impact-analysis';
import { millisecondsOf } from '../analyses/patience';

/** How long it takes to the first answer. */
const FIRST_MS = 250;
/** Each begins anew, so it gets so many times as long as the one before: all together take a third longer than the last. */
const LONGER = 4;

/**
 * What breaks, as it is found: what `ask` knows after a moment, after a longer one and so on; the last answer is the whole,
 * or what was known when `deadlineMs` was over. What any of them says of an item holds, though it may be worse.
 */
export async function* growingImpact<A extends { readonly analysis: ImpactAnalysis }>(
  ask: (deadlineMs: number) => Promise<A>,
  { deadlineMs, firstMs = FIRST_MS }: { readonly deadlineMs: number | null; readonly firstMs?: number },
): AsyncGenerator<A, undefined> {
  const endsAt = performance.now() + millisecondsOf({ deadlineMs });
  for (let wantedMs = firstMs; ; wantedMs *= LONGER) {
    const leftMs = Math.max(1, Math.floor(endsAt - performance.now()));
    const answer = await ask(Math.min(wantedMs, leftMs));
    yield answer;
    if (!answer.analysis.leftOff || wantedMs >= leftMs) return;
  }
}
