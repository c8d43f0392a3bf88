import { createHash } from 'node:crypto';
import type { Revision } from '../../domain/ids';
import type { ImpactState } from '../../domain/impact/impact-state';
import { askImpact, type ImpactAnswer } from '../analyses/impact';
import type { GraphSource } from '../graph/graph-references';
import type { ItemReference } from '../references/item-reference';
import { NO_OUTAGES_COUNT } from '../outages/outages-at';
import { liveAnswers, type LiveSource } from './live-answers';

/** What is watched. */
export interface WatchedImpact {
  readonly outages: readonly { readonly configurationItem: ItemReference; readonly state: ImpactState }[];
  readonly withOpenOutages: boolean;
}

/** An answer, and the revision that it is of. */
export interface LiveImpact {
  readonly at: Revision;
  readonly answer: ImpactAnswer;
}

/** The impact of some outages, the present one and then every one that differs. Ends on the signal. */
export function followImpact(
  app: GraphSource & LiveSource,
  { outages, withOpenOutages }: WatchedImpact,
  signal: AbortSignal,
): AsyncGenerator<LiveImpact, undefined> {
  return liveAnswers(
    app,
    async (now) => {
      const openAt = withOpenOutages ? now : null;
      const answer = await askImpact(app, { outages, assumeHealthy: [], ...NO_OUTAGES_COUNT, openAt }, now.revision, {
        signal,
        deadlineMs: null,
      });
      return { answer: { at: now.revision, answer }, print: printOf(answer) };
    },
    signal,
  );
}

/** Differs when some item fares otherwise, is spared by another margin, or another outage counts. */
function printOf({ analysis, open, unresolved }: ImpactAnswer): string {
  const hash = createHash('sha256');
  for (const column of Object.values(analysis.hit().columns)) hash.update(column);
  for (const { item, margin } of analysis.spared()) hash.update(`${item} ${margin};`);
  const reasons = analysis
    .services()
    .slice()
    .map(({ item }) => analysis.failedGates(item).map((gate) => gate.explanation));
  hash.update(
    JSON.stringify([reasons, open.map(({ id, validFrom }) => [id, validFrom]), unresolved, analysis.coverage()]),
  );
  return hash.digest('base64');
}
