/*
 * Loaded into a server that is measured, with --expose-gc: on SIGUSR2 it collects what nothing holds any more, so that the
 * memory of the process is what it needs, and not what V8 had no reason yet to give back.
 */
process.on('SIGUSR2', () => {
  (globalThis as { gc?: () => void }).gc?.();
});
