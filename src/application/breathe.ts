/** Lets whatever waits for this thread have its turn: answers of the database to others, requests, timers. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
