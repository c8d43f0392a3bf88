import { DomainError } from '../../domain/errors';
import { shippedModel } from '../shipped-model';
import { isBlank, type Cell } from '../table/cells';
import { NO_MAPPING } from '../table/mapping';
import { guessMapping } from './guess-mapping';
import { mappingText } from './mapping-text';
import { sampleOf } from './sample';

/**
 * A mapping file for rows of any table, as text: guessed from the names of the columns and from what stands in them, by
 * the shipped class model. `extra` are settings that the file needs to be read. Throws BAD_REQUEST when no row says anything.
 */
export function proposeMapping(
  file: string,
  rows: readonly ReadonlyMap<string, Cell>[],
  extra: Readonly<Record<string, string>>,
): string {
  const saysNothing = rows.every((row) => [...row.values()].every(isBlank));
  if (saysNothing) throw new DomainError('BAD_REQUEST', `${file} has no row to guess from.`, { file });
  return mappingText(guessMapping(sampleOf(file, rows, NO_MAPPING.separator), shippedModel), extra);
}
