import type { ImportReport, Problem } from '../importers/import-report';
import { countOf, type ImportTotals } from './import-totals';
import type { ImportOutcome, RecordResult } from './import-request';

/** What the summary says beside the outcome itself. */
export interface SummaryFacts {
  readonly source: string;
  readonly url: string;
  readonly dryRun: boolean;
}

const LISTED_MAX = 20;

/** Whether something was rejected or could not be read. */
export const importFailed = ({ totals, report }: ImportOutcome): boolean =>
  totals.has('REJECTED') || report.problemCount > 0;

/** The summary for people, line by line. */
export function outcomeLines(outcome: ImportOutcome, { source, url, dryRun }: SummaryFacts): string[] {
  const { totals, rejected, report, revision } = outcome;
  const { items, relationships } = countOf(totals);
  const what = `${counted(items, 'item')} and ${counted(relationships, 'relationship')}`;
  const where = `${url}, data source "${source}"`;
  return [
    heading(outcome, what, where, dryRun),
    ...(revision === null || dryRun ? [] : [`The inventory is at revision ${revision}.`]),
    '',
    ...totalLines(totals),
    ...classLines(totals),
    ...reportLines(report),
    ...listed('Rejected', linesWith(rejected, 'REJECTED'), countWith(totals, 'REJECTED')),
    ...guessAdvice(outcome),
    ...parkedLines(
      rejected.filter((one) => one.outcome === 'PARKED'),
      countWith(totals, 'PARKED'),
    ),
    ...listed('Not read', report.problems.map(problemLine), report.problemCount),
  ];
}

/** A table that nobody mapped: what would have identified its rows stands in columns that were left out. */
function guessAdvice({ totals, report }: ImportOutcome): string[] {
  const unmapped = Object.keys(report.skipped).some((kind) => kind.startsWith('column '));
  return unmapped && countWith(totals, 'REJECTED') > 0
    ? ['  Columns were left out (see Skipped). The same command with --guess proposes what each of them fills.']
    : [];
}

/** Whoever reads only the first line must not take for imported what was rejected. */
function heading({ totals }: ImportOutcome, what: string, where: string, dryRun: boolean): string {
  if (dryRun) return `Dry run: ${what} for ${where}; nothing was written.`;
  const rejected = countWith(totals, 'REJECTED');
  if (rejected === 0) return `Imported ${what} into ${where}.`;
  const { items, relationships } = countOf(totals);
  return rejected === items + relationships
    ? `Nothing was imported of ${what} into ${where}: all were rejected.`
    : `Imported ${what} into ${where}, except the ${rejected} rejected.`;
}

/** The same for programs. */
export const outcomeAsJson = (
  { totals, rejected, report, revision }: ImportOutcome,
  { source, url }: Pick<SummaryFacts, 'source' | 'url'>,
): object => ({ url, source, revision, totals: Object.fromEntries(totals), rejected, report });

function countWith(totals: ImportTotals, outcome: string): number {
  const { items = 0, relationships = 0 } = totals.get(outcome) ?? {};
  return items + relationships;
}

const linesWith = (results: readonly RecordResult[], wanted: string): string[] =>
  results.filter(({ outcome }) => outcome === wanted).map(rejectedLine);

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function totalLines(totals: ImportTotals): string[] {
  const rows = [...totals].filter(([, { items, relationships }]) => items + relationships > 0);
  if (rows.length === 0) return ['  nothing to import'];
  const row = (name: string, items: string, relationships: string): string =>
    `  ${name.padEnd(14)}${items.padStart(8)}${relationships.padStart(16)}`;
  return [
    row('', 'items', 'relationships'),
    ...rows.map(([outcome, { items, relationships }]) => row(outcome.toLowerCase(), `${items}`, `${relationships}`)),
  ];
}

/** A row for every class and a column for every outcome that items had. */
function classLines(totals: ImportTotals): string[] {
  const outcomes = [...totals].filter(([, { items }]) => items > 0);
  const classes = [...new Set(outcomes.flatMap(([, counts]) => Object.keys(counts.classes)))].sort();
  if (classes.length === 0) return [];
  const width = Math.max(...classes.slice(0, CLASSES_SHOWN).map((name) => name.length), 12) + 2;
  const row = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(13)).join('')}`.trimEnd();
  const rest = classes.length - CLASSES_SHOWN;
  return [
    '',
    row(
      'class',
      outcomes.map(([outcome]) => outcome.toLowerCase()),
    ),
    ...classes.slice(0, CLASSES_SHOWN).map((name) =>
      row(
        name,
        outcomes.map(([, counts]) => String(counts.classes[name] ?? '')),
      ),
    ),
    ...(rest > 0 ? [`  and ${rest} more; --json has them all`] : []),
  ];
}

const CLASSES_SHOWN = 50;

function reportLines({ skipped, skippedFields, notes }: ImportReport): string[] {
  const fields = Object.values(skippedFields);
  const kinds = Object.entries(skipped).map(([kind, count]) => `${count} ${kind}`);
  const lines = notes.map(({ message, count, examples }) => {
    const more = count > examples.length ? ', …' : '';
    return `  ${message} (${count}): ${examples.join(', ')}${more}`;
  });
  return [
    ...(kinds.length === 0
      ? []
      : ['', `Skipped: ${kinds.slice(0, LISTED_MAX).join(', ')}${kinds.length > LISTED_MAX ? ', …' : ''}`]),
    ...(fields.length === 0
      ? []
      : [`Fields without an attribute: ${counted(fields.length, 'kind')}; --json names them`]),
    ...(lines.length === 0 ? [] : ['', 'Noted:', ...lines]),
  ];
}

/** Files of another place park what leads there, all for one reason: that is said with some examples. */
function parkedLines(parked: readonly RecordResult[], count: number): string[] {
  const alike = new Map<string, RecordResult[]>();
  for (const one of parked) {
    const codes = one.errors.map(({ code }) => code).join(', ');
    alike.set(codes, [...(alike.get(codes) ?? []), one]);
  }
  const lines = [...alike].flatMap(([codes, all]) => {
    const shown = all.length > ALIKE_MAX ? all.slice(0, ALIKE_SHOWN) : all;
    const rest = all.length - shown.length;
    return [
      ...shown.map(rejectedLine),
      ...(rest > 0 ? [`and ${rest} more of ${codes}; --report or --json names them`] : []),
    ];
  });
  const unkept = count - parked.length;
  return [
    ...(count === 0
      ? []
      : ['', `Parked until what they miss has come (${count}):`, ...lines.map((line) => `  ${line}`)]),
    ...(unkept > 0 ? [`  and ${unkept} more; --report names them`] : []),
  ];
}

/** More records than this that are parked for one reason are shown by some examples. */
const ALIKE_MAX = 5;
const ALIKE_SHOWN = 3;

function listed(title: string, lines: readonly string[], count: number): string[] {
  if (count === 0) return [];
  const shown = lines.slice(0, LISTED_MAX).map((line) => `  ${line}`);
  const rest = count - shown.length;
  return [
    '',
    `${title} (${count}):`,
    ...shown,
    ...(rest > 0 ? [`  and ${rest} more; --report or --json names them`] : []),
  ];
}

const rejectedLine = ({ label, errors }: RecordResult): string =>
  `${label}: ${errors.map(({ code, message, path }) => `${code} ${message}${path?.length ? ` (at ${path.join('.')})` : ''}`).join('; ')}`;

function problemLine({ file, document, line, path, message }: Problem): string {
  const place = [
    file,
    ...(document === null ? [] : [`document ${document}`]),
    ...(line === null ? [] : [`line ${line}`]),
    ...(path === null ? [] : [path]),
  ];
  return `${place.join(', ')}: ${message}`;
}
