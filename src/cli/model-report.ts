/** Defines many classes and relationship types at once; asks for what {@link reportLines} tells. */
export const APPLY_MUTATION = `mutation ApplyModel($input: ApplyModelInput!) {
  applyModel(input: $input) {
    revision
    replayed
    classes { name }
    relationshipTypes { name }
    reconciliationTargets
    errors { code message path }
    invalidated {
      count
      items { configurationItem { id name class { name } } errors { code message path } }
    }
  }
}`;

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
}

/** What the server answers to {@link APPLY_MUTATION}. */
export interface ApplyAnswer {
  readonly revision: number;
  readonly replayed: boolean;
  readonly classes: readonly { readonly name: string }[];
  readonly relationshipTypes: readonly { readonly name: string }[];
  readonly reconciliationTargets?: readonly string[];
  /** Value lists and lists of junk that were brought to what the files say. */
  readonly lists?: readonly { readonly what: string; readonly name: string }[];
  readonly errors: readonly Fault[];
  readonly invalidated: {
    readonly count: number;
    readonly items: readonly {
      readonly configurationItem: {
        readonly id: string;
        readonly name: string;
        readonly class: { readonly name: string };
      } | null;
      readonly errors: readonly Fault[];
    }[];
  };
}

/** What the report says beside the answer; `places`: `classes.<name>` -> `file:line`. */
export interface ReportFacts {
  readonly url: string;
  readonly dryRun: boolean;
  readonly places: ReadonlyMap<string, string>;
}

/** The answer for people, line by line. */
export function reportLines(answer: ApplyAnswer, facts: ReportFacts): string[] {
  return answer.errors.length > 0 ? refusedLines(answer, facts) : appliedLines(answer, facts);
}

function appliedLines(answer: ApplyAnswer, facts: ReportFacts): string[] {
  const { revision, replayed, classes, relationshipTypes, reconciliationTargets = [], lists = [] } = answer;
  const rows = [
    ...classes.map(({ name }) => ['class', name]),
    ...relationshipTypes.map(({ name }) => ['relationship type', name]),
    ...reconciliationTargets.map((name) => ['reconciliation rules', name]),
    ...lists.map(({ what, name }) => [what, name]),
  ];
  if (rows.length === 0) return [`Nothing to do: ${facts.url} has these definitions already, at revision ${revision}.`];
  const title = facts.dryRun
    ? `Would be new or changed at ${facts.url}; nothing was written:`
    : `Defined at ${facts.url}, revision ${revision}${replayed ? ' (by an earlier call with this key)' : ''}:`;
  return [title, ...table(rows)];
}

function refusedLines({ errors, invalidated }: ApplyAnswer, { url, places }: ReportFacts): string[] {
  const rows = errors.map(({ code, message, path }) => [placeOf(path, places), code, message]);
  const { count, items } = invalidated;
  const stored = items.flatMap(({ configurationItem: item, errors: faults }) =>
    faults.map(({ message }) => [item?.id ?? '(hidden)', item?.class.name ?? '', message]),
  );
  return [
    `Refused by ${url}; nothing was changed:`,
    ...table(rows),
    ...(count === 0
      ? []
      : ['', `Stored and in the way: ${count}${count > items.length ? `, the first ${items.length}` : ''}`]),
    ...table(stored),
  ];
}

/** Where the definition stands that an error is about, or what it is called. */
function placeOf(path: readonly string[] | null, places: ReadonlyMap<string, string>): string {
  const subject = (path ?? []).slice(0, 2).join('.');
  return places.get(subject) ?? (path ?? []).join('.');
}

/** Columns as wide as their widest cell; the last one runs on. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) =>
    `  ${row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  ')}`.trimEnd(),
  );
}
