import { basename, dirname, resolve } from 'node:path';
import { DomainError } from '../../domain/errors';
import { STANDARD_INPUT, type ImportOptions, type InputFile } from '../importer';
import { readWhole } from '../input-text';
import type { ReportBuilder } from '../report-builder';
import { objectOf, textOf, type Untyped } from '../untyped';
import { extendedService } from './extends';
import { ComposeFiles } from './files';
import { readVariables } from './interpolation';
import { mergedFiles } from './merge';

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
  const [first] = files;
  // Compose itself takes what stands in `.env` beside the first file.
  const envFile = options.files['env-file'] ?? first?.beside?.('.env')[0];
  const variables = envFile === undefined ? new Map<string, string>() : readVariables(await readWhole(envFile));
  const reader = new ComposeFiles(variables, report);
  let merged: Untyped | null = null;
  for (const file of files) {
    const value = await reader.read(file);
    if (value !== null) merged = merged === null ? mergedFiles({}, value) : mergedFiles(merged, value);
  }
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

const extendedServices = (services: Untyped, report: ReportBuilder): ReadonlyMap<string, Untyped> =>
  new Map(
    Object.keys(services)
      .sort()
      .map((name) => [name, extendedService(services, name, report)]),
  );
