import { parseDocuments } from '../documents';
import type { InputFile } from '../importer';
import { notThisFormat } from '../importer';
import { readWhole } from '../input-text';
import { byName } from '../json-sections';
import { looksLike } from '../looks-like';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, findUnstorable, listOf, objectOf, textOf, type Untyped } from '../untyped';

/** One entity of a catalogue that is valid for its kind. */
export interface BackstageEntity {
  /** As in references: kind in lower case. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly body: Untyped;
  readonly place: Place;
}

/** Fields below `spec` that Backstage demands of each kind it knows. */
const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    component: ['type', 'lifecycle', 'owner'],
    api: ['type', 'lifecycle', 'owner', 'definition'],
    resource: ['type', 'owner'],
    system: ['owner'],
    domain: ['owner'],
    group: ['type', 'children'],
    user: [],
    location: [],
  }),
);

/** More files are followed from Locations only until here. */
const FILES_MAX = 10_000;

/** Reads the entities of files, and of the files beside them that their Locations name. */
export async function readEntities(
  files: readonly InputFile[],
  report: ReportBuilder,
): Promise<readonly BackstageEntity[]> {
  const found: BackstageEntity[] = [];
  const waiting = [...byName(files)];
  const seen = new Set(waiting.map(({ name }) => name));
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const entities = await entitiesOf(file, report);
    for (const entity of entities) {
      if (entity.kind !== 'location') {
        found.push(entity);
        continue;
      }
      for (const target of targetsOf(entity, file, report)) {
        if (seen.has(target.name) || seen.size >= FILES_MAX) continue;
        seen.add(target.name);
        waiting.push(target);
      }
    }
  }
  return found;
}

async function entitiesOf(file: InputFile, report: ReportBuilder): Promise<readonly BackstageEntity[]> {
  const text = await readWhole(file);
  const found: BackstageEntity[] = [];
  let documents = 0;
  let recognised = false;
  for (const document of parseDocuments(text)) {
    const place = { file: file.name, document: document.number, line: document.line };
    documents += 1;
    if ('problem' in document) {
      report.problem(file.name, document.problem, place);
      continue;
    }
    const values = Array.isArray(document.value) ? listOf(document.value) : [document.value];
    for (const [index, value] of values.entries()) {
      recognised ||= (textOf(at(value, 'apiVersion')) ?? '').startsWith('backstage.io/');
      const path = values.length > 1 ? `[${index}]` : null;
      const entity = entityOf(value, { ...place, path }, report);
      if (entity !== null) found.push(entity);
    }
  }
  if (documents === 0) report.problem(file.name, 'is empty');
  else if (!recognised) throw notThisFormat(file.name, 'a Backstage catalogue', looksLike(text));
  return found;
}

function entityOf(value: unknown, place: Place, report: ReportBuilder): BackstageEntity | null {
  const refuse = (message: string, path: string): null => {
    report.problem(place.file, message, { ...place, path: [place.path, path].filter(Boolean).join('.') });
    return null;
  };
  if (value === null || value === undefined) return null;
  const kind = textOf(at(value, 'kind'));
  if (kind === null) return refuse('has no kind', 'kind');
  const name = textOf(at(value, 'metadata', 'name'));
  if (name === null) return refuse(`${kind} has no name`, 'metadata.name');
  if (!isName(name))
    return refuse(`${kind} ${name.slice(0, 80)}: a name is 1 to 63 letters, digits, "-", "_" and "."`, 'metadata.name');
  const namespace = textOf(at(value, 'metadata', 'namespace')) ?? 'default';
  if (!isName(namespace))
    return refuse(`${kind} ${name}: ${namespace.slice(0, 80)} is no namespace`, 'metadata.namespace');
  const required = REQUIRED.get(kind.toLowerCase());
  if (required === undefined) {
    report.skip(kind);
    return null;
  }
  const missing = required.find((field) => isMissing(at(value, 'spec', field)));
  if (missing !== undefined)
    return refuse(`${kind} ${name} has no spec.${missing}, which Backstage demands`, `spec.${missing}`);
  const unstorable = findUnstorable(value);
  if (unstorable !== null)
    return refuse(`${kind} ${name} ${unstorable.reason}, which cannot be stored`, unstorable.path);
  report.read(kind);
  return { kind: kind.toLowerCase(), namespace: namespace.toLowerCase(), name, body: objectOf(value), place };
}

const isName = (text: string): boolean =>
  text.length <= 63 && /^[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*$/.test(text.replace(/[-_.]+/g, '-'));

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

function targetsOf({ body, name }: BackstageEntity, file: InputFile, report: ReportBuilder): readonly InputFile[] {
  const spec = at(body, 'spec');
  const named = [at(spec, 'target'), ...listOf(at(spec, 'targets'))].flatMap((target) => textOf(target) ?? []);
  return named.flatMap((target) => {
    if (/^[a-z]+:\/\//i.test(target)) {
      report.note('Location targets on the network, which are not fetched', `${name}: ${target}`);
      return [];
    }
    const found = file.beside?.(target) ?? [];
    if (found.length === 0) report.note('Location targets that are no file here', `${name}: ${target}`);
    return found;
  });
}
