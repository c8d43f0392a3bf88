import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { JsonObject } from '../domain/json';
import type { Importer, ImportOptions, InputFile } from './importer';
import { byName } from './json-sections';
import { rowOf } from './mapping/format-mapping';
import { mappedFields } from './mapping/mapped-fields';
import { RecordCollector } from './record-collector';
import { ReportBuilder } from './report-builder';
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
  read(files, options) {
    const report = new ReportBuilder();
    return { batches: readAll(files, options, report), report: () => report.report() };
  },
};

async function* readAll(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const records = new RecordCollector(options.source, report);
  for (const file of byName(files)) addDocument(await readDocument(file, report), file.name, records, report);
  yield* records.batches();
}

function addDocument(document: SpdxDocument, file: string, records: RecordCollector, report: ReportBuilder): void {
  const keys = new Map<string, string>();
  const row = rowOf(SPDX_MAPPING, 'package');
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
      attributes: { ...attributes, ...factsOf(body, purl) },
    };
    if (records.item({ ...item, complete: ['ATTRIBUTES', 'LABELS'] }, place)) keys.set(id, nativeKey);
  }
  for (const { from, type, to } of document.relationships) {
    const mapped = SPDX_RELATIONSHIPS[type];
    if (mapped === undefined) {
      report.skip(`relationship ${type}`);
      continue;
    }
    for (const target of to) {
      const [source, other] = mapped.incoming ? [target, from] : [from, target];
      const [own, end] = [keys.get(source), keys.get(other)];
      if (own !== undefined && end !== undefined) records.relate({ from: own, type: mapped.type, to: end });
      else
        report.note('relationships of what is no package of the document', `${from} ${type} ${target}`.slice(0, 300));
    }
  }
}

function purlOf(body: Untyped): string | null {
  const reference = listOf(body['externalRefs']).find((one) => at(one, 'referenceType') === 'purl');
  return textOf(at(reference, 'referenceLocator')) ?? textOf(body['software_packageUrl']);
}

function factsOf(body: Untyped, purl: string | null): JsonObject {
  const licence = [body['licenseConcluded'], body['licenseDeclared']]
    .map(textOf)
    .find((one) => one !== null && !/^(NOASSERTION|NONE)$/.test(one));
  const location = textOf(body['downloadLocation']);
  const isRepository = location !== null && /^(git|hg|svn|bzr)\+/.test(location);
  return componentFacts({
    packageUrl: purl,
    licence: licence ?? null,
    repositoryUrl: isRepository ? location : null,
  });
}
