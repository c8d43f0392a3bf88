import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { doJob, type JobMessage } from './analysis-jobs';
import { GraphReceiver } from '../graph/shared-graphs';

/* The thread that does long analyses: one at a time, until it is stopped. */

const graphs = new GraphReceiver();

parentPort?.on('message', (message: JobMessage) => {
  const solution = doJob(
    message,
    () => performance.now(),
    (graph) => graphs.take(graph),
  );
  // Whoever solves equations keeps columns for the next ones; what is worked out of a graph belongs to the answer alone.
  parentPort?.postMessage(solution, message.graph === null ? [] : buffersIn(solution));
});

/** The memory of all columns within a value, to be handed over in place of being copied. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (value instanceof Map) {
    for (const one of value.values()) buffersIn(one, found);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const one of Object.values(value)) buffersIn(one, found);
  }
  return [...found];
}
