import type { Revision } from '../domain/ids';

/** Those who wait until a revision becomes visible. */
export interface RevisionWaiters {
  /** Resolves when the revision is reached, after `timeoutMs`, or when waiting ends. */
  waitFor(wanted: Revision, timeoutMs: number): Promise<void>;
  reached(head: Revision): void;
  close(): void;
}

interface Waiter {
  readonly wanted: Revision;
  readonly wake: () => void;
}

/** A list of waiters at a head. Few wait at once, each for a moment, so the list is not sorted. */
export function createRevisionWaiters(initial: Revision): RevisionWaiters {
  const waiting = new Set<Waiter>();
  let head = initial;
  return {
    waitFor: (wanted, timeoutMs) => {
      if (wanted <= head) return Promise.resolve();
      return wait(waiting, wanted, timeoutMs);
    },
    reached: (next) => {
      head = next;
      for (const waiter of waiting) if (waiter.wanted <= next) waiter.wake();
    },
    close: () => {
      for (const waiter of waiting) waiter.wake();
    },
  };
}

function wait(waiting: Set<Waiter>, wanted: Revision, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      waiting.delete(waiter);
      resolve();
    };
    const waiter = { wanted, wake };
    const timer = setTimeout(wake, timeoutMs);
    waiting.add(waiter);
  });
}
