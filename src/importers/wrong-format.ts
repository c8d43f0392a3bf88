import type { DomainError } from '../domain/errors';
import { notThisFormat, type InputFile } from './importer';
import { readStart } from './input-text';
import { looksLike } from './looks-like';
import type { ReportBuilder } from './report-builder';

/** The refusal of a file that is of another format, after a look at its start. */
export const wrongFormat = async (file: InputFile, wanted: string): Promise<DomainError> =>
  notThisFormat(file.name, wanted, looksLike(await readStart(file)));

/** Throws the refusal of a file in which nothing was recognised; one that holds nothing at all is a problem of its own. */
export async function refuseUnlessEmpty(file: InputFile, wanted: string, report: ReportBuilder): Promise<void> {
  if ((await readStart(file)).trim() !== '') throw await wrongFormat(file, wanted);
  report.problem(file.name, 'is empty');
}
