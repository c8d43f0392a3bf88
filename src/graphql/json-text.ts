import { randomUUID } from 'node:crypto';

/** A value of an answer that is there as JSON already. To whoever looks at it otherwise it is that value. */
export class JsonText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toJSON(): unknown {
    if (gathered === null) return JSON.parse(this.#text);
    gathered.push(this.#text);
    return PLACE;
  }
}

/** Stands where a text goes. It never leaves this process, so nothing that is stored holds it. */
const PLACE = randomUUID();

/** The texts of the answer that is being written, in the order in which they stand there; null outside of that. */
let gathered: string[] | null = null;

/** An answer as JSON. What is text in it is taken as it is. */
export function writeAnswer(answer: object): string {
  const texts: string[] = [];
  gathered = texts;
  try {
    const written = JSON.stringify(answer);
    if (texts.length === 0) return written;
    const [first = '', ...others] = written.split(`"${PLACE}"`);
    return others.reduce((text, part, at) => text + (texts[at] ?? '') + part, first);
  } finally {
    gathered = null;
  }
}
