import { DomainError } from '../domain/errors';
import type { InputFile } from './importer';
import { decoded, WHOLE_FILE_BYTES_MAX } from './input-text';

/** Where a piece of a JSON text stood. */
interface PiecePlace {
  /** Counts from 1: a text may hold several JSON values one after another, such as one on each line. */
  readonly document: number;
  readonly line: number;
  /** The member of the outermost object that it is or is in; null inside an outermost list. */
  readonly key: string | null;
  /** For people, e.g. `Reservations[3]`. */
  readonly path: string;
}

/** A member of an outermost object or an element of an outermost list; or why reading ends or one piece is left out. */
export type JsonPiece = PiecePlace & ({ readonly value: unknown } | { readonly problem: string });

/** Deeper values are refused: nothing that people or programs mean to be read is nested like that. */
const DEPTH_MAX = 500;
const KEY_LENGTH_MAX = 10_000;

/**
 * Reads JSON of any size in pieces: the elements of an outermost list; the members of an outermost object, and where
 * such a member is a list, its elements (or the list itself, when it is empty). Only one piece at a time is held in memory.
 * @throws DomainError TOO_LARGE when one piece alone is larger than a whole file may be.
 */
export async function* readJsonPieces(file: InputFile): AsyncGenerator<JsonPiece> {
  const scanner = new PieceScanner(file.name);
  for await (const text of decoded(file)) {
    yield* scanner.push(text);
    if (scanner.broken) return;
  }
  yield* scanner.end();
}

/** A list or object whose entries are pieces; at most two of them are open at once. */
interface Frame {
  readonly list: boolean;
  readonly key: string | null;
  index: number;
  expects: 'key' | 'colon' | 'value' | 'comma';
  /** The member that the next value belongs to. */
  member: string | null;
  /** `[` or `{` was the last thing read, so that it may be closed at once. */
  fresh: boolean;
}

class PieceScanner {
  broken = false;
  private readonly file: string;
  private readonly frames: Frame[] = [];
  private document = 0;
  private line = 1;
  private captured: CapturedValue | null = null;
  private capturesKey = false;
  /** A list that has just ended without an element. */
  private emptied: PiecePlace | null = null;

  constructor(file: string) {
    this.file = file;
  }

  *push(text: string): Generator<JsonPiece> {
    let at = 0;
    while (at < text.length && !this.broken) {
      if (this.captured !== null) {
        at = this.captured.take(text, at);
        this.checkLength(this.captured);
        if (this.captured.tooDeep) yield this.fail('is nested too deeply');
        else if (this.captured.complete) yield* this.finishCapture(this.captured);
        continue;
      }
      const char = text[at] ?? '';
      if (char === '\n') this.line += 1;
      if (!/\s/.test(char) && !this.accept(char)) yield this.fail(`has ${JSON.stringify(char)} where it cannot stand`);
      if (this.emptied !== null) {
        yield { ...this.emptied, value: [] };
        this.emptied = null;
      }
      // The first character of a value or key is taken by what captures it.
      if (this.captured === null) at += 1;
    }
  }

  *end(): Generator<JsonPiece> {
    if (this.captured !== null && this.frames.length > 0) yield this.fail('ends in the middle of a value');
    else if (this.frames.length > 0) yield this.fail('ends before its list or object does');
  }

  private accept(char: string): boolean {
    const frame = this.frames.at(-1);
    if (frame === undefined) return this.open(char, null, true);
    if (char === ']' || char === '}') return this.close(frame, char);
    switch (frame.expects) {
      case 'comma':
        frame.expects = frame.list ? 'value' : 'key';
        frame.fresh = false;
        return char === ',';
      case 'colon':
        frame.expects = 'value';
        return char === ':';
      case 'key':
        this.capturesKey = true;
        this.captured = new CapturedValue(this.line);
        return char === '"';
      case 'value':
        if (this.frames.length === 1 && !frame.list && char === '[') return this.open(char, frame.member, false);
        this.captured = new CapturedValue(this.line);
        return char !== ',' && char !== ':';
    }
  }

  private open(char: string, key: string | null, outermost: boolean): boolean {
    if (char !== '[' && char !== '{') return false;
    if (outermost) this.document += 1;
    const list = char === '[';
    this.frames.push({ list, key, index: 0, expects: list ? 'value' : 'key', member: null, fresh: true });
    return true;
  }

  private close(frame: Frame, char: string): boolean {
    const endsHere = frame.expects === 'comma' || frame.fresh;
    if (!endsHere || frame.list !== (char === ']')) return false;
    this.frames.pop();
    const outer = this.frames.at(-1);
    if (outer === undefined) return true;
    outer.expects = 'comma';
    if (frame.index === 0) this.emptied = this.placeOf(this.line);
    return true;
  }

  private *finishCapture(captured: CapturedValue): Generator<JsonPiece> {
    const frame = this.frames.at(-1);
    if (frame === undefined) return;
    const place = this.placeOf(captured.line);
    this.line += captured.lineFeeds;
    this.captured = null;
    const value = parsed(captured.text());
    if (this.capturesKey) {
      this.capturesKey = false;
      frame.member = typeof value?.json === 'string' ? value.json : '';
      frame.expects = 'colon';
      return;
    }
    frame.expects = 'comma';
    frame.index += 1;
    if (value === null) yield { ...place, problem: 'is not JSON' };
    else yield { ...place, value: value.json };
  }

  private placeOf(line: number): PiecePlace {
    const frame = this.frames.at(-1);
    const key = frame?.list === true ? frame.key : (frame?.member ?? null);
    const index = frame?.list === true ? `[${frame.index}]` : '';
    return { document: this.document, line, key, path: `${key ?? ''}${index}` };
  }

  private fail(problem: string): JsonPiece {
    this.broken = true;
    return { ...this.placeOf(this.line), problem };
  }

  private checkLength({ length }: CapturedValue): void {
    if (length <= (this.capturesKey ? KEY_LENGTH_MAX : WHOLE_FILE_BYTES_MAX)) return;
    const { path, line } = this.placeOf(this.line);
    const place = path === '' ? `line ${line}` : `${path} (line ${line})`;
    throw new DomainError(
      'TOO_LARGE',
      `${this.file}: the value at ${place} is longer than ${WHOLE_FILE_BYTES_MAX} characters. Split it.`,
      { file: this.file },
    );
  }
}

/** The text of one value, taken from chunks until it ends. */
class CapturedValue {
  readonly line: number;
  length = 0;
  lineFeeds = 0;
  complete = false;
  tooDeep = false;
  private readonly parts: string[] = [];
  private started = false;
  private depth = 0;
  private inText = false;
  private escaped = false;

  constructor(line: number) {
    this.line = line;
  }

  /** Takes what belongs to the value; returns where the rest starts. */
  take(text: string, from: number): number {
    let at = from;
    while (at < text.length && !this.complete && !this.tooDeep) {
      if (this.endsBefore(text.charCodeAt(at))) break;
      this.step(text.charCodeAt(at));
      at += 1;
    }
    this.parts.push(text.slice(from, at));
    this.length += at - from;
    return at;
  }

  text(): string {
    return this.parts.join('');
  }

  // A bare value such as a number has no end of its own: what follows ends it.
  private endsBefore(code: number): boolean {
    if (this.inText || this.depth > 0 || !this.started) return false;
    const ends = code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT || code <= SPACE;
    this.complete = ends;
    return ends;
  }

  private step(code: number): void {
    this.started = true;
    if (code === LINE_FEED) this.lineFeeds += 1;
    if (this.inText) {
      if (this.escaped) this.escaped = false;
      else if (code === BACKSLASH) this.escaped = true;
      else if (code === QUOTE) {
        this.inText = false;
        this.complete = this.depth === 0;
      }
      return;
    }
    if (code === QUOTE) this.inText = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      this.depth += 1;
      this.tooDeep = this.depth > DEPTH_MAX;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      this.depth -= 1;
      this.complete = this.depth === 0;
    }
  }
}

const LINE_FEED = 10;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

function parsed(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
