import { MANUAL_SOURCE } from '../domain/reconciliation/manual-source';
import {
  loadLastCommits,
  listWatchedSources,
  recordCommits,
  type WatchedSource,
} from '../storage/sources/data-source-activity';
import type { Database, Executor } from '../storage/database';

/** What keeping note of data sources is made of. */
export interface SourceActivityOptions {
  readonly database: Database;
  /** How long a note may wait until it is stored. */
  readonly delayMs?: number;
  readonly onProblem: (problem: unknown) => void;
}

const DELAY_MS = 1_000;
/** Between two tries while the database takes nothing. */
const DELAY_MAX_MS = 30_000;

/**
 * When data sources last had something taken. A source that reports a hundred times a second is noted once a second, so
 * other servers learn of it a second late, and of the last second before a crash never.
 */
export class SourceActivity {
  readonly #options: SourceActivityOptions;
  #noted = new Map<string, string>();
  /** Handed to the database, which has not answered yet. */
  #storing: ReadonlyMap<string, string> = new Map();
  #timer: NodeJS.Timeout | null = null;
  /** The flush that was asked for last: one follows the other. */
  #flushed: Promise<void> = Promise.resolve();
  /** In a row. */
  #failures = 0;
  #stopped = false;

  constructor(options: SourceActivityOptions) {
    this.#options = options;
  }

  /** Something of a data source was taken. */
  note(source: string, at: Date): void {
    if (source === MANUAL_SOURCE) return;
    this.#noted.set(source, at.toISOString());
    this.#flushLater();
  }

  /** When each of these last had something taken, in their order: what is stored, or what this server knows already. */
  async lastCommits(names: readonly string[], reader: Executor): Promise<readonly (string | null)[]> {
    const stored = await loadLastCommits(reader, names);
    return names.map((name, at) => this.#latest(name, stored[at] ?? null));
  }

  /** The first so many data sources, by name, with what decides whether they are overdue. */
  async watched(limit: number): Promise<readonly WatchedSource[]> {
    const sources = await listWatchedSources(this.#options.database, limit);
    return sources.map((source) => ({ ...source, lastCommitAt: this.#latest(source.name, source.lastCommitAt) }));
  }

  /** Stores what was noted. What cannot be stored now is tried again later. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#flushed = this.#flushed.then(() => this.#store());
    return this.#flushed;
  }

  /** Stores what was noted, once more and for the last time. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.flush();
  }

  #flushLater(): void {
    if (this.#stopped) return;
    const delayMs = Math.min(DELAY_MAX_MS, (this.#options.delayMs ?? DELAY_MS) * 2 ** Math.min(this.#failures, 10));
    this.#timer ??= setTimeout(() => void this.flush(), delayMs).unref();
  }

  async #store(): Promise<void> {
    const commits = this.#noted;
    this.#noted = new Map();
    this.#storing = commits;
    try {
      await recordCommits(this.#options.database, commits);
      this.#failures = 0;
    } catch (error) {
      this.#noted = new Map([...commits, ...this.#noted]);
      this.#failures += 1;
      this.#flushLater();
      this.#options.onProblem(error);
    } finally {
      this.#storing = new Map();
    }
  }

  #latest(name: string, stored: string | null): string | null {
    const known = this.#noted.get(name) ?? this.#storing.get(name) ?? null;
    if (known === null || stored === null) return known ?? stored;
    return Date.parse(known) > Date.parse(stored) ? known : stored;
  }
}
