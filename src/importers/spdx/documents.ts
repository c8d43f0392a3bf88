import type { InputFile } from '../importer';
import { placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';

/** One SPDX document. Its ids mean nothing in another one. */
export interface SpdxDocument {
  readonly packages: readonly { readonly id: string; readonly body: Untyped; readonly place: Place }[];
  readonly relationships: readonly { readonly from: string; readonly type: string; readonly to: readonly string[] }[];
}

/** Reads a document of version 2 (JSON) or 3 (JSON-LD, elements in `@graph`). */
export async function readDocument(file: InputFile, report: ReportBuilder): Promise<SpdxDocument> {
  const packages: { id: string; body: Untyped; place: Place }[] = [];
  const relationships: { from: string; type: string; to: readonly string[] }[] = [];
  for await (const section of readSections(file, 'an SPDX document', isSpdx, report)) {
    for (const { key, value, ...where } of unwrapped(section)) {
      const place = { file: file.name, ...placeOf({ ...where, key, value }) };
      const kind = kindOf({ key, value });
      if (kind === 'package') {
        const id = textOf(at(value, 'SPDXID')) ?? textOf(at(value, 'spdxId'));
        if (id === null) report.problem(file.name, 'is a package without an id', place);
        else packages.push({ id, body: objectOf(value), place });
      } else if (kind === 'relationship') relationships.push(relationshipOf(value));
      else if (typeof value === 'object' && value !== null) report.skip(textOf(at(value, 'type')) ?? key ?? 'entry');
    }
  }
  return { packages, relationships };
}

/** GitHub answers with the document as the only member, `sbom`. */
function unwrapped(section: Section): readonly Section[] {
  if (section.key !== 'sbom') return [section];
  return Object.entries(objectOf(section.value)).flatMap(([key, value]): readonly Section[] =>
    Array.isArray(value)
      ? listOf(value).map((one, index) => ({ ...section, key, value: one, path: `sbom.${key}[${index}]` }))
      : [{ ...section, key, value, path: `sbom.${key}` }],
  );
}

const isSpdx = ({ key, value }: Section): boolean =>
  key === 'spdxVersion' ||
  (key === 'sbom' && textOf(at(value, 'spdxVersion')) !== null) ||
  (key === '@context' && (textOf(value) ?? '').includes('spdx.org')) ||
  // A writer that sorts the members of a document puts thousands of these before its version.
  ((key === 'packages' || key === 'files') && textOf(at(value, 'SPDXID')) !== null);

function kindOf({ key, value }: Pick<Section, 'key' | 'value'>): 'package' | 'relationship' | null {
  if (key === 'packages') return 'package';
  if (key === 'relationships') return 'relationship';
  const type = key === '@graph' ? textOf(at(value, 'type')) : null;
  if (type === 'software_Package') return 'package';
  return type?.endsWith('Relationship') === true ? 'relationship' : null;
}

function relationshipOf(value: unknown): SpdxDocument['relationships'][number] {
  const from = textOf(at(value, 'spdxElementId')) ?? textOf(at(value, 'from')) ?? '';
  const type = textOf(at(value, 'relationshipType')) ?? '';
  const related = textOf(at(value, 'relatedSpdxElement'));
  const to = related === null ? listOf(at(value, 'to')).flatMap((one) => textOf(one) ?? []) : [related];
  // `dependsOn` of version 3 is `DEPENDS_ON` of version 2.
  return { from, type: type.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(), to };
}
