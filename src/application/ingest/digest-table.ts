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
  #buckets: number;
  #size = 0;
  /*
   * All that the table may ever take: the system gives memory only for what is written to, so that a small table takes
   * little, and one that grows is never there twice.
   */
  readonly #words: Uint32Array;
  readonly #numbers: Float64Array;
  readonly #stamps: Uint32Array;
  readonly #flags: Uint8Array;

  /** `bytesMax`: what the arrays may take. */
  constructor(bytesMax: number) {
    const buckets = Math.max(1, Math.floor(bytesMax / BYTES_PER_PLACE / PLACES_PER_BUCKET));
    this.#bucketsMax = 2 ** Math.floor(Math.log2(buckets));
    this.#buckets = Math.min(BUCKETS_MIN, this.#bucketsMax);
    const places = this.#bucketsMax * PLACES_PER_BUCKET;
    this.#words = new Uint32Array(places * 4);
    this.#numbers = new Float64Array(places * 4);
    this.#stamps = new Uint32Array(places);
    this.#flags = new Uint8Array(places);
  }

  /** Entries held. */
  get size(): number {
    return this.#size;
  }

  /** What it grew to it keeps: what comes next is as much as a rule. */
  clear(): void {
    this.#size = 0;
    this.#stamps.fill(0, 0, this.#buckets * PLACES_PER_BUCKET);
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
    return this.#size / (this.#buckets * PLACES_PER_BUCKET);
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

  /** Twice as many buckets: half of the entries of each one go to the new one behind all that there were. */
  #grow(): void {
    if (this.#buckets >= this.#bucketsMax) return;
    const places = this.#buckets * PLACES_PER_BUCKET;
    this.#buckets *= 2;
    for (let place = 0; place < places; place += 1) {
      const stays = this.#bucketOf(this.#words[place * 4] ?? 0) <= place;
      if (this.#stamps[place] !== 0 && !stays) this.#move(place, place + places);
    }
  }

  #move(from: number, to: number): void {
    this.#words.copyWithin(to * 4, from * 4, from * 4 + 4);
    this.#numbers.copyWithin(to * 4, from * 4, from * 4 + 4);
    this.#flags[to] = this.#flags[from] ?? 0;
    this.#stamps[to] = this.#stamps[from] ?? 0;
    this.#stamps[from] = 0;
  }
}
