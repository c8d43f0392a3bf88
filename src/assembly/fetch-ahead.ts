import { AFFECTED, EVENTS, FETCHED, STATES } from './desk';
import { BASE_NODES, IN_START, OUT_SLOT, OUT_START, RECORD, RECORDS, SOURCE, TARGET } from './table';

/** So many items, and of each so many edges, are fetched ahead. */
export const AHEAD: u32 = 32;
export const FETCHED_MAX: u32 = 8;

/**
 * Fetches the edges into some items, and what is known at their far ends, into the caches: step by step for all of them, so
 * that none waits for another. Nodes without a base have few edges, and are left alone.
 */
export function fetchSources(desk: usize, start: u32, end: u32): void {
  const events = load<u32>(desk, EVENTS);
  const inStart = load<u32>(IN_START);
  const records = load<u32>(RECORDS);
  const nodes = load<u32>(BASE_NODES);
  const states = load<u32>(desk, STATES);
  let sum: u32 = 0;
  for (let event = start; event < end; event++) {
    const item = load<u32>(events + (event << 3));
    if (item < nodes) sum ^= load<u32>(records + (load<u32>(inStart + (item << 2)) << RECORD));
  }
  for (let event = start; event < end; event++) {
    const item = load<u32>(events + (event << 3));
    if (item >= nodes) continue;
    const first = load<u32>(inStart + (item << 2));
    const last = min(load<u32>(inStart + (item << 2), 4), first + FETCHED_MAX);
    for (let slot = first; slot < last; slot++) {
      sum ^= load<u32>(states + (load<u32>(records + (slot << RECORD), SOURCE) << 3));
    }
  }
  store<u32>(desk, sum, FETCHED);
}

/** The same for the edges out of what was affected. */
export function fetchTargets(desk: usize, start: u32, end: u32): void {
  const affected = load<u32>(desk, AFFECTED);
  const outStart = load<u32>(OUT_START);
  const outSlot = load<u32>(OUT_SLOT);
  const records = load<u32>(RECORDS);
  const target = load<u32>(TARGET);
  const nodes = load<u32>(BASE_NODES);
  const states = load<u32>(desk, STATES);
  let sum: u32 = 0;
  for (let place = start; place < end; place++) {
    const item = load<u32>(affected + (place << 2));
    if (item < nodes) sum ^= load<u32>(outSlot + (load<u32>(outStart + (item << 2)) << 2));
  }
  for (let step = 0; step < 2; step++) {
    for (let place = start; place < end; place++) {
      const item = load<u32>(affected + (place << 2));
      if (item >= nodes) continue;
      const first = load<u32>(outStart + (item << 2));
      const last = min(load<u32>(outStart + (item << 2), 4), first + FETCHED_MAX);
      for (let index = first; index < last; index++) {
        const slot = load<u32>(outSlot + (index << 2));
        if (step == 0) sum ^= load<u32>(records + (slot << RECORD)) ^ load<u32>(target + (slot << 2));
        else sum ^= load<u32>(states + (load<u32>(target + (slot << 2)) << 3));
      }
    }
  }
  store<u32>(desk, sum, FETCHED);
}
