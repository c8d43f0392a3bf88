import type { ImportReport, Note, Problem } from './import-report';

const PROBLEMS_KEPT = 1000;
const EXAMPLES_KEPT = 5;
/** Kinds come from the input, which may hold a new one on every line. */
const KINDS_KEPT = 1000;

/** Collects what an importer tells of its work; bounded, however bad the input is. */
export class ReportBuilder {
  private readonly readCounts = new Map<string, number>();
  private readonly skippedCounts = new Map<string, number>();
  private readonly skippedFieldCounts = new Map<string, number>();
  private readonly noted = new Map<string, { count: number; examples: string[] }>();
  private readonly problems: Problem[] = [];
  private problemCount = 0;

  read(kind: string): void {
    increment(this.readCounts, kind);
  }

  skip(kind: string): void {
    increment(this.skippedCounts, kind);
  }

  skipField(name: string): void {
    increment(this.skippedFieldCounts, name);
  }

  note(message: string, example: string, count = 1): void {
    const note = this.noted.get(message) ?? { count: 0, examples: [] };
    note.count += count;
    if (note.examples.length < EXAMPLES_KEPT) note.examples.push(example);
    this.noted.set(message, note);
  }

  problem(file: string, message: string, place: Partial<Pick<Problem, 'document' | 'line' | 'path'>> = {}): void {
    this.problemCount += 1;
    if (this.problems.length >= PROBLEMS_KEPT) return;
    const { document = null, line = null, path = null } = place;
    this.problems.push({ file, document, line, path, message });
  }

  report(): ImportReport {
    return {
      read: sorted(this.readCounts),
      skipped: sorted(this.skippedCounts),
      skippedFields: sorted(this.skippedFieldCounts),
      notes: [...this.noted].map(([message, note]): Note => ({ message, ...note })),
      problems: [...this.problems],
      problemCount: this.problemCount,
    };
  }
}

function increment(counts: Map<string, number>, kind: string): void {
  const counted = counts.has(kind) || counts.size < KINDS_KEPT ? kind : 'other kinds';
  counts.set(counted, (counts.get(counted) ?? 0) + 1);
}

// Sorted by name, so that the same files in another order give the same report.
const sorted = (counts: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
