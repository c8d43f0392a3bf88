/** Something that could not be read as it should; the rest of the input was. */
export interface Problem {
  readonly file: string;
  /** Counts from 1; null where the format has no documents. */
  readonly document: number | null;
  /** Counts from 1; null when unknown. */
  readonly line: number | null;
  /** Where in the document or row, e.g. `spec.template`. */
  readonly path: string | null;
  readonly message: string;
}

/** Something worth knowing that is no fault: how often, and the first few places. */
export interface Note {
  readonly message: string;
  readonly count: number;
  readonly examples: readonly string[];
}

/** What an importer did with its input. */
export interface ImportReport {
  /** What was read, by kind. */
  readonly read: Readonly<Record<string, number>>;
  /** What the format does not know or need, by kind. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Fields of what was read that no class has room for, by type and name. */
  readonly skippedFields: Readonly<Record<string, number>>;
  readonly notes: readonly Note[];
  /** The first 1,000 problems; `problemCount` counts them all. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}
