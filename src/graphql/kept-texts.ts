/** What is written of things, by thing: a text stays no longer than its thing, and keeps none. */
type Texts<Thing extends object> = WeakMap<Thing, string>;

/** Twice as many characters are kept, at most, and those of one list. */
const LETTERS_MAX = 16_000_000;
/** What keeping a text takes beside its letters. */
const ENTRY_LETTERS = 50;
/** Longer ones are written for each answer: a few of them would drive out all the others. */
const TEXT_LETTERS_MAX = 4_000;

/**
 * The JSON of versions of things as it was written for earlier answers. A version never changes and stands for the same object
 * as long as it is remembered, so a page that is asked again takes no more than putting texts together. Those not asked for
 * longest are forgotten, half of them at a time.
 */
export class KeptTexts<Thing extends object> {
  readonly #lettersMax: number;
  #letters = 0;
  #young = new Map<string, Texts<Thing>>();
  #old: ReadonlyMap<string, Texts<Thing>> = new Map();

  constructor(lettersMax = LETTERS_MAX) {
    this.#lettersMax = lettersMax;
  }

  /** Gives the text of what is selected of a thing; `write` makes those that are not there. For one answer. */
  reader(selection: string, write: (thing: Thing) => string): (thing: Thing) => string {
    if (this.#letters > this.#lettersMax) this.#forget();
    const young = this.#textsOf(selection);
    const old = this.#old.get(selection);
    return (thing) => {
      const known = young.get(thing);
      if (known !== undefined) return known;
      const text = old?.get(thing) ?? write(thing);
      if (text.length > TEXT_LETTERS_MAX) return text;
      young.set(thing, text);
      this.#letters += text.length + ENTRY_LETTERS;
      return text;
    };
  }

  /** Callers choose what they select and how they call it: that takes room, too, where nothing is listed at all. */
  #textsOf(selection: string): Texts<Thing> {
    const known = this.#young.get(selection);
    if (known) return known;
    const texts: Texts<Thing> = new WeakMap();
    this.#young.set(selection, texts);
    this.#letters += selection.length + ENTRY_LETTERS;
    return texts;
  }

  #forget(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#letters = 0;
  }
}
