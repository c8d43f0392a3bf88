import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { doJob, type JobMessage } from './analysis-jobs';

/* The thread that does long analyses: one at a time, until it is stopped. */

parentPort?.on('message', (message: JobMessage) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins, windows have
  parentPort?.postMessage(doJob(message, () => performance.now()));
});
