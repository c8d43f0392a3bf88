import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { DomainError } from '../domain/errors';
import type { InputFile } from './importer';
import { decoded } from './input-text';

/** An element with what is in it. Names have no namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text directly in it, joined. */
  readonly text: string;
  readonly line: number;
}

/** An element that was asked for, where it stood; or why reading ends. `path` joins names by `/`, the outermost first. */
export type XmlPiece =
  { readonly path: string; readonly element: XmlElement } | { readonly line: number; readonly problem: string };

const DEPTH_MAX = 200;
/** The most that one tag, text or comment, and one whole piece, may be long. */
const TOKEN_LENGTH_MAX = 4 * 1024 * 1024;
const PIECE_LENGTH_MAX = 64 * 1024 * 1024;

/**
 * Reads XML of any size in pieces: each element whose path is asked for is given whole once it ends, others are passed
 * through. The outermost element is given when it begins, without its children. Nothing is fetched and no entity is
 * resolved but the five of XML itself: a document that declares its own is refused.
 * @throws DomainError BAD_REQUEST for entity declarations, TOO_LARGE for a tag, text or piece without end.
 */
export async function* readXmlPieces(file: InputFile, wanted: (path: string) => boolean): AsyncGenerator<XmlPiece> {
  const builder = new PieceBuilder(file.name, wanted);
  for await (const text of decoded(file)) {
    for (let start = 0; start < text.length; start += FEED_LENGTH) {
      builder.feed(text.slice(start, start + FEED_LENGTH));
      yield* builder.taken();
      if (builder.broken) return;
    }
  }
  builder.end();
  yield* builder.taken();
}

/** The parser holds what it has been fed until a token ends, so it is fed little at a time. */
const FEED_LENGTH = 64 * 1024;

/** The first child of a name; null when there is none. */
export const childOf = (element: XmlElement, name: string): XmlElement | null =>
  element.children.find((child) => child.name === name) ?? null;

/** All children of a name. */
export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: number;
  readonly children: XmlElement[];
  text: string;
}

class PieceBuilder {
  broken = false;
  private readonly file: string;
  private readonly wanted: (path: string) => boolean;
  private readonly parser = new SaxesParser();
  private readonly names: string[] = [];
  /** The elements of the piece that is being built, the outermost first. */
  private readonly open: OpenElement[] = [];
  private finished: XmlPiece[] = [];
  private sinceEvent = 0;
  private pieceLength = 0;

  constructor(file: string, wanted: (path: string) => boolean) {
    this.file = file;
    this.wanted = wanted;
    const { parser } = this;
    parser.on('opentag', (tag) => this.begin(tag));
    parser.on('closetag', () => this.close());
    parser.on('text', (text) => this.addText(text));
    parser.on('cdata', (text) => this.addText(text));
    parser.on('comment', () => this.event(0));
    parser.on('processinginstruction', () => this.event(0));
    parser.on('doctype', (doctype) => this.refuseEntities(doctype));
  }

  feed(text: string): void {
    this.sinceEvent += text.length;
    this.attempt(() => this.parser.write(text));
    if (this.sinceEvent > TOKEN_LENGTH_MAX) throw this.tooLarge('a tag, text or comment', TOKEN_LENGTH_MAX);
  }

  end(): void {
    this.attempt(() => this.parser.close());
  }

  taken(): readonly XmlPiece[] {
    const { finished } = this;
    this.finished = [];
    return finished;
  }

  private attempt(parse: () => void): void {
    try {
      parse();
    } catch (error) {
      if (error instanceof DomainError || !(error instanceof Error)) throw error;
      this.broken = true;
      // The parser says `line:column: what`.
      this.finished.push({ line: this.parser.line, problem: error.message.replace(/^\d+:\d+: /, '').slice(0, 500) });
    }
  }

  private begin(tag: SaxesTagPlain): void {
    this.event(tag.name.length);
    if (this.names.length >= DEPTH_MAX) throw new Error('is nested too deeply');
    const name = localName(tag.name);
    this.names.push(name);
    const path = this.names.join('/');
    const element: OpenElement = {
      name,
      attributes: { ...tag.attributes },
      line: this.parser.line,
      children: [],
      text: '',
    };
    for (const value of Object.values(tag.attributes)) this.pieceLength += value.length;
    if (this.open.length > 0 || this.wanted(path)) this.open.push(element);
    else if (this.names.length === 1) this.finished.push({ path, element });
  }

  private close(): void {
    this.event(0);
    const path = this.names.join('/');
    this.names.pop();
    const element = this.open.pop();
    if (element === undefined) return;
    const outer = this.open.at(-1);
    if (outer !== undefined) outer.children.push(element);
    else {
      this.finished.push({ path, element });
      this.pieceLength = 0;
    }
  }

  private addText(text: string): void {
    this.event(text.length);
    const element = this.open.at(-1);
    if (element !== undefined) element.text += text;
  }

  private event(length: number): void {
    this.sinceEvent = 0;
    this.pieceLength = this.open.length === 0 ? 0 : this.pieceLength + length + 64;
    if (this.pieceLength > PIECE_LENGTH_MAX) throw this.tooLarge(this.names.join('/'), PIECE_LENGTH_MAX);
  }

  private refuseEntities(doctype: string): void {
    this.event(0);
    if (!doctype.includes('[')) return;
    throw new DomainError(
      'BAD_REQUEST',
      `${this.file} declares a document type of its own (<!DOCTYPE … [), which may hold entities; none are ever resolved. Remove the declaration.`,
      { file: this.file },
    );
  }

  private tooLarge(what: string, limit: number): DomainError {
    const message = `${this.file}, line ${this.parser.line}: ${what} is longer than ${limit} characters.`;
    return new DomainError('TOO_LARGE', message, { file: this.file });
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
