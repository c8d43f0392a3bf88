/** What is kept under a digest. The numbers are whole, below 2^53; `stamp` below 2^32. */
export interface DigestEntry {
  readonly subject: number;
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly flags: number;
  /** Grows with time: of the entries that could make room, the one with the smallest goes. */
  readonly stamp: number;
}

/** Bytes that one place takes: four words of digest, four numbers, stamp and flags. */
const BYTES_PER_PLACE = 4 * 4 + 4 * 8 + 4 + 1;
const PLACES_PER_BUCKET = 16;
const BUCKETS_MIN = 512;
/** Beyond this share of its places in use, the table doubles while it may. */
const FILL_MAX = 0.5;
/** A full bucket is a reason to double, too, when this share of all places is in use. */
const FILL_MIN = 0.25;

/**
 * A map from 128-bit digests to small entries in typed arrays: about 110 bytes an entry, where a Map of objects takes 300.
 * Bounded: when it may grow no more, the oldest entry of a full bucket makes room. A digest is words 0 to 3 of a buffer.
 */
export class DigestTable {
  readonly #bucketsMax: number;
  #buckets = BUCKETS_MIN;
  #size = 0;
  #words = new Uint32Array(0);
  #numbers = new Float64Array(0);
  #stamps = new Uint32Array(0);
  #flags = new Uint8Array(0);

  /** `bytesMax`: what the arrays may take. */
  constructor(bytesMax: number) {
    const places = Math.max(1, Math.floor(bytesMax / BYTES_PER_PLACE / PLACES_PER_BUCKET));
    this.#bucketsMax = 2 ** Math.floor(Math.log2(places));
    this.#buckets = Math.min(BUCKETS_MIN, this.#bucketsMax);
    this.#allocate();
  }

  /** Entries held. */
  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
    this.#buckets = Math.min(BUCKETS_MIN, this.#bucketsMax);
    this.#allocate();
  }

  /** The place of a digest, for {@link entryAt}; -1 when it is not held. Valid until something is set. */
  find(digest: Uint32Array): number {
    const words = this.#words;
    const start = this.#bucketOf(digest[0] ?? 0);
    for (let place = start; place < start + PLACES_PER_BUCKET; place += 1) {
      const at = place * 4;
      if (
        words[at] === digest[0] &&
        words[at + 1] === digest[1] &&
        words[at + 2] === digest[2] &&
        words[at + 3] === digest[3] &&
        this.#stamps[place] !== 0
      )
        return place;
    }
    return -1;
  }

  entryAt(place: number): DigestEntry {
    return {
      subject: this.#numbers[place * 4] ?? 0,
      first: this.#numbers[place * 4 + 1] ?? 0,
      second: this.#numbers[place * 4 + 2] ?? 0,
      third: this.#numbers[place * 4 + 3] ?? 0,
      flags: this.#flags[place] ?? 0,
      stamp: this.#stamps[place] ?? 0,
    };
  }

  /** Sets what is kept under a digest; a stamp of 0 is none. */
  set(digest: Uint32Array, entry: DigestEntry): void {
    if (entry.stamp === 0) return;
    const known = this.find(digest);
    if (known >= 0) {
      this.#write(known, digest, entry);
      return;
    }
    if (this.#fill > FILL_MAX) this.#grow();
    const isFull = !this.#hasRoom(this.#bucketOf(digest[0] ?? 0));
    if (isFull && this.#fill > FILL_MIN) this.#grow();
    this.#write(this.#roomIn(this.#bucketOf(digest[0] ?? 0)), digest, entry);
  }

  /** Whether there is room for what is only of some use: nothing that is held has to go for it. */
  get hasRoom(): boolean {
    return this.#buckets < this.#bucketsMax || this.#fill < FILL_MAX;
  }

  get #fill(): number {
    return this.#size / this.#stamps.length;
  }

  #hasRoom(start: number): boolean {
    for (let place = start; place < start + PLACES_PER_BUCKET; place += 1) if (this.#stamps[place] === 0) return true;
    return false;
  }

  #bucketOf(word: number): number {
    return (word & (this.#buckets - 1)) * PLACES_PER_BUCKET;
  }

  /** A free place of a bucket, or that of its oldest entry. */
  #roomIn(start: number): number {
    let oldest = start;
    for (let place = start; place < start + PLACES_PER_BUCKET; place += 1) {
      if (this.#stamps[place] === 0) {
        this.#size += 1;
        return place;
      }
      if ((this.#stamps[place] ?? 0) < (this.#stamps[oldest] ?? 0)) oldest = place;
    }
    return oldest;
  }

  #write(place: number, digest: Uint32Array, entry: DigestEntry): void {
    for (let word = 0; word < 4; word += 1) this.#words[place * 4 + word] = digest[word] ?? 0;
    this.#numbers[place * 4] = entry.subject;
    this.#numbers[place * 4 + 1] = entry.first;
    this.#numbers[place * 4 + 2] = entry.second;
    this.#numbers[place * 4 + 3] = entry.third;
    this.#flags[place] = entry.flags;
    this.#stamps[place] = entry.stamp;
  }

  #grow(): void {
    if (this.#buckets >= this.#bucketsMax) return;
    const words = this.#words;
    const stamps = this.#stamps;
    const places = stamps.length;
    const entries = { numbers: this.#numbers, flags: this.#flags };
    this.#buckets *= 2;
    this.#size = 0;
    this.#allocate();
    for (let place = 0; place < places; place += 1) {
      const stamp = stamps[place] ?? 0;
      if (stamp === 0) continue;
      const digest = words.subarray(place * 4, place * 4 + 4);
      const [subject = 0, first = 0, second = 0, third = 0] = entries.numbers.subarray(place * 4, place * 4 + 4);
      const to = this.#roomIn(this.#bucketOf(digest[0] ?? 0));
      this.#write(to, digest, { subject, first, second, third, flags: entries.flags[place] ?? 0, stamp });
    }
  }

  #allocate(): void {
    const places = this.#buckets * PLACES_PER_BUCKET;
    this.#words = new Uint32Array(places * 4);
    this.#numbers = new Float64Array(places * 4);
    this.#stamps = new Uint32Array(places);
    this.#flags = new Uint8Array(places);
  }
}
