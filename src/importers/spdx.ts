import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { JsonObject } from '../domain/json';
import type { Importer, ImportOptions, InputFile } from './importer';
import { byName } from './json-sections';
import { rowOf } from './mapping/format-mapping';
import { mappedFields } from './mapping/mapped-fields';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';
import { componentFacts, componentName } from './software-component';
import { readDocument } from './spdx/documents';
import type { SpdxDocument } from './spdx/document';
import { SPDX_MAPPING, SPDX_RELATIONSHIPS } from './spdx/mapping';
import { at, listOf, textOf, type Untyped } from './untyped';

/** Bills of materials in SPDX. */
export const spdx: Importer = {
  name: 'spdx',
  description: 'SPDX documents (JSON, YAML, tags and values; versions 2 and 3): packages and what they depend on',
  help: `
Examples:
  underpin import spdx sbom.spdx.json --source sbom
  syft nginx:1.29 -o spdx-tag-value | underpin import spdx -`,
  options: [],
  mapping: SPDX_MAPPING,
  read: readAll,
};

async function* readAll(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const records = new RecordCollector(options.source, report);
  const read: ReadDocument[] = [];
  for (const file of byName(files)) {
    const document = await readDocument(file, report);
    read.push({ file: file.name, document, keys: addPackages(document, file.name, records, report) });
  }
  for (const one of read) relatePackages(one, read, records, report);
  yield* records.batches();
}

/** A document whose packages have become items: id -> native key. */
interface ReadDocument {
  readonly file: string;
  readonly document: Pick<SpdxDocument, 'namespace' | 'others' | 'relationships'>;
  readonly keys: ReadonlyMap<string, string>;
}

function addPackages(
  document: SpdxDocument,
  file: string,
  records: RecordCollector,
  report: ReportBuilder,
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const row = rowOf(SPDX_MAPPING, 'package');
  const licences = licencesOf(document);
  for (const { id, body, place } of document.packages) {
    const name = textOf(body['name']);
    if (name === null || row === null) {
      report.problem(file, 'is a package without a name', place);
      continue;
    }
    report.read('package');
    const { base, attributes } = mappedFields(row, body, report);
    const purl = purlOf(body);
    const version = textOf(body['versionInfo']) ?? textOf(body['software_packageVersion']);
    const full = componentName({ purl, group: null, name, version });
    const nativeKey = `component/${full}`;
    const item = {
      class: row.class,
      nativeKey,
      name: full,
      ...base,
      attributes: { ...attributes, ...factsOf(body, purl, licences.get(id) ?? null) },
    };
    if (records.item({ ...item, complete: ['ATTRIBUTES', 'LABELS'] }, place)) keys.set(id, nativeKey);
  }
  return keys;
}

function relatePackages(
  one: ReadDocument,
  all: readonly ReadDocument[],
  records: RecordCollector,
  report: ReportBuilder,
): void {
  for (const { from, type, to } of one.document.relationships) {
    const mapped = SPDX_RELATIONSHIPS[type];
    if (mapped === undefined) {
      if (!LICENSED.has(type)) report.skip(`relationship ${type}`);
      continue;
    }
    for (const target of to) {
      const [source, other] = mapped.incoming ? [target, from] : [from, target];
      const [own, end] = [keyOf(source, one, all), keyOf(other, one, all)];
      if (own !== null && end !== null) records.relate({ from: own, type: mapped.type, to: end });
      else
        report.note(
          'relationships of what is no package of these documents',
          `${from} ${type} ${target}`.slice(0, 300),
        );
    }
  }
}

/** The item that an id stands for: of the document itself, of one that it names, or, where ids are addresses, of any. */
function keyOf(id: string, one: ReadDocument, all: readonly ReadDocument[]): string | null {
  const own = one.keys.get(id);
  if (own !== undefined) return own;
  const [, other, inner = ''] = /^(DocumentRef-[^:]+):(.+)$/.exec(id) ?? [];
  const address = other === undefined ? null : one.document.others.get(other);
  const found =
    other === undefined
      ? all.find(({ keys }) => id.includes(':') && keys.has(id))?.keys.get(id)
      : all.find(({ document }) => document.namespace === address)?.keys.get(inner);
  return found ?? null;
}

/** What says of a package in version 3 under which licence it is; what somebody concluded counts more than what was declared. */
const LICENSED: ReadonlySet<string> = new Set(['HAS_DECLARED_LICENSE', 'HAS_CONCLUDED_LICENSE']);

function licencesOf({ relationships, licences }: SpdxDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const wanted of LICENSED) {
    for (const { from, type, to } of relationships) {
      const expression = to.map((id) => licences.get(id) ?? '').find((text) => !/^(NOASSERTION|NONE|)$/.test(text));
      if (type === wanted && expression !== undefined) found.set(from, expression);
    }
  }
  return found;
}

function purlOf(body: Untyped): string | null {
  const reference = listOf(body['externalRefs']).find((one) => at(one, 'referenceType') === 'purl');
  return textOf(at(reference, 'referenceLocator')) ?? textOf(body['software_packageUrl']);
}

function factsOf(body: Untyped, purl: string | null, expression: string | null): JsonObject {
  const licence = [body['licenseConcluded'], body['licenseDeclared']]
    .map(textOf)
    .find((one) => one !== null && !/^(NOASSERTION|NONE)$/.test(one));
  const location = textOf(body['downloadLocation']);
  const isRepository = location !== null && /^(git|hg|svn|bzr)\+/.test(location);
  return componentFacts({
    packageUrl: purl,
    licence: licence ?? expression,
    repositoryUrl: isRepository ? location : null,
  });
}
