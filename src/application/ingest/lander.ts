import type { DuplicateEvidence } from '../../domain/identification/duplicates';
import { noteDuplicates } from '../duplicates/note-duplicates';
import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { ROWS_PER_LOCK_HOLD, type ChangePlan, type IdempotencyRecord } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { readHeadRevision, type KnownChangeSet } from '../../storage/change-sets/revision-head';
import { recordRelationshipSightings, type SeenRelationship } from '../../storage/relationships/relationship-sightings';
import { recordSightings, type SeenItem } from '../../storage/sources/sightings';
import { readingOnly } from '../../storage/visible-rows';
import type { KnownHolders } from './identity-holders';
import { emptyPart, type BatchRun, type PlannedPart } from './batch-run';
import type { EarlyLookup } from './early-holders';
import type { IngestResult } from './ingest-types';
import {
  ModelMoved,
  operationOf,
  PartTooLarge,
  requireGoingOn,
  ServerStops,
  stopped,
  tooLarge,
  type LandingOptions,
} from './landing';
import type { Landing } from './landing-tools';
import { resultBody, storedResult } from './stored-result';
import { halve, type BatchPart } from './slice-batch';
import { StoredState } from './stored-state';
import { storedIds } from './unwritten';

/** What came of a part. */
export interface LandedPart {
  /** What was written, or found to be nothing to write. Null when it went in several parts, or was there already. */
  readonly planned: PlannedPart | null;
  /** Set when the part carried the idempotency key of the call and an earlier call had it: what that one answered. */
  readonly replayed: { readonly result: JsonValue } | null;
}

/** A part on its way. */
export interface Flight {
  /** What it is going to write, when nothing comes in between; null until it is prepared. */
  readonly planned: PlannedPart | null;
  /** Resolves when the part was prepared, or cannot be. */
  readonly prepared: Promise<void>;
  /** What was written as one plan, once it is; null when it came otherwise. What is left to do then can wait for the next part. */
  readonly written: Promise<PlannedPart | null>;
  readonly done: Promise<LandedPart>;
}

/** A flight as its own lander sees it. */
interface OwnFlight {
  planned: PlannedPart | null;
  /** What was looked up for its first plan; a further one looks it up anew. */
  early: EarlyLookup | null;
  readonly markPrepared: () => void;
  readonly markWritten: (planned: PlannedPart | null) => void;
}

/** The change sets of one call in the making. */
export class Lander {
  readonly #app: Landing;
  readonly #run: BatchRun;
  readonly #options: LandingOptions;
  readonly #changeSets: ChangeSet[] = [];
  readonly #seen: SeenItem[] = [];
  readonly #seenRelationships: SeenRelationship[] = [];
  readonly #duplicates: DuplicateEvidence[] = [];
  readonly #flights = new Set<Promise<LandedPart>>();
  #revision: Revision | null = null;
  /** The part that carries the mark of a call of several change sets. */
  #marker: OwnFlight | null = null;
  #marked = false;

  constructor(app: Landing, run: BatchRun, options: LandingOptions) {
    this.#app = app;
    this.#run = run;
    this.#options = options;
  }

  get hasWritten(): boolean {
    return this.#changeSets.length > 0;
  }

  /**
   * Begins to land a part. It is written after the one `before` it. The last one carries the idempotency key with the
   * whole result.
   */
  start(part: BatchPart, isLast: boolean, before: Flight | null, early: EarlyLookup | null = null): Flight {
    let markPrepared = (): void => undefined;
    const prepared = new Promise<void>((resolve) => (markPrepared = resolve));
    let markWritten: OwnFlight['markWritten'] = () => undefined;
    const written = new Promise<PlannedPart | null>((resolve) => (markWritten = resolve));
    const own: OwnFlight = { planned: null, early, markPrepared, markWritten };
    const done = this.#land(part, isLast, before, own).finally(() => {
      markPrepared();
      markWritten(null);
    });
    this.#flights.add(done);
    // Whoever waits for it hears of its failure.
    done.catch(() => undefined).finally(() => this.#flights.delete(done));
    return {
      get planned() {
        return own.planned;
      },
      prepared,
      written,
      done,
    };
  }

  /**
   * Who holds what as far as this server remembers it, while the newest change set that it knows is its own: whether
   * others have written since is found out when a plan is written, and then it is held against the tables.
   */
  holdersKnown(): { readonly since: KnownChangeSet | null; readonly remembered: KnownHolders | null } {
    const since = this.#app.writes.position();
    return { since, remembered: since && this.#run.known.holdersAt(since.revision) };
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#flights);
  }

  async #land(part: BatchPart, isLast: boolean, before: Flight | null, own: OwnFlight): Promise<LandedPart> {
    try {
      let landed = await this.#write(part, isLast, before, own);
      while (landed.planned?.more) landed = await this.#write(part, isLast, null, own);
      return landed;
    } catch (error) {
      if (!(error instanceof PartTooLarge) || part.kind === 'whole') throw error;
      own.markWritten(null);
      await before?.done;
      const parts = halve(part);
      if (!parts) throw tooLarge();
      await this.#land(parts[0], false, null, own);
      const { replayed } = await this.#land(parts[1], isLast, null, own);
      return { planned: null, replayed };
    }
  }

  async #write(part: BatchPart, isLast: boolean, before: Flight | null, own: OwnFlight): Promise<LandedPart> {
    const isOnly = isLast && before === null && !this.hasWritten;
    if (!isOnly) requireGoingOn(this.#app, this.#options.gone);
    const order = await this.#orderAfter(before);
    const since = own.early ? { readSince: own.early.since } : {};
    const ids = storedIds();
    let planned: PlannedPart | null = null;
    let read = NOTHING_READ;
    const prepare = async (reader: Executor): Promise<ChangePlan | null> => {
      const { early } = own;
      own.early = null;
      // Under the lock everything is looked up.
      const atOnce = reader === this.#app.database;
      const { since: rememberedAt, remembered } = atOnce ? this.holdersKnown() : NOTHING_KNOWN;
      if (this.#run.known.learns) {
        // What was looked up early, or is remembered, is no newer than that.
        const since = early ? early.since : remembered && rememberedAt;
        const fromBefore = early !== null || remembered !== null;
        const head = await readHeadRevision(reader);
        read = fromBefore ? earlierOf(head, since?.revision ?? this.#run.known.head) : head;
      }
      await this.#checkModel(reader);
      const made = await this.#run.plan(part, {
        reader,
        ids,
        state: new StoredState(readingOnly(reader, this.#run.context.reporter.visibility ?? null), {
          early,
          atOnce,
          remembered,
        }),
        now: this.#app.clock().toISOString(),
        rowsMax: ROWS_PER_LOCK_HOLD,
        ahead: order.ahead(),
      });
      planned = made;
      if (made.plan.size() > ROWS_PER_LOCK_HOLD) throw new PartTooLarge();
      own.planned = made.more ? null : made;
      own.markPrepared();
      const idempotency = this.#idempotency(made, isLast && !made.more, own);
      if (made.plan.size() === 0 && !idempotency) return null;
      return made.plan.toPlan(this.#options.header, this.#run.context.modelRevision, idempotency);
    };
    const written = await this.#app.writes.submit({ prepare, ...since, ...order.after });
    const final = planned as PlannedPart | null;
    if (written.replayed) {
      if (isLast && !final?.more) return { planned: null, replayed: written.replayed };
      // A twin with the same input is at work, or was stopped in the middle: this call does its part of the same.
      this.#marked = true;
      return this.#write(part, isLast, null, own);
    }
    this.#marked ||= this.#marker === own;
    this.#revision = written.revision;
    if (written.changeSet) this.#changeSets.push(written.changeSet);
    if (final) {
      this.#settle(final, written.changeSet);
      own.markWritten(own.planned && final);
      await this.#run.known.learn(final, { written: written.changeSet?.revision ?? null, read }, this.#run);
    }
    return { planned: final, replayed: null };
  }

  #settle(planned: PlannedPart, changeSet: ChangeSet | null): void {
    if (changeSet) this.#app.memory?.wrote(changeSet, planned.plan.rows(null));
    this.#run.settle(planned);
    for (const one of planned.seen) this.#seen.push(one);
    for (const one of planned.seenRelationships) this.#seenRelationships.push(one);
    for (const one of planned.duplicates) this.#duplicates.push(one);
  }

  /** What a part is prepared from and when it may be written, while the one before it is under way. */
  async #orderAfter(before: Flight | null): Promise<{
    readonly ahead: () => PlannedPart | null;
    readonly after: { readonly after?: Promise<boolean> };
  }> {
    await before?.prepared;
    const used = before?.planned ?? null;
    // Waited for here: whoever waits while it prepares may keep what it waits for from being prepared.
    if (!before || !used) {
      await before?.done;
      return { ahead: () => null, after: {} };
    }
    let ahead: PlannedPart | null = used;
    const after = before.written.then(async (planned) => {
      ahead = null;
      if (planned !== used) await before.done;
      return planned === used;
    });
    after.catch(() => undefined);
    return { ahead: () => ahead, after: { after } };
  }

  /** Rejects everything, or does nothing: still a result to remember. */
  async rememberOnly(): Promise<LandedPart['replayed']> {
    const { header, idempotency } = this.#options;
    if (!idempotency) return null;
    const nothing = emptyPart();
    const result = (at: Revision): JsonValue => this.#storedResult(at, nothing);
    const written = await this.#app.writes.submit({
      prepare: () => Promise.resolve(nothing.plan.toPlan(header, null, { ...idempotency, result })),
    });
    this.#revision = written.revision;
    return written.replayed;
  }

  /** What the call is told when all has landed. */
  async result(): Promise<IngestResult> {
    const { database, newId } = this.#app;
    const { source } = this.#run.context.reporter;
    const { known } = this.#run;
    await recordSightings(database, source, [...known.sightings(), ...this.#seen], newId);
    const relationships = [...known.relationshipSightings(), ...this.#seenRelationships];
    await recordRelationshipSightings(database, source, relationships, newId);
    await noteDuplicates(this.#app, this.#duplicates);
    return {
      revision: this.#revision ?? (await readHeadRevision(database)),
      operation: operationOf(this.#options.header, this.hasWritten),
      changeSets: this.#changeSets,
      replayed: false,
      ...resultBody(this.#run),
    };
  }

  /** A failure as the caller is to know it, who has to be told what has landed. Known when everything has settled. */
  explained(error: unknown): unknown {
    if (error instanceof ServerStops) return stopped(this.#changeSets);
    if (!(error instanceof ModelMoved) || !this.hasWritten) return error;
    return new DomainError(
      'RETRY_LATER',
      `The class model changed while this was being ingested. ${this.#changeSets.length} change sets have landed; send all of it again to land the rest.`,
    );
  }

  async #checkModel(reader: Executor): Promise<void> {
    const { revision } = await this.#app.models.latest(reader);
    if (revision !== this.#run.context.modelRevision) throw new ModelMoved();
  }

  /**
   * The last part carries the key with the whole result. The first one of several carries a mark with the same body, so
   * that another body under the same key is refused before anything of it lands.
   */
  #idempotency(planned: PlannedPart, isLast: boolean, own: OwnFlight): IdempotencyRecord | null {
    const { idempotency } = this.#options;
    if (!idempotency) return null;
    if (isLast) return { ...idempotency, result: (at: Revision) => this.#storedResult(at, planned) };
    this.#marker ??= own;
    if (this.#marked || this.#marker !== own) return null;
    return { key: markOf(idempotency.key), bodyHash: idempotency.bodyHash, result: () => null };
  }

  #storedResult(at: Revision, planned: PlannedPart): JsonValue {
    const operation = operationOf(this.#options.header, planned.plan.size() > 0 || this.hasWritten);
    return storedResult(at, operation, resultBody(this.#run, planned));
  }
}

const NOTHING_KNOWN = { since: null, remembered: null };

const earlierOf = (a: Revision, b: Revision): Revision => (b < a ? b : a);

/** Nothing is remembered as of this. */
const NOTHING_READ = 0 as Revision;

/** No caller can give such a key: keys hold no U+0000 and PostgreSQL no text that does, so a line feed marks it. */
const markOf = (key: string): string => `${key}\nbegun`;
