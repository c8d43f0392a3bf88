import { INGEST_OUTCOMES, type IngestOutcome, type OutcomeCount } from './ingest-types';

/** How many records of each outcome this process has taken. What was only replayed or rehearsed does not count. */
export class OutcomeCounts {
  readonly #counts = new Map<IngestOutcome, OutcomeCount>();

  add(totals: readonly OutcomeCount[]): void {
    for (const { outcome, items, relationships } of totals) {
      const known = this.#counts.get(outcome) ?? { outcome, items: 0, relationships: 0 };
      this.#counts.set(outcome, {
        outcome,
        items: known.items + items,
        relationships: known.relationships + relationships,
      });
    }
  }

  /** One entry for every outcome there is. */
  read(): readonly OutcomeCount[] {
    return INGEST_OUTCOMES.map((outcome) => this.#counts.get(outcome) ?? { outcome, items: 0, relationships: 0 });
  }
}
