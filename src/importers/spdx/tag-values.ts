import type { InputFile } from '../importer';
import { readLines } from '../input-text';
import type { ReportBuilder } from '../report-builder';
import { findUnstorable, textOf, type Untyped } from '../untyped';
import type { SpdxDocument, SpdxRelationship } from './document';

/** Tags that begin something else than a package, and what it is called in the JSON of the same version. */
const OTHER_ELEMENTS: Readonly<Record<string, string>> = {
  FileName: 'files',
  SnippetSPDXID: 'snippets',
  LicenseID: 'hasExtractedLicensingInfos',
  Annotator: 'annotations',
  Reviewer: 'revieweds',
};

/** Tags of a package that JSON calls by a name of its own; of the others it drops `Package`. */
const FIELDS: Readonly<Record<string, string>> = {
  PackageVersion: 'versionInfo',
  PackageHomePage: 'homepage',
  PackageChecksum: 'checksums',
  PackageFileName: 'packageFileName',
  PackageVerificationCode: 'packageVerificationCode',
};

/** Reads a document as tags and values, the form that tools write by default. Texts over several lines are bounded by `<text>`. */
export async function readTagValues(file: InputFile, report: ReportBuilder): Promise<SpdxDocument> {
  const packages: { id: string; body: Record<string, unknown>; place: { file: string; line: number } }[] = [];
  const relationships: SpdxRelationship[] = [];
  const others = new Map<string, string>();
  let namespace: string | null = null;
  let current: { body: Record<string, unknown>; line: number } | null = null;
  const finish = (): void => {
    if (current === null) return;
    const place = { file: file.name, line: current.line };
    const id = textOf(current.body['SPDXID']);
    const unstorable = findUnstorable(current.body);
    if (id === null) report.problem(file.name, 'is a package without an id', place);
    else if (unstorable !== null)
      report.problem(file.name, `${unstorable.path} ${unstorable.reason}, which cannot be stored`, place);
    else packages.push({ id, body: current.body, place });
    current = null;
  };
  for await (const { tag, value, line } of tagsOf(file, report)) {
    const other = Object.hasOwn(OTHER_ELEMENTS, tag) ? OTHER_ELEMENTS[tag] : undefined;
    if (tag === 'PackageName' || other !== undefined) finish();
    if (other !== undefined) report.skip(other);
    if (tag === 'DocumentNamespace') namespace = value;
    else if (tag === 'ExternalDocumentRef') {
      const [name = '', address = ''] = value.split(/\s+/);
      others.set(name, address);
    } else if (tag === 'Relationship') relationships.push(...relationshipsOf(value));
    else if (tag === 'PackageName') current = { body: { name: value }, line };
    else if (current !== null) addField(current.body, tag, value);
  }
  finish();
  return { namespace, others, packages, relationships, licences: new Map() };
}

function addField(body: Record<string, unknown>, tag: string, value: string): void {
  if (tag === 'ExternalRef') {
    const [referenceCategory, referenceType, referenceLocator] = value.split(/\s+/);
    const others = Array.isArray(body['externalRefs']) ? (body['externalRefs'] as readonly Untyped[]) : [];
    body['externalRefs'] = [...others, { referenceCategory, referenceType, referenceLocator }];
  } else if (tag === 'SPDXID' || tag.startsWith('Package')) {
    const plain = tag.replace(/^Package/, '');
    body[FIELDS[tag] ?? (tag === 'SPDXID' ? tag : plain.charAt(0).toLowerCase() + plain.slice(1))] = value;
  }
}

function relationshipsOf(value: string): readonly SpdxRelationship[] {
  const [from, type, to] = value.split(/\s+/);
  return from === undefined || type === undefined || to === undefined ? [] : [{ from, type, to: [to] }];
}

async function* tagsOf(
  file: InputFile,
  report: ReportBuilder,
): AsyncGenerator<{ readonly tag: string; readonly value: string; readonly line: number }> {
  let open: { tag: string; value: string; line: number } | null = null;
  for await (const { number: line, text } of readLines(file)) {
    if (text === null) report.problem(file.name, 'is a line longer than this format can hold', { line });
    else if (open !== null) {
      if (open.value.length < TEXT_LENGTH_MAX) open.value += `\n${text}`;
      if (!text.includes('</text>')) continue;
      yield { ...open, value: withoutBounds(open.value) };
      open = null;
    } else {
      const [, tag = '', value = ''] = /^([A-Za-z]+):\s*(.*?)\s*$/.exec(text) ?? [];
      if (value.startsWith('<text>') && !value.includes('</text>')) open = { tag, value, line };
      else if (tag !== '') yield { tag, value: withoutBounds(value), line };
    }
  }
  if (open !== null) report.problem(file.name, `${open.tag} begins a <text> that never ends`, { line: open.line });
}

/** What is longer is the text of a licence, which nobody stores here. */
const TEXT_LENGTH_MAX = 64 * 1024;

const withoutBounds = (value: string): string => value.replace(/^<text>/, '').replace(/<\/text>[^]*$/, '');
