import { DomainError } from '../../domain/errors';
import { notThisFormat } from '../importer';
import { looksLike } from '../looks-like';
import type { ReportBuilder } from '../report-builder';
import type { Mapping } from './mapping';
import { mappingError, parseTarget, TARGET_HELP, type ColumnTarget } from './targets';

/** What each column of a file fills, by position, and which columns make up the native key. */
export interface Columns {
  readonly header: readonly string[];
  readonly targets: readonly (readonly ColumnTarget[])[];
  readonly nativeKey: readonly number[];
}

/**
 * Finds out what the columns of a header mean: as the mapping says, else by their own names. Throws BAD_REQUEST for a
 * header that names nothing known, fills one thing twice, or lacks a column that the mapping needs.
 */
export function columnsOf(file: string, header: readonly string[], mapping: Mapping, report: ReportBuilder): Columns {
  for (const name of mapping.columns.keys()) requireColumn(file, header, name);
  const targets = header.map((name) => mapping.columns.get(name) ?? [parseTarget(name)].filter((one) => one !== null));
  if (targets.every((one) => one.length === 0)) throw unknownHeader(file, header);
  for (const [index, name] of header.entries()) {
    if (targets[index]?.length === 0 && !mapping.columns.has(name))
      report.skip(`column ${name === '' ? index + 1 : name}`);
  }
  refuseTwice(file, header, targets);
  const nativeKey = mapping.nativeKey.map((name) => requireColumn(file, header, name));
  return { header, targets, nativeKey };
}

// One column alone may well be no table at all.
function unknownHeader(file: string, header: readonly string[]): DomainError {
  return header.length === 1
    ? notThisFormat(file, 'a table with a header row', looksLike(header[0] ?? ''))
    : nothingKnown(file, 'column of the header', header);
}

/** The refusal of a file of which nothing would become anything; `what` names what was looked at. */
export function nothingKnown(file: string, what: string, names: readonly string[]): DomainError {
  const found = names.slice(0, 20).map((name) => `"${name.slice(0, 60)}"`);
  return new DomainError(
    'BAD_REQUEST',
    `${file}: no ${what} is known: ${found.join(', ')}. Rename them, or give --mapping, which --guess proposes; ${TARGET_HELP}.`,
    { file },
  );
}

function requireColumn(file: string, header: readonly string[], name: string): number {
  const index = header.indexOf(name);
  if (index === -1) throw mappingError(`column "${name}"`, `${file} has no such column`);
  return index;
}

/** Relationships may come from several columns; one value cannot. Throws BAD_REQUEST when one thing is filled twice. */
export function refuseTwice(
  file: string,
  header: readonly string[],
  targets: readonly (readonly ColumnTarget[])[],
): void {
  const seen = new Map<string, string>();
  for (const [index, name] of header.entries()) {
    for (const target of targets[index] ?? []) {
      if (target.to === 'relationship') continue;
      const key =
        target.to === 'base'
          ? target.field
          : target.to === 'label'
            ? `labels.${target.key}`
            : `attributes.${target.name}`;
      const other = seen.get(key);
      if (other !== undefined) {
        throw new DomainError(
          'BAD_REQUEST',
          `${file}: the columns "${other}" and "${name}" both give ${key}; keep one.`,
          { file },
        );
      }
      seen.set(key, name);
    }
  }
}
