import type { InputFile } from '../importer';
import { readStart } from '../input-text';
import { byName, placeOf, readSections } from '../json-sections';
import type { ReportBuilder } from '../report-builder';
import { at, textOf } from '../untyped';
import { readXmlPieces } from '../xml-pieces';
import { wrongFormat } from '../wrong-format';
import { dependencyOf, partOf, type BomDependency, type BomPart } from './bom';
import { asJson, dependencyOfXml, subjectOf } from './xml-notation';

/** One bill of materials. Its refs mean nothing in another file, unless behind its link. */
export interface Bom {
  readonly file: string;
  /** What other bills call it, `urn:cdx:<serial number>/<version>`; null when it has no serial number. */
  readonly link: string | null;
  readonly parts: readonly BomPart[];
  readonly dependencies: readonly BomDependency[];
}

const WANTED = 'a CycloneDX bill of materials';

/** Reads bills of materials one after another, JSON or XML. */
export async function* readBoms(files: readonly InputFile[], report: ReportBuilder): AsyncGenerator<Bom> {
  for (const file of byName(files)) yield (await isXml(file)) ? await ofXml(file, report) : await ofJson(file, report);
}

const isXml = async (file: InputFile): Promise<boolean> => /^\s*</.test(await readStart(file));

async function ofJson(file: InputFile, report: ReportBuilder): Promise<Bom> {
  const parts: BomPart[] = [];
  const dependencies: BomDependency[] = [];
  const named: Record<string, unknown> = {};
  const isBom = ({ key, value }: { key: string | null; value: unknown }): boolean =>
    key === 'bomFormat' && value === 'CycloneDX';
  for await (const section of readSections(file, WANTED, isBom, report)) {
    const { key, value } = section;
    const place = { file: file.name, ...placeOf(section) };
    if (key === 'components') parts.push(partOf('component', value, place));
    else if (key === 'services') parts.push(partOf('service', value, place));
    else if (key === 'metadata') {
      const subject = at(value, 'component');
      if (subject !== undefined) parts.push(partOf('component', subject, { ...place, path: 'metadata.component' }));
    } else if (key === 'dependencies') {
      const dependency = dependencyOf(value);
      if (dependency !== null) dependencies.push(dependency);
    } else if (typeof value === 'object' && value !== null) report.skip(key ?? 'entry');
    else if (key !== null) named[key] = value;
  }
  return { file: file.name, link: linkOf(named), parts, dependencies };
}

/** The BOM-link of the CycloneDX specification; a bill that names no version is its first. */
function linkOf({ serialNumber, version }: Readonly<Record<string, unknown>>): string | null {
  const serial = textOf(serialNumber)
    ?.replace(/^urn:uuid:/i, '')
    .toLowerCase();
  return serial === undefined ? null : `urn:cdx:${serial}/${textOf(version) ?? '1'}`;
}

const PIECES = new Set([
  'bom/metadata',
  'bom/components/component',
  'bom/services/service',
  'bom/dependencies/dependency',
]);

async function ofXml(file: InputFile, report: ReportBuilder): Promise<Bom> {
  const parts: BomPart[] = [];
  const dependencies: BomDependency[] = [];
  let recognised = false;
  let link: string | null = null;
  for await (const piece of readXmlPieces(file, (path) => PIECES.has(path))) {
    if ('problem' in piece) {
      if (!recognised) throw await wrongFormat(file, WANTED);
      report.problem(file.name, piece.problem, { line: piece.line });
      break;
    }
    const { path, element } = piece;
    // The namespace may have a prefix.
    recognised ||= path === 'bom' && Object.values(element.attributes).some((name) => name.includes('cyclonedx.org'));
    if (!recognised) throw await wrongFormat(file, WANTED);
    if (path === 'bom') link = linkOf(element.attributes);
    const place = { file: file.name, line: element.line, path };
    if (path.endsWith('/component')) parts.push(partOf('component', asJson(element), place));
    else if (path.endsWith('/service')) parts.push(partOf('service', asJson(element), place));
    else if (path.endsWith('/dependency')) dependencies.push(dependencyOfXml(element));
    else if (path === 'bom/metadata') {
      const subject = subjectOf(element);
      if (subject !== null) parts.push(partOf('component', asJson(subject), place));
    }
  }
  if (!recognised) throw await wrongFormat(file, WANTED);
  return { file: file.name, link, parts, dependencies };
}
