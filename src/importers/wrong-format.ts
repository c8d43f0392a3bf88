import type { DomainError } from '../domain/errors';
import { notThisFormat, type InputFile } from './importer';
import { readStart } from './input-text';
import { looksLike } from './looks-like';

/** The refusal of a file that is of another format, after a look at its start. */
export const wrongFormat = async (file: InputFile, wanted: string): Promise<DomainError> =>
  notThisFormat(file.name, wanted, looksLike(await readStart(file)));
