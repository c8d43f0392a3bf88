import type { LineResult } from '../application/ingest/ingest-chunk';
import type { IngestOutcome } from '../application/ingest/ingest-types';

/** How many items of a class had an outcome. */
export interface ClassCount {
  readonly class: string;
  readonly outcome: IngestOutcome;
  readonly items: number;
}

/** Class names come from the input, which may hold a new one on every line. */
const KINDS_MAX = 1_000;

/** Counts items by class and outcome; what is beyond the first thousand kinds is counted together. */
export class ClassCounts {
  readonly #counts = new Map<string, ClassCount>();

  constructor(results: readonly LineResult[] = []) {
    for (const { kind, outcome, record } of results) {
      if (kind === 'item' && record !== null && 'class' in record) this.add({ class: record.class, outcome, items: 1 });
    }
  }

  add(count: ClassCount): void {
    const known = this.#counts.has(keyOf(count)) || this.#counts.size < KINDS_MAX;
    const one = known ? count : { ...count, class: '(other)' };
    const key = keyOf(one);
    this.#counts.set(key, { ...one, items: one.items + (this.#counts.get(key)?.items ?? 0) });
  }

  list(): readonly ClassCount[] {
    return [...this.#counts.values()];
  }
}

const keyOf = (count: ClassCount): string => `${count.outcome} ${count.class}`;
