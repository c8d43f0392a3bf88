import { revision } from '../../domain/ids';
import { nextOutageTurn } from '../../storage/outages/outage-queries';
import type { Application } from '../application';
import type { OutageMoment } from '../outages/outages-at';

/** What live answers need of the application. */
export type LiveSource = Pick<Application, 'database' | 'models' | 'projection' | 'clock'>;

/** An answer, and a text that is another one when the answer is. */
export interface Look<T> {
  readonly answer: T;
  readonly print: string;
}

/** Bursts of changes are looked at once. */
const PAUSE_MS = 100;
/** Nor may one subscription keep the server busy: after a look it rests for so many times as long as that took. */
const REST = 4;
/** Even when nothing is written the head is looked at this often: after a restored backup it is a smaller one. */
const CHECK_MS = 10_000;

/**
 * An answer as long as somebody listens: the present one, then every one that differs from the one before. It is looked at
 * anew when something was written, and when an outage begins or ends because time passes. The next look waits until the
 * last answer was taken, so that who reads slowly misses answers in between, never the latest. Ends on the signal.
 */
export async function* liveAnswers<T>(
  app: LiveSource,
  look: (now: OutageMoment) => Promise<Look<T>>,
  signal: AbortSignal,
): AsyncGenerator<T, undefined> {
  let known: string | null = null;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const now = { revision: app.projection.head, time: app.clock().toISOString() };
    const { answer, print } = await look(now);
    const restMs = Math.max(PAUSE_MS, REST * (performance.now() - startedAt));
    if (print !== known && !isAborted(signal)) {
      known = print;
      yield answer;
    }
    await sleep(restMs, signal);
    await somethingTurns(app, now, signal);
  }
}

/** Resolves when the answer of a moment may not hold any more, or on the signal. */
async function somethingTurns(app: LiveSource, seen: OutageMoment, signal: AbortSignal): Promise<void> {
  const next = await nextOutageTurn(app.database, seen.time);
  const leftMs = (): number => (next === null ? Infinity : Date.parse(next) - app.clock().getTime());
  while (!isAborted(signal) && app.projection.head === seen.revision && leftMs() > 0) {
    await app.projection.waitFor(revision(seen.revision + 1), Math.min(leftMs(), CHECK_MS), signal);
  }
}

/** A signal may be aborted while others work. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener('abort', wake);
  });
}
