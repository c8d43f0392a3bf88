import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 10;
/** Less than Jest's own limit, so that what never comes is told by name; how soon it comes is no test's business. */
const PATIENCE_MS = 100_000;

/** Looks again and again until there is something, and answers with that. */
export async function until<Found>(
  look: () => Found | Promise<Found>,
  told: () => unknown = () => look,
): Promise<NonNullable<Found>> {
  for (const end = performance.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`It does not come: ${inWords(told())}`);
  }
}

const inWords = (told: unknown): string => (typeof told === 'function' ? String(told) : JSON.stringify(told));
