import type { Application } from '../application/application';
import { historyName, notYetVisible, revisionAt, visibleRevision, type Moment } from '../application/moments';
import { findFittingItems } from '../application/lists/find-items';
import { createReaders, type Readers, type RevisionReaders } from '../application/lists/readers';
import type { Principal } from '../domain/access/principal';
import type { ItemId, Revision } from '../domain/ids';
import type { ClassModel } from '../domain/class-model/resolved-class-model';
import { Drafts } from './drafts';
import { NamedMoments, remember, type NamedMoment } from './named-moments';
import { Turnstile } from './turnstile';

/** What a resolver may use. Made once per operation, over HTTP and WebSocket alike. */
export interface RequestContext {
  readonly app: Application;
  /** Who asks, and what they may do and see. */
  readonly caller: Principal;
  /** The name of who asks, as the change log keeps it. */
  readonly principal: string;
  /** Names the request in logs, in the change log and in INTERNAL errors. */
  readonly requestId: string;
  /** Says when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /**
   * The revision a field reads at. Without `at` it is the same one for the whole operation; with it, the moment named.
   * Waits for `atLeast`. Throws NOT_YET_VISIBLE or MOMENT_OUT_OF_RANGE. `named` says by which moment outages are meant, where
   * that is not `at`.
   */
  revisionFor(args: RevisionArguments, named?: NamedMoment | null): Promise<Revision>;
  /** Which moments this operation names, and the outages that last at them. */
  readonly moments: NamedMoments;
  /** What takes long passes here. */
  readonly analyses: Turnstile;
  /** Says, before any field is resolved, what a root field will wait for; so that all of them can share a revision. */
  announce(atLeast: number): void;
  /** What only the drafts of this operation hold. */
  readonly drafts: Drafts;
  /** What `extensions.revision` reports: the revision read at, or written. */
  reportedRevision(): Revision;
  /** What the operation may cost; null until it is priced. */
  cost: number | null;
  /** Says that a mutation led to a revision, and waits until the graph here shows it, for as long as atLeast would. */
  noteWritten(revision: Revision): Promise<void>;
  /** Batched readers of everything as it was at a revision. */
  readers(revision: Revision): RevisionReaders;
  /** Readers of what is the same at every revision. */
  readonly log: Pick<Readers, 'changeSets' | 'changedValues' | 'lastCommits'>;
  modelAt(revision: Revision): Promise<ClassModel>;
  /** The same where it need not be looked up; else null. */
  knownModelAt(revision: Revision): ClassModel | null;
  /** Names the history that this server knows up to a revision; goes into cursors. A promise unless it is the newest. */
  knownHistory(revision: Revision): string | Promise<string>;
  /** Names the history up to a revision as the database has it now: a cursor of another one is void. */
  historyAt(revision: Revision): Promise<string>;
}

/** How a field names the moment it reads at. */
export interface RevisionArguments {
  readonly at?: Moment | null | undefined;
  readonly atLeast?: number | null | undefined;
}

export interface ContextOptions {
  readonly caller: Principal;
  readonly requestId: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** How long `atLeast` may wait. */
  readonly visibilityTimeoutMs: number;
}

/** One operation leaves room for others. */
const ANALYSES_AT_ONCE = 4;
/** Lists of items that fit filters which one operation keeps at hand. */
const FITTING_MAX = 20;

/** The context of one operation. */
export function createContext(whole: Application, options: ContextOptions): RequestContext {
  const named = new NamedMoments(whole);
  const fitting = new Map<string, Promise<ReadonlySet<ItemId>>>();
  const app: Application = {
    ...whole,
    openOutagesAt: (revision) => named.openOutagesAt(revision),
    itemsFitting: (filter, at) => {
      // A subscription asks at one revision after the other.
      if (fitting.size >= FITTING_MAX) fitting.clear();
      return remember(fitting, `${at} ${JSON.stringify(filter)}`, () => findFittingItems(app, filter, at));
    },
  };
  const modelAt = createModelLookup(app);
  const readers = createReaders(app, modelAt);
  const pin = createPin(app, options.visibilityTimeoutMs);
  const moments = new Map<string, Promise<Revision>>();
  const drafts = new Drafts();
  let written: Revision | null = null;

  const historyAt = async (revision: Revision): Promise<string> =>
    historyName((await readers.changeSets.load(revision))?.id ?? null);
  const momentFor = (at: Moment): Promise<Revision> =>
    remember(moments, `${at.time ?? ''}@${at.revision ?? ''}`, () => revisionAt(app, at, options.visibilityTimeoutMs));
  const findRevision = async ({ at, atLeast }: RevisionArguments): Promise<Revision> => {
    if (at == null) return pin.revisionFor(atLeast ?? 0);
    if (atLeast != null && (await visibleRevision(app, atLeast, options.visibilityTimeoutMs)) < atLeast) {
      throw notYetVisible(atLeast, app);
    }
    return momentFor(at);
  };

  return {
    app,
    caller: options.caller,
    principal: options.caller.name,
    requestId: options.requestId,
    signal: options.signal,
    revisionFor: (args, as = named.nameOf(args.at)) => named.naming(as, findRevision(args)),
    moments: named,
    analyses: new Turnstile(ANALYSES_AT_ONCE, options.signal),
    announce: pin.announce,
    cost: null,
    drafts,
    reportedRevision: () => written ?? pin.pinned() ?? app.projection.head,
    noteWritten: async (revision) => {
      if (written === null || revision > written) written = revision;
      await app.projection.waitFor(revision, options.visibilityTimeoutMs);
    },
    readers: (revision) => drafts.reading(readers.at(revision)),
    log: readers,
    modelAt,
    knownModelAt: (revision) => app.models.knownAt(revision),
    knownHistory: (revision) => {
      const id = app.projection.changeSetIdAt(revision);
      return id === null ? historyAt(revision) : historyName(id);
    },
    historyAt,
  };
}

/** The one revision of an operation's fields without `at`. */
function createPin(app: Application, timeoutMs: number) {
  let atLeastMax = 0;
  let pinning: Promise<Revision> | null = null;
  let pinned: Revision | null = null;

  const announce = (atLeast: number): void => {
    atLeastMax = Math.max(atLeastMax, atLeast);
  };
  const pin = async (): Promise<Revision> => {
    // One turn later every root field of a query has announced what it waits for: they are all called in one go.
    await Promise.resolve();
    pinned = await visibleRevision(app, atLeastMax, timeoutMs);
    return pinned;
  };
  return {
    announce,
    pinned: () => pinned,
    revisionFor: async (atLeast: number): Promise<Revision> => {
      announce(atLeast);
      pinning ??= pin();
      const revision = await pinning;
      // Only the field that asked for more fails: its neighbours have their answer.
      if (revision < atLeast) throw notYetVisible(atLeast, app);
      return revision;
    },
  };
}

/**
 * Class models by revision. Past ones are looked up one after the other: the first brings the span of revisions that it
 * holds for, and the others are found in it.
 */
function createModelLookup({ models }: Application): (revision: Revision) => Promise<ClassModel> {
  const known = new Map<Revision, Promise<ClassModel>>();
  let last: Promise<unknown> = Promise.resolve();
  return (revision) =>
    remember(known, revision, () => {
      const model = last.then(() => models.at(revision));
      last = model.catch(() => undefined);
      return model;
    });
}
