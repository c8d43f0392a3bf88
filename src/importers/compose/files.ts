import { parseDocuments } from '../documents';
import { notThisFormat, type InputFile } from '../importer';
import { readWhole } from '../input-text';
import { looksLike } from '../looks-like';
import type { ReportBuilder } from '../report-builder';
import { findUnstorable, listOf, objectOf, textOf, type Untyped } from '../untyped';
import { extendedService } from './extends';
import { interpolate, interpolateAll, readVariables } from './interpolation';
import { mergedFiles, mergedService } from './merge';

/** Reads Compose files with what they name beside them, each file once; variables are replaced. */
export class ComposeFiles {
  private readonly variables: ReadonlyMap<string, string>;
  private readonly report: ReportBuilder;
  /** By name; null while it is being read, so that files that include each other come to an end. */
  private readonly known = new Map<string, Untyped | null>();

  constructor(variables: ReadonlyMap<string, string>, report: ReportBuilder) {
    this.variables = variables;
    this.report = report;
  }

  /** A whole file: what it includes, its documents over that. Null: it holds nothing, or names itself. */
  async read(file: InputFile): Promise<Untyped | null> {
    const known = this.known.get(file.name);
    if (known !== undefined) return known;
    this.known.set(file.name, null);
    let merged: Untyped | null = null;
    for (const document of await this.documentsOf(file)) {
      for (const included of await this.included(document, file)) merged = mergedFiles(merged ?? {}, included);
      merged = mergedFiles(merged ?? {}, await this.withSettings(document, file));
    }
    this.known.set(file.name, merged);
    return merged;
  }

  private async included(document: Untyped, file: InputFile): Promise<readonly Untyped[]> {
    const found: Untyped[] = [];
    for (const one of listOf(document['include'])) {
      const { path } = objectOf(one);
      const names = [textOf(one) ?? textOf(path), ...listOf(path).map(textOf)].flatMap((name) => name ?? []);
      for (const name of names) {
        const value = await this.readBeside(name, file, 'included files that are not here');
        if (value !== null) found.push(value);
      }
    }
    return found;
  }

  private async readBeside(name: string, file: InputFile, absent: string): Promise<Untyped | null> {
    const [beside] = file.beside?.(name) ?? [];
    const value = beside === undefined ? null : await this.read(beside);
    if (value === null) this.report.note(absent, `${file.name}: ${name}`);
    return value;
  }

  /** The services with the settings of their `env_file`, and over those that they extend from other files. */
  private async withSettings(document: Untyped, file: InputFile): Promise<Untyped> {
    const services: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(objectOf(document['services']))) {
      const service = await this.extendedFromFile(objectOf(value), name, file);
      const written = mergedService({ environment: await this.environmentOf(service, file) }, service);
      services[name] = mergedService(written, { environment: this.passedOn(service) });
    }
    return document['services'] === undefined ? document : { ...document, services };
  }

  private async extendedFromFile(service: Untyped, name: string, file: InputFile): Promise<Untyped> {
    const { file: other, service: base } = objectOf(service['extends']);
    if (textOf(other) === null) return service;
    const from = await this.readBeside(
      String(other),
      file,
      'services that extend one that is not here, read without it',
    );
    const found = extendedService(objectOf(from?.['services']), textOf(base) ?? name, this.report);
    const { extends: _, ...own } = service;
    return mergedService(found, own);
  }

  // Compose reads them too. A file that is not there tells nothing: those with secrets are not handed on.
  private async environmentOf(service: Untyped, file: InputFile): Promise<Untyped> {
    const given = service['env_file'];
    const names = [textOf(given), ...listOf(given).map((one) => textOf(one) ?? textOf(objectOf(one)['path']))];
    const found = new Map<string, string>();
    for (const name of names) {
      const [beside] = name === null ? [] : (file.beside?.(name) ?? []);
      if (beside !== undefined)
        for (const [key, value] of readVariables(await readWhole(beside))) found.set(key, value);
    }
    return Object.fromEntries(found);
  }

  // A variable that is only named has the value that it has for Compose itself.
  private passedOn({ environment }: Untyped): Untyped {
    const names = Array.isArray(environment)
      ? listOf(environment).flatMap((entry) => textOf(entry) ?? [])
      : Object.entries(objectOf(environment)).flatMap(([name, value]) => (value === null ? name : []));
    return Object.fromEntries(
      names.flatMap((name) => (this.variables.has(name) ? [[name, this.variables.get(name)] as const] : [])),
    );
  }

  private async documentsOf(file: InputFile): Promise<readonly Untyped[]> {
    const text = await readWhole(file);
    const values: Untyped[] = [];
    let documents = 0;
    for (const document of parseDocuments(text)) {
      const place = { document: document.number, line: document.line };
      documents += 1;
      if ('problem' in document) {
        this.report.problem(file.name, document.problem, place);
        continue;
      }
      const value = composeOf(document.value);
      if (value === null) throw notThisFormat(file.name, 'a Compose file', looksLike(text));
      const unstorable = findUnstorable(value);
      if (unstorable === null) values.push(objectOf(interpolateAll(value, (part) => this.replace(part, file))));
      else
        this.report.problem(file.name, `${unstorable.reason}, which cannot be stored`, {
          ...place,
          path: unstorable.path,
        });
    }
    if (documents === 0) this.report.problem(file.name, 'is empty');
    return values;
  }

  private replace(text: string, file: InputFile): string {
    return interpolate(text, this.variables, (name, demand) => {
      if (demand === undefined) this.report.note('variables without a value or default, taken as empty', name);
      else
        this.report.problem(file.name, `demands the variable ${name} (${demand}); give it in --env-file`, {
          path: name,
        });
    });
  }
}

/** The sections of a Compose file; null for what is none. Overriding files need not have services, but one section at least. */
function composeOf(value: unknown): Untyped | null {
  const file = objectOf(value);
  const { apiVersion, kind, services, networks, volumes, include, name, inventory } = file;
  if (apiVersion !== undefined || kind !== undefined || inventory !== undefined) return null;
  if (services !== undefined) return isSection(services) ? file : null;
  if ([networks, volumes].some(isSection) || Array.isArray(include)) return file;
  if (typeof name === 'string' && Object.keys(file).length === 1) return file;
  return isFirstVersion(file) ? { services: ofFirstVersion(file) } : null;
}

const isSection = (section: unknown): boolean =>
  typeof section === 'object' && section !== null && !Array.isArray(section);

/** Version 1 has no sections: every entry of the file is a service. */
function isFirstVersion(file: Untyped): boolean {
  const entries = Object.values(file).map(objectOf);
  return (
    entries.length > 0 &&
    entries.every(
      ({ image, build, extends: base, script }) =>
        script === undefined && ([image, build, base].some((one) => textOf(one) !== null) || isSection(base)),
    )
  );
}

// Its services share the bridge of the host, which is nobody's network.
const ofFirstVersion = (file: Untyped): Untyped =>
  Object.fromEntries(
    Object.entries(file).map(([name, value]) => {
      const { net, ...service } = objectOf(value);
      const mode = textOf(net)?.replace(/^container:/, 'service:') ?? 'bridge';
      return [name, { network_mode: mode, ...service }];
    }),
  );
