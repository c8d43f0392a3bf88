import type { Revision } from '../../domain/ids';

/** Those who wait until a revision becomes visible. */
export interface RevisionWaiters {
  /** Resolves when the revision is reached, after `timeoutMs`, on the signal, or when waiting ends. */
  waitFor(wanted: Revision, timeoutMs: number, signal?: AbortSignal): Promise<void>;
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
    waitFor: (wanted, timeoutMs, signal) => {
      if (wanted <= head || signal?.aborted === true) return Promise.resolve();
      return wait(waiting, wanted, timeoutMs, signal);
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

function wait(
  waiting: Set<Waiter>,
  wanted: Revision,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      waiting.delete(waiter);
      resolve();
    };
    const waiter = { wanted, wake };
    const timer = setTimeout(wake, timeoutMs);
    signal?.addEventListener('abort', wake);
    waiting.add(waiter);
  });
}
