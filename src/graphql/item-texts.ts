import type { ConfigurationItem } from '../domain/configuration-item';

/** What is written of items, by item. */
type Texts = Map<ConfigurationItem, string>;

/** Twice as many characters are kept, at most. */
const LETTERS_MAX = 16_000_000;
/** Each text keeps its item from being forgotten, which weighs more than a short text does. */
const ITEM_LETTERS = 400;

/**
 * The JSON of items as it was written for earlier answers. A version of an item never changes and stands for the same object
 * as long as it is remembered, so a page that is asked again takes no more than putting texts together. Those not asked for
 * longest are forgotten, half of them at a time.
 */
export class ItemTexts {
  readonly #lettersMax: number;
  #letters = 0;
  #young = new Map<string, Texts>();
  #old: ReadonlyMap<string, Texts> = new Map();

  constructor(lettersMax = LETTERS_MAX) {
    this.#lettersMax = lettersMax;
  }

  /** Gives the text of what is selected of an item; `write` makes those that are not there. For one answer. */
  reader(selection: string, write: (item: ConfigurationItem) => string): (item: ConfigurationItem) => string {
    if (this.#letters > this.#lettersMax) this.#forget();
    const young: Texts = this.#young.get(selection) ?? new Map<ConfigurationItem, string>();
    this.#young.set(selection, young);
    const old = this.#old.get(selection);
    return (item) => {
      const known = young.get(item);
      if (known !== undefined) return known;
      const text = old?.get(item) ?? write(item);
      young.set(item, text);
      this.#letters += text.length + ITEM_LETTERS;
      return text;
    };
  }

  #forget(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#letters = 0;
  }
}
