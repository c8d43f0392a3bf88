/** Events that end at once when they are asked to. */
export interface LiveEvents<T> {
  next(): Promise<IteratorResult<T, undefined>>;
  return(): Promise<IteratorResult<T, undefined>>;
  [Symbol.asyncIterator](): LiveEvents<T>;
}

/**
 * Events that are made until nobody wants them any more. A generator that waits hears of `return()` only when it goes on,
 * so that whoever unsubscribes would stay until the next event: the signal ends the wait.
 */
export async function liveEvents<T>(
  open: (signal: AbortSignal) => Promise<AsyncGenerator<T, undefined>>,
): Promise<LiveEvents<T>> {
  const ends = new AbortController();
  const events = await open(ends.signal);
  const live: LiveEvents<T> = {
    next: () => events.next(),
    return: () => {
      ends.abort();
      return events.return(undefined);
    },
    [Symbol.asyncIterator]: () => live,
  };
  return live;
}
