import type { InputFile } from './importer';
import { readJsonPieces, type JsonPiece } from './json-pieces';
import type { ReportBuilder } from './report-builder';
import { findUnstorable } from './untyped';
import { refuseUnlessEmpty, wrongFormat } from './wrong-format';

/** One piece of a JSON file that can be stored. */
export type Section = Extract<JsonPiece, { readonly value: unknown }>;

/**
 * The pieces of a JSON file, what cannot be read or stored being reported by line and path. `recognises` is asked of
 * each piece until it knows one of its format; a file that ends without one is refused as `wanted`.
 */
export async function* readSections(
  file: InputFile,
  wanted: string,
  recognises: (piece: Section) => boolean,
  report: ReportBuilder,
): AsyncGenerator<Section> {
  let recognised = false;
  let pieces = 0;
  const early: Section[] = [];
  for await (const piece of readJsonPieces(file)) {
    if ('problem' in piece) {
      if (!recognised && (piece.document === 0 || pieces === 0)) throw await wrongFormat(file, wanted);
      report.problem(file.name, piece.problem, placeOf(piece));
      continue;
    }
    pieces += 1;
    const isEmptyList = Array.isArray(piece.value) && piece.value.length === 0 && piece.path === piece.key;
    if (isEmptyList) {
      recognised ||= recognises(piece);
      continue;
    }
    const unstorable = findUnstorable(piece.value);
    if (unstorable !== null) {
      const path = [piece.path, unstorable.path].filter((part) => part !== '').join('.');
      report.problem(file.name, `${unstorable.reason}, which cannot be stored`, { ...placeOf(piece), path });
      continue;
    }
    recognised ||= recognises(piece);
    if (recognised) yield* early.splice(0);
    if (recognised) yield piece;
    else if (early.push(piece) > UNRECOGNISED_MAX) throw await wrongFormat(file, wanted);
  }
  if (!recognised) await refuseUnlessEmpty(file, wanted, report);
}

/** So many pieces may come before the one that shows the format. */
const UNRECOGNISED_MAX = 1000;

/** Where a piece stood, as the report names it. */
export const placeOf = ({ document, line, path }: JsonPiece): { document: number; line: number; path: string } => ({
  document,
  line,
  path,
});

/** Files in the order of their names, so that the order of arguments changes nothing. */
export const byName = (files: readonly InputFile[]): readonly InputFile[] =>
  files.toSorted((left, right) => (left.name < right.name ? -1 : 1));
