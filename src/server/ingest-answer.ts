import type { LineResult } from '../application/ingest/ingest-chunk';
import { sumTotals } from '../application/ingest/ingest-chunk';
import type { LandedChunk } from '../application/ingest/ingest-stream';
import type { OutcomeCount } from '../application/ingest/ingest-types';
import type { Revision } from '../domain/ids';
import { encodeItemId, encodeRelationshipId } from '../domain/opaque-id';
import { ClassCounts } from './class-counts';
import type { IngestRequest } from './ingest-request';

/** The answer to a stream in the making: lines of JSON, and what they add up to. */
export class IngestAnswer {
  readonly #request: Pick<IngestRequest, 'call' | 'results' | 'progress'>;
  readonly #changeSets = new Set<Revision>();
  readonly #classes = new ClassCounts();
  #revision: Revision;
  #totals: readonly OutcomeCount[] = [];
  #completed: readonly OutcomeCount[] = [];
  #chunks = 0;
  #replayed = 0;
  #lines = 0;

  /** `revision`: the newest one when the stream begins. */
  constructor(request: Pick<IngestRequest, 'call' | 'results' | 'progress'>, revision: Revision) {
    this.#request = request;
    this.#revision = revision;
  }

  /** The newest revision that it has led to. */
  get revision(): Revision {
    return this.#revision;
  }

  /** Chunks that have landed. */
  get chunks(): number {
    return this.#chunks;
  }

  /** What is said of a chunk: a line for each result, and one for itself when the caller wants to see it go on. */
  linesOf({ chunk, result }: LandedChunk): readonly string[] {
    if (result.revision > this.#revision) this.#revision = result.revision;
    this.#totals = sumTotals([this.#totals, result.totals]);
    this.#completed = sumTotals([this.#completed, result.completed]);
    this.#chunks += 1;
    this.#replayed += result.replayed ? 1 : 0;
    this.#lines += chunk.lines;
    for (const revision of result.changeSets) this.#changeSets.add(revision);
    const classes = new ClassCounts(result.results).list();
    for (const count of classes) this.#classes.add(count);
    const told = this.#request.results === 'all' ? result.results : result.results.filter(isProblem);
    const lines = told.map((one) => JSON.stringify(presentLine(one)));
    if (!this.#request.progress) return lines;
    const { number, lastLine } = chunk;
    const { revision, totals, replayed } = result;
    return [...lines, JSON.stringify({ chunk: { number, lastLine, revision, totals, classes, replayed } })];
  }

  summary(): string {
    const { mode } = this.#request.call;
    const summary = {
      revision: this.#revision,
      changeSets: [...this.#changeSets].sort((a, b) => a - b),
      totals: this.#totals,
      // What was parked, by this stream or before it, and has landed with it; its lines were told PARKED.
      ...(this.#completed.length > 0 ? { completedParked: this.#completed } : {}),
      classes: this.#classes.list(),
      lines: this.#lines,
      chunks: this.#chunks,
      replayedChunks: this.#replayed,
      ...(mode === 'DRY_RUN' && this.#chunks > 1 ? { inexact: INEXACT } : {}),
    };
    return JSON.stringify({ summary });
  }
}

const INEXACT =
  'A dry run of several chunks looks at each of them by itself: what an earlier one would create is not there for a later one.';

/** Outcomes of what did not land. */
const UNDONE: ReadonlySet<string> = new Set(['REJECTED', 'PARKED']);

function isProblem({ outcome, result }: LineResult): boolean {
  if (UNDONE.has(outcome) || result === null) return true;
  return result.warnings.length > 0 || ('masked' in result && result.masked.length > 0);
}

/** A result as its line shows it; what is empty is left out. */
function presentLine({ line, kind, outcome, nestedIndex, record, result, errors }: LineResult): object {
  const place = { line, ...(kind === null ? {} : { kind }), ...(nestedIndex === null ? {} : { nestedIndex }), outcome };
  const told = { ...namesOf(record), ...(result === null ? {} : resultOf(result)) };
  return { ...place, ...filled(told), ...filled({ errors }) };
}

const namesOf = (record: LineResult['record']): object =>
  record !== null && 'class' in record
    ? { class: record.class, ref: record.ref, nativeKey: record.nativeKey }
    : { type: record?.type };

function resultOf(result: NonNullable<LineResult['result']>): object {
  if ('relationshipId' in result) {
    const { relationshipId, warnings } = result;
    return { id: relationshipId === null ? null : encodeRelationshipId(relationshipId), warnings };
  }
  const { itemId, version, matchedBy, masked, warnings, attempts, outcome } = result;
  return {
    id: itemId === null ? null : encodeItemId(itemId),
    version,
    matchedBy,
    masked,
    warnings,
    ...(UNDONE.has(outcome) ? { attempts } : {}),
  };
}

const filled = (values: object): object =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]: [string, unknown]) =>
        value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
