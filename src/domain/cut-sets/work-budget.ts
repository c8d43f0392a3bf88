/** Why a computation was given up. */
export type StopReason = 'TIME' | 'MEMORY';

/** Thrown by a computation that has used up its budget; what was worked out before stays true. */
export class StoppedEarly extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`stopped early: ${reason}`);
    this.name = 'StoppedEarly';
    this.reason = reason;
  }
}

const LOOK_EVERY = 1 << 14;

/** What a computation may use. It has no clock of its own: it asks now and then whether time is up. */
export class WorkBudget {
  /** Nodes of one decision diagram at most. */
  readonly nodesMax: number;
  readonly #timeIsUp: () => boolean;
  #steps = 0;

  constructor(nodesMax: number, timeIsUp: () => boolean = () => false) {
    this.nodesMax = nodesMax;
    this.#timeIsUp = timeIsUp;
  }

  /** Counts a step; throws {@link StoppedEarly} once time is up. */
  step(): void {
    this.#steps += 1;
    if (this.#steps % LOOK_EVERY === 0 && this.#timeIsUp()) throw new StoppedEarly('TIME');
  }

  /** Throws {@link StoppedEarly} when time is up now. */
  check(): void {
    if (this.#timeIsUp()) throw new StoppedEarly('TIME');
  }

  /** The same time with room for so many nodes. */
  withNodes(nodesMax: number): WorkBudget {
    return new WorkBudget(nodesMax, this.#timeIsUp);
  }
}
