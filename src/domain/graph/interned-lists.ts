/** Keeps equal lists once and gives each a number; 0 is the empty list. Many items share the same few rules. */
export class InternedLists<T> {
  readonly #codes = new Map<string, number>();
  readonly #lists: (readonly T[])[] = [[]];

  /** The same lists under the same numbers, to which others may be added. */
  copy(): InternedLists<T> {
    const copy = new InternedLists<T>();
    for (const list of this.#lists) copy.intern(list);
    return copy;
  }

  intern(list: readonly T[]): number {
    if (list.length === 0) return 0;
    const text = JSON.stringify(list);
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#lists.length;
    this.#codes.set(text, code);
    this.#lists.push(list);
    return code;
  }

  list(code: number): readonly T[] {
    return this.#lists[code] ?? [];
  }

  /** All lists that ever arrived, the empty one first. */
  lists(): readonly (readonly T[])[] {
    return this.#lists;
  }
}
