/**
 * Reads that many callers want at the same time, each done once for all who ask before it begins. Nobody gets an answer
 * that is older than the question: whoever asks while a read is under way waits for the next one.
 */
export class SharedReads {
  readonly #reads = new Map<string, { readonly current: Promise<unknown>; next: Promise<unknown> | null }>();

  /** The answer of `read`, shared by all who give the same key. */
  read<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#reads.get(key);
    if (!known) return this.#begin(key, read);
    known.next ??= known.current.then(
      () => this.#begin(key, read),
      () => this.#begin(key, read),
    );
    return known.next as Promise<T>;
  }

  #begin<T>(key: string, read: () => Promise<T>): Promise<T> {
    const current = read();
    const own = { current, next: null };
    this.#reads.set(key, own);
    const end = (): void => {
      if (this.#reads.get(key) === own && own.next === null) this.#reads.delete(key);
    };
    current.then(end, end);
    return current;
  }
}
