import type { SpdxDocument, SpdxRelationship } from './document';
import { parseDocuments } from '../documents';
import type { InputFile } from '../importer';
import { readStart, readWhole } from '../input-text';
import { placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, findUnstorable, listOf, objectOf, textOf, type Untyped } from '../untyped';
import { readTagValues } from './tag-values';

/** Reads a document of version 2 (JSON, YAML, or tags and values) or 3 (JSON-LD, elements in `@graph`). */
export async function readDocument(file: InputFile, report: ReportBuilder): Promise<SpdxDocument> {
  const start = await readStart(file);
  if (/^SPDXVersion:\s/m.test(start)) return readTagValues(file, report);
  const isYaml = /^spdxVersion\s*:/m.test(start) && !/^\s*\{/.test(start);
  return collected(
    file,
    isYaml ? yamlSections(file, report) : readSections(file, 'an SPDX document', isSpdx, report),
    report,
  );
}

async function* yamlSections(file: InputFile, report: ReportBuilder): AsyncGenerator<Section> {
  for (const document of parseDocuments(await readWhole(file))) {
    const place = { document: document.number, line: document.line };
    if ('problem' in document) {
      report.problem(file.name, document.problem, place);
      continue;
    }
    const unstorable = findUnstorable(document.value);
    if (unstorable !== null)
      report.problem(file.name, `${unstorable.reason}, which cannot be stored`, { ...place, path: unstorable.path });
    else yield* sectionsOf(document.value, { ...place, key: null, path: '' });
  }
}

async function collected(
  file: InputFile,
  sections: AsyncIterable<Section>,
  report: ReportBuilder,
): Promise<SpdxDocument> {
  const packages: { id: string; body: Untyped; place: Place }[] = [];
  const relationships: SpdxRelationship[] = [];
  const others = new Map<string, string>();
  const licences = new Map<string, string>();
  let namespace: string | null = null;
  for await (const section of sections) {
    for (const { key, value, ...where } of unwrapped(section)) {
      const place = { file: file.name, ...placeOf({ ...where, key, value }) };
      const kind = kindOf({ key, value });
      if (kind === 'package') {
        const id = textOf(at(value, 'SPDXID')) ?? textOf(at(value, 'spdxId'));
        if (id === null) report.problem(file.name, 'is a package without an id', place);
        else packages.push({ id, body: objectOf(value), place });
      } else if (kind === 'relationship') relationships.push(relationshipOf(value));
      else if (key === 'documentNamespace') namespace = textOf(value);
      else if (key === 'externalDocumentRefs')
        others.set(textOf(at(value, 'externalDocumentId')) ?? '', textOf(at(value, 'spdxDocument')) ?? '');
      else if (textOf(at(value, 'type')) === LICENCE)
        licences.set(textOf(at(value, 'spdxId')) ?? '', textOf(at(value, LICENCE_FIELD)) ?? '');
      else if (typeof value === 'object' && value !== null) report.skip(textOf(at(value, 'type')) ?? key ?? 'entry');
    }
  }
  return { namespace, others, packages, relationships, licences };
}

const LICENCE = 'simplelicensing_LicenseExpression';
const LICENCE_FIELD = 'simplelicensing_licenseExpression';

/** GitHub answers with the document as the only member, `sbom`. */
function unwrapped(section: Section): readonly Section[] {
  return section.key === 'sbom' ? sectionsOf(section.value, { ...section, path: 'sbom.' }) : [section];
}

/** The members of a whole document, those of its lists each by itself. */
function sectionsOf(document: unknown, within: Omit<Section, 'value'>): readonly Section[] {
  return Object.entries(objectOf(document)).flatMap(([key, value]): readonly Section[] =>
    Array.isArray(value)
      ? listOf(value).map((one, index) => ({ ...within, key, value: one, path: `${within.path}${key}[${index}]` }))
      : [{ ...within, key, value, path: `${within.path}${key}` }],
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

function relationshipOf(value: unknown): SpdxRelationship {
  const from = textOf(at(value, 'spdxElementId')) ?? textOf(at(value, 'from')) ?? '';
  // What is needed for building or testing only is of another type in version 2.
  const scope = textOf(at(value, 'scope')) ?? 'runtime';
  const type = (textOf(at(value, 'relationshipType')) ?? '') + (scope === 'runtime' ? '' : `_FOR_${scope}`);
  const related = textOf(at(value, 'relatedSpdxElement'));
  const to = related === null ? listOf(at(value, 'to')).flatMap((one) => textOf(one) ?? []) : [related];
  // `dependsOn` of version 3 is `DEPENDS_ON` of version 2.
  return { from, type: type.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(), to };
}
