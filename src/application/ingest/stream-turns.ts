/**
 * Has so many streams work at a time, in the order in which they came, so that what is held of all of them together is
 * bounded: whoever waits is not read from. A turn is for one chunk, and for as many as come while nobody waits. What was
 * read of streams and has not landed is counted, whoever has the turn: beyond `bytesMax` nobody reads ahead, and who has
 * more than its share and pauses has to let go of it.
 */
export class StreamTurns {
  #free: number;
  #bytes = 0;
  /** How many streams hold something. */
  #holders = 0;
  readonly #bytesMax: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number, bytesMax: number) {
    this.#free = count;
    this.#bytesMax = bytesMax;
  }

  /** The turns of one stream, which has none yet. It waits for none once any of `ends` is aborted. */
  of(ends: readonly AbortSignal[]): StreamTurn {
    let held = false;
    let left = false;
    let bytes = 0;
    const count = (more: number): void => {
      const before = bytes;
      bytes += more;
      this.#bytes += more;
      this.#holders += Number(bytes > 0) - Number(before > 0);
    };
    const give = (): void => {
      if (held) this.#give();
      held = false;
    };
    return {
      isWanted: () => held && this.#waiting.size > 0,
      take: async () => {
        if (held || left) return;
        held = await this.#take(ends);
        if (left) give();
      },
      give,
      leave: () => {
        left = true;
        count(-bytes);
        give();
      },
      bytesHeld: () => bytes,
      keep: (more) => count(left ? 0 : more),
      drop: (landed) => count(-Math.min(landed, bytes)),
      hasRoomFor: (more) => this.#bytes + more <= this.#bytesMax,
      mayPause: () => this.#bytes <= this.#bytesMax || bytes * this.#holders <= this.#bytesMax || this.#holders === 1,
    };
  }

  async #take(ends: readonly AbortSignal[]): Promise<boolean> {
    if (ends.some(({ aborted }) => aborted)) return false;
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    let leave = (): void => undefined;
    try {
      return await new Promise<boolean>((resolve) => {
        const enter = (): void => resolve(true);
        leave = (): void => {
          if (this.#waiting.delete(enter)) resolve(false);
        };
        this.#waiting.add(enter);
        for (const end of ends) end.addEventListener('abort', leave);
      });
    } finally {
      for (const end of ends) end.removeEventListener('abort', leave);
    }
  }

  /** A turn goes straight to who waits longest. */
  #give(): void {
    const [next] = this.#waiting;
    if (!next) this.#free += 1;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}

/** The turns of one stream. */
export interface StreamTurn {
  /** Whether it has one, and others wait for one. */
  isWanted(): boolean;
  /** Waits for a turn, if it has none. Without one it comes back only when the stream is to end. */
  take(): Promise<void>;
  /** Gives it to the next one, if it has one. */
  give(): void;
  /** Gives it back for good, with all that was held. */
  leave(): void;
  /** How many bytes of the stream are held. */
  bytesHeld(): number;
  /** So many bytes more of the stream are held. */
  keep(bytes: number): void;
  /** So many of them are held no longer. */
  drop(bytes: number): void;
  /** Whether so many bytes more may be held, of all streams together. */
  hasRoomFor(bytes: number): boolean;
  /** Whether it may keep what it holds while nothing comes: there is room, or it holds no more than an even share, or all. */
  mayPause(): boolean;
}
