/**
 * Orders things that need each other: level 0 needs nothing, each further level only what lies below it. Things in a
 * circle, and what needs them, are given apart. `needs[i]` are the things that thing i needs.
 */
export function topologicalLevels(needs: readonly (readonly number[])[]): {
  readonly levels: readonly (readonly number[])[];
  readonly circular: readonly number[];
} {
  // Nearly all need nothing.
  if (needs.every((needed) => needed.length === 0))
    return { levels: needs.length === 0 ? [] : [[...needs.keys()]], circular: [] };
  const open = needs.map((needed) => new Set(needed).size);
  const neededBy: number[][] = needs.map(() => []);
  for (const [thing, needed] of needs.entries()) for (const other of new Set(needed)) neededBy[other]?.push(thing);
  const levels: (readonly number[])[] = [];
  let level = [...open.keys()].filter((thing) => open[thing] === 0);
  while (level.length > 0) {
    levels.push(level);
    const next: number[] = [];
    for (const thing of level) {
      for (const dependent of neededBy[thing] ?? []) {
        const left = (open[dependent] ?? 0) - 1;
        open[dependent] = left;
        if (left === 0) next.push(dependent);
      }
    }
    level = next.sort((a, b) => a - b);
  }
  return { levels, circular: [...open.keys()].filter((thing) => (open[thing] ?? 0) > 0) };
}
