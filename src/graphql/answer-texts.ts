import { DomainError } from '../domain/errors';
import type { RequestContext } from './context';

/**
 * So many letters one operation may be given as texts. A field that is asked by a hundred names is a hundred texts here and
 * not one that is referred to, and what is longer could hardly be sent in the end.
 */
const LETTERS_MAX = 200_000_000;

/** What an operation is asked with. */
export interface AskedWith {
  readonly context: RequestContext;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Gives values that are known, or have been read for the answer; undefined: one is being read. */
export type Lookup<Key, Value> = (key: Key) => Value | undefined;

/** Knows some values, and reads others. */
export interface ReadsValues<Key, Value> {
  known(key: Key): Value | undefined;
  load(key: Key): Promise<Value>;
}

/** Something that a text needs could not be had. Asked as objects, the answer says in which of its places that is an error. */
export class NeedsObjects extends Error {
  constructor(cause: unknown) {
    super('this answer has to be made of objects', { cause });
  }
}

/** Counts what each operation was given as texts. */
export class AnswerTexts {
  readonly #lettersMax: number;
  readonly #taken = new WeakMap<RequestContext, number>();

  constructor(lettersMax = LETTERS_MAX) {
    this.#lettersMax = lettersMax;
  }

  /** Begins a text of an operation. */
  begin(asked: AskedWith): TextOfAnswer {
    return new TextOfAnswer(asked, this.#lettersMax, this.#taken);
  }
}

/**
 * A part of an answer that is written as one text. What it needs is mostly known, so it is written in one go that notes what
 * is missing; that is read, for all of it together, and it is written again.
 */
export class TextOfAnswer implements AskedWith {
  readonly context: RequestContext;
  readonly variables: AskedWith['variables'];
  readonly #lettersMax: number;
  readonly #taken: WeakMap<RequestContext, number>;
  #letters = 0;
  #missing: Promise<unknown>[] = [];

  constructor({ context, variables }: AskedWith, lettersMax: number, taken: WeakMap<RequestContext, number>) {
    this.context = context;
    this.variables = variables;
    this.#lettersMax = lettersMax;
    this.#taken = taken;
  }

  /** What is written once nothing is missing. Throws {@link NeedsObjects} when something could not be read. */
  finish(write: () => string): string | Promise<string> {
    this.#letters = this.#taken.get(this.context) ?? 0;
    const text = write();
    const missing = this.#missing;
    this.#missing = [];
    if (missing.length === 0) {
      this.#taken.set(this.context, this.#letters);
      return text;
    }
    const fail = (error: unknown): never => {
      throw new NeedsObjects(error);
    };
    return Promise.all(missing).then(() => this.finish(write), fail);
  }

  /** Looks values up, each of which is read once. */
  readonly reads = <Key, Value>(reader: ReadsValues<Key, Value>): Lookup<Key, Value> => {
    const read = new Map<Key, Value | undefined>();
    return (key) => {
      const known = (read.size === 0 ? undefined : read.get(key)) ?? reader.known(key);
      if (known !== undefined || read.has(key)) return known;
      read.set(key, undefined);
      this.#missing.push(reader.load(key).then((value) => read.set(key, value)));
      return undefined;
    };
  };

  /** The list of what is written of some values. Throws LIMIT_EXCEEDED as soon as the operation's texts are too long. */
  list<Value>(values: readonly Value[], textOf: (value: Value) => string): string {
    const given: string[] = [];
    for (const value of values) {
      const before = this.#letters;
      const text = textOf(value);
      given.push(text);
      // Lists within it have been counted, and are a part of it.
      this.#letters = before + text.length;
      if (this.#letters > this.#lettersMax) throw tooLong(this.#lettersMax);
    }
    return `[${given.join(',')}]`;
  }
}

const tooLong = (lettersMax: number): DomainError =>
  new DomainError(
    'LIMIT_EXCEEDED',
    `The entries of this answer's lists have more than ${lettersMax} letters: ask for fewer of them at a time (first), or for fewer of their fields.`,
  );
