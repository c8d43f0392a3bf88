import { basename, dirname, resolve } from 'node:path';
import { DomainError } from '../../domain/errors';
import { parseDocuments } from '../documents';
import { notThisFormat, STANDARD_INPUT, type ImportOptions, type InputFile } from '../importer';
import { readWhole } from '../input-text';
import { looksLike } from '../looks-like';
import type { ReportBuilder } from '../report-builder';
import { findUnstorable, objectOf, textOf, type Untyped } from '../untyped';
import { interpolate, interpolateAll, readVariables } from './interpolation';
import { mergedFiles, mergedService } from './merge';

/** One Compose project: all files merged, variables replaced, `extends` written out. */
export interface ComposeProject {
  readonly name: string;
  /** The file that is named for faults that belong to none in particular. */
  readonly file: string;
  readonly services: ReadonlyMap<string, Untyped>;
  readonly networks: Untyped;
  readonly volumes: Untyped;
}

/** Reads the files in the order given, since later ones overrule earlier ones. Null: no file holds anything. */
export async function readProject(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): Promise<ComposeProject | null> {
  const envFile = options.files['env-file'];
  const variables = envFile === undefined ? new Map<string, string>() : readVariables(await readWhole(envFile));
  let merged: Untyped | null = null;
  for (const file of files) {
    const replace = (text: string): string =>
      interpolate(text, variables, (name, demand) => {
        if (demand === undefined) report.note('variables without a value or default, taken as empty', name);
        else
          report.problem(file.name, `demands the variable ${name} (${demand}); give it in --env-file`, { path: name });
      });
    for (const document of await documentsOf(file, report)) {
      const value = objectOf(interpolateAll(document, replace));
      merged = merged === null ? mergedFiles({}, value) : mergedFiles(merged, value);
    }
  }
  const [first] = files;
  if (merged === null || first === undefined) return null;
  return {
    name: options.choices['project'] ?? textOf(merged['name']) ?? folderOf(first.name),
    file: first.name,
    services: extendedServices(objectOf(merged['services']), report),
    networks: objectOf(merged['networks']),
    volumes: objectOf(merged['volumes']),
  };
}

// As Compose itself names a project: the folder, lower case, without what stands in no project name.
function folderOf(file: string): string {
  const folder = file === STANDARD_INPUT ? '' : basename(dirname(resolve(file)));
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  // A name for all that have none would make one project of them.
  if (name !== '') return name;
  throw new DomainError('BAD_REQUEST', `${file} says no name of its project. Give one: --project <name>.`, { file });
}

async function documentsOf(file: InputFile, report: ReportBuilder): Promise<readonly unknown[]> {
  const text = await readWhole(file);
  const values: unknown[] = [];
  let documents = 0;
  for (const document of parseDocuments(text)) {
    const place = { document: document.number, line: document.line };
    documents += 1;
    if ('problem' in document) {
      report.problem(file.name, document.problem, place);
      continue;
    }
    if (!isCompose(document.value)) throw notThisFormat(file.name, 'a Compose file', looksLike(text));
    const unstorable = findUnstorable(document.value);
    if (unstorable === null) values.push(document.value);
    else report.problem(file.name, `${unstorable.reason}, which cannot be stored`, { ...place, path: unstorable.path });
  }
  if (documents === 0) report.problem(file.name, 'is empty');
  return values;
}

// Overriding files need not have services; what every Compose file has is at least one of its sections.
function isCompose(value: unknown): boolean {
  const { apiVersion, kind, services, networks, volumes, name, inventory } = objectOf(value);
  if (apiVersion !== undefined || kind !== undefined || inventory !== undefined) return false;
  if (services !== undefined) {
    return typeof services === 'object' && !Array.isArray(services);
  }
  return (
    [networks, volumes].some((section) => typeof section === 'object' && !Array.isArray(section)) ||
    (typeof name === 'string' && Object.keys(objectOf(value)).length === 1)
  );
}

function extendedServices(services: Untyped, report: ReportBuilder): ReadonlyMap<string, Untyped> {
  const extended = (name: string, seen: readonly string[]): Untyped => {
    const service = objectOf(services[name]);
    const base = baseOf(service);
    if (base === null) return service;
    if (!base.here || !Object.hasOwn(services, base.service) || seen.includes(base.service)) {
      report.note('services that extend one of another file, read without it', name);
      return service;
    }
    return mergedService(extended(base.service, [...seen, name]), service);
  };
  return new Map(
    Object.keys(services)
      .sort()
      .map((name) => [name, extended(name, [name])]),
  );
}

function baseOf({ extends: base }: Untyped): { readonly service: string; readonly here: boolean } | null {
  if (base === undefined || base === null) return null;
  const service = textOf(base) ?? textOf(objectOf(base)['service']);
  return service === null ? null : { service, here: objectOf(base)['file'] === undefined };
}
