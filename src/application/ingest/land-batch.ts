import { readingOnly } from '../../storage/visible-rows';
import type { BatchRun } from './batch-run';
import { lookUpEarly } from './early-lookup';
import type { EarlyLookup } from './early-holders';
import type { IngestResult } from './ingest-types';
import { landAsOne, rehearse } from './land-whole';
import { Lander, type Flight, type LandedPart } from './lander';
import { partsOf, PartTooLarge, wholeOf, type LandingOptions } from './landing';
import type { Landing } from './landing-tools';
import type { BatchPart } from './slice-batch';
import { replayedResult } from './stored-result';

/** Writes a batch, or works out what writing it would do. Throws {@link ModelMoved} and what the write queue throws. */
export function landBatch(app: Landing, run: BatchRun, options: LandingOptions): Promise<IngestResult> {
  switch (options.mode) {
    case 'PARTIAL':
      return landInParts(app, run, options);
    case 'ATOMIC':
      return landAsOne(app, run, options);
    case 'DRY_RUN':
      return rehearse(app, run, options);
    default:
      return options.mode satisfies never;
  }
}

/**
 * Lands part after part. While one is being written, the next one is prepared from what that one is going to leave, so
 * that this process and the database work at the same time; should it turn out otherwise, the next one is prepared again.
 */
async function landInParts(app: Landing, run: BatchRun, options: LandingOptions): Promise<IngestResult> {
  const lander = new Lander(app, run, options);
  const parts = partsOf(run);
  const { known, sweeps } = parts;
  let before: Flight | null = null;
  const reader = readingOnly(app.database, run.context.reporter.visibility ?? null);
  let early: EarlyLookup | null = null;
  try {
    const together = await landTogether(lander, wholeOf(run, parts));
    if (together?.replayed) return await replayedResult(app.database, together.replayed.result);
    if (together) return await lander.result();
    for (const [at, part] of known.entries()) {
      const flight: Flight = lander.start(part, sweeps === null && at === known.length - 1, before, early);
      early = lookUpEarly(reader, known[at + 1], lander.holdersKnown());
      await before?.done;
      before = flight;
      await flight.prepared;
    }
    let finished = sweeps === null && known.length > 0;
    let landed = await before?.done;
    const swept = sweeps?.() ?? [];
    for (const [at, part] of swept.entries()) {
      finished = at === swept.length - 1;
      landed = await lander.start(part, finished, null).done;
    }
    const replayed = landed?.replayed ?? (finished ? null : await lander.rememberOnly());
    if (replayed) return await replayedResult(app.database, replayed.result);
    return await lander.result();
  } catch (error) {
    await lander.settled();
    throw lander.explained(error);
  }
}

/** Lands a batch as one change set; null when it is more than one may hold after all, and nothing was written. */
async function landTogether(lander: Lander, whole: BatchPart | null): Promise<LandedPart | null> {
  if (whole === null) return null;
  try {
    return await lander.start(whole, true, null).done;
  } catch (error) {
    if (error instanceof PartTooLarge) return null;
    throw error;
  }
}

export { ModelMoved } from './landing';
