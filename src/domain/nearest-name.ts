/**
 * The known name that a mistyped one most likely meant, or null when none is near: at most a third of the letters may
 * differ. Case does not count, so `linuxserver` finds `LinuxServer`.
 */
export function nearestName(wanted: string, known: Iterable<string>): string | null {
  // Longer than any legal name: nothing is near, and the distance would cost its square.
  if (wanted.length > LONGEST_NAME) return null;
  const lower = wanted.toLowerCase();
  let nearest: string | null = null;
  let best = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(lower, name.toLowerCase());
    if (distance < best) {
      best = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** ` Did you mean "X"?`, or nothing: the end of every message about an unknown name. */
export function didYouMean(wanted: string, known: Iterable<string>): string {
  const nearest = nearestName(wanted, known);
  return nearest === null ? '' : ` Did you mean "${nearest}"?`;
}

/** A name as a message shows it: one that is longer than any legal name is cut. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);
}

const LONGEST_NAME = 64;

/**
 * Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment), row by row of
 * the table.
 */
function editDistance(a: string, b: string): number {
  let above: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (above[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    above = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
