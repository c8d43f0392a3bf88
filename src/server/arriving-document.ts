import { documentIn, type DocumentInJson } from './document-in-json';

/**
 * The document of a request while its body arrives. It is looked for again when twice as much has come, and when a document
 * that has begun passes `bytesMax`: however small the pieces are, all looks together read no more than a few times what there is.
 */
export class ArrivingDocument {
  readonly #bytesMax: number;
  readonly #look: typeof documentIn;
  #pieces: Buffer[] | null = [];
  #received = 0;
  /** With so many bytes it is looked for next. */
  #next = 0;

  constructor(bytesMax: number, look: typeof documentIn = documentIn) {
    this.#bytesMax = bytesMax;
    this.#look = look;
  }

  /** What is known now; null when that is not looked at, or has been told. */
  take(piece: Buffer): DocumentInJson | null {
    if (!this.#pieces) return null;
    this.#pieces.push(piece);
    this.#received += piece.length;
    // Variables may come first, and may be long: the document is then looked at when all of it is there.
    const isLast = this.#received > 2 * this.#bytesMax;
    if (this.#received < this.#next && !isLast) return null;
    const begin = Buffer.concat(this.#pieces);
    const found = this.#look(begin);
    const left = found.state === 'BEGUN' ? this.#bytesMax - found.bytes + 1 : Infinity;
    this.#next = this.#received + Math.min(this.#received, left);
    this.#pieces = isLast || found.state === 'COMPLETE' ? null : [begin];
    return found;
  }
}
