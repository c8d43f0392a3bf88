import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LABEL_BITS } from '../domain/graph/edge-flags';
import type { EdgeFilter } from '../domain/graph/edge-filter';
import type { GraphView } from '../domain/graph/graph-view';

/** The same closure by a C program over the same columns. */
export interface ClosureInC {
  /** How many items depend on one, and the time of one run of several; null where there is no C compiler. */
  measure(root: number): Promise<{ readonly count: number; readonly milliseconds: number } | null>;
  close(): Promise<void>;
}

const run = promisify(execFile);

/** Hands the edges into every node, as they hold at the view's revision, over to a C program. */
export async function closureInC(view: GraphView, filter: EdgeFilter): Promise<ClosureInC> {
  const directory = await mkdtemp(join(tmpdir(), 'underpin-bench-'));
  const program = join(directory, 'closure');
  const close = (): Promise<void> => rm(directory, { recursive: true });
  try {
    await writeFile(`${program}.c`, SOURCE_CODE);
    await run('gcc', ['-O3', '-march=native', '-o', program, `${program}.c`]);
  } catch {
    return { measure: () => Promise.resolve(null), close };
  }
  const { inStart, records, baseCount } = view.edges;
  const columns = { inStart, records: records.subarray(0, 4 * baseCount), labels: filter.labels };
  for (const [name, column] of Object.entries(columns)) await writeFile(join(directory, name), column);
  return {
    measure: async (root) => {
      const args = [directory, inStart.length - 1, baseCount, view.stamp, filter.labels.length, root];
      const { stdout } = await run(program, args.map(String));
      const [count = 0, nanoseconds = 0] = stdout.trim().split(' ').map(Number);
      return { count, milliseconds: nanoseconds / 1e6 };
    },
    close,
  };
}

/** The loop of plain-closure.ts in C. Warms up, then gives the median of five rounds of as many runs as fill 20 ms. */
const SOURCE_CODE = `
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void *column(const char *directory, const char *name, size_t bytes) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *file = fopen(path, "rb");
  void *data = malloc(bytes + 8);
  if (!data || !file || fread(data, 1, bytes, file) != bytes) {
    fprintf(stderr, "%s cannot be read, or not to its end\\n", path);
    exit(2);
  }
  fclose(file);
  return data;
}

static uint32_t *start, *queue;
static int32_t *records, stamp;
static uint8_t *labels;
static uint32_t *bits;
static uint32_t nodes;

static uint32_t closure(uint32_t root) {
  uint32_t count = 0;
  bits[root >> 5] |= 1u << (root & 31);
  queue[count++] = root;
  for (uint32_t place = 0; place < count; place++) {
    uint32_t node = queue[place], last = start[node + 1];
    for (uint32_t slot = start[node]; slot < last; slot++) {
      const int32_t *edge = records + 4 * (size_t)slot;
      if (edge[3] <= stamp || edge[2] > stamp || !(labels[edge[1] & ${LABEL_BITS}] & 1)) continue;
      uint32_t far = edge[0], bit = 1u << (far & 31);
      if (bits[far >> 5] & bit) continue;
      bits[far >> 5] |= bit;
      queue[count++] = far;
    }
  }
  if (count > nodes / 32) memset(bits, 0, (nodes / 32 + 1) * 4);
  else for (uint32_t place = 0; place < count; place++) bits[queue[place] >> 5] = 0;
  return count;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static int order(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  if (argc != 7) return 1;
  nodes = atoi(argv[2]);
  size_t edges = atol(argv[3]);
  stamp = atoi(argv[4]);
  start = column(argv[1], "inStart", (nodes + 1) * sizeof *start);
  records = column(argv[1], "records", edges * 16);
  labels = column(argv[1], "labels", atoi(argv[5]));
  queue = malloc((size_t)(nodes + 1) * 4);
  bits = calloc(nodes / 32 + 1, 4);
  uint32_t root = atoi(argv[6]), count = 0;
  double begin = now(), rounds[5];
  long runs = 0;
  do { count = closure(root); runs++; } while (now() - begin < 3e8);
  double each = (now() - begin) / runs;
  long repeats = each > 2e7 ? 1 : (long)(2e7 / each);
  for (int round = 0; round < 5; round++) {
    double from = now();
    for (long i = 0; i < repeats; i++) count = closure(root);
    rounds[round] = (now() - from) / repeats;
  }
  qsort(rounds, 5, sizeof *rounds, order);
  printf("%u %.1f\\n", count, rounds[2]);
  return 0;
}
`;
