import type { JsonObject } from '../../domain/json';
import { rowOf } from '../mapping/format-mapping';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { componentFacts, componentName } from '../software-component';
import { at, listOf, textOf } from '../untyped';
import type { BomPart } from './bom';
import { CYCLONEDX_MAPPING } from './mapping';
import type { Bom } from './read-boms';

/** What the bills of one run share. */
interface BomContext {
  readonly environment: string;
  readonly records: RecordCollector;
  readonly report: ReportBuilder;
}

/** Adds bills that may refer to each other. Native keys are names that are the same in every bill: `component/pkg:npm/left-pad@1.3.0`. */
export async function addBoms(boms: AsyncIterable<Bom>, context: BomContext): Promise<void> {
  const linked = new Map<string, string>();
  const pending: (Pick<Bom, 'file' | 'dependencies'> & { readonly keys: ReadonlyMap<string, string> })[] = [];
  for await (const { file, link, parts, dependencies } of boms) {
    const keys = new Map<string, string>();
    const own = new Set(parts.flatMap(providersWithin));
    for (const part of parts) addPart(part, null, keys, { ...context, own });
    if (link !== null) for (const [ref, key] of keys) linked.set(`${link}#${ref}`, key);
    pending.push({ file, dependencies, keys });
  }
  for (const { file, dependencies, keys } of pending) {
    addDependencies(file, dependencies, (ref) => keys.get(ref) ?? linked.get(linkIn(ref)), context);
  }
}

/** As `linked` has it: a ref behind `#` may be escaped, and UUIDs are written in any case. */
function linkIn(ref: string): string {
  const [, bill = '', element = ''] = /^(urn:cdx:[^#]*)#(.*)$/is.exec(ref) ?? [];
  return `${bill.toLowerCase()}#${unescaped(element)}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function addDependencies(
  file: string,
  dependencies: Bom['dependencies'],
  keyOf: (ref: string) => string | undefined,
  { records, report }: BomContext,
): void {
  for (const { ref, dependsOn } of dependencies) {
    const from = keyOf(ref);
    for (const target of dependsOn) {
      const to = keyOf(target);
      if (from !== undefined && to !== undefined) records.relate({ from, type: 'DEPENDS_ON', to });
      else report.note('dependencies on what the bill does not hold', `${file}: ${ref} → ${target}`.slice(0, 300));
    }
  }
}

/** Providers of services that are used without crossing a trust boundary: those are ours. */
function providersWithin(part: BomPart): readonly string[] {
  const own = part.kind === 'service' && crossesTrustBoundary(part) === false ? [providerOf(part)] : [];
  return [...own, ...part.inside.flatMap(providersWithin)].flatMap((provider) => provider ?? []);
}

// Truth values are text in XML; null where the bill does not say.
function crossesTrustBoundary({ body }: BomPart): boolean | null {
  const text = textOf(body['x-trust-boundary']);
  return text === null ? null : /^(true|1)$/.test(text);
}

const providerOf = ({ body }: BomPart): string | null => textOf(at(body, 'provider', 'name')) ?? textOf(body['group']);

interface PartContext extends BomContext {
  readonly own: ReadonlySet<string>;
}

interface Outer {
  readonly key: string;
  readonly kind: BomPart['kind'];
}

function addPart(part: BomPart, outer: Outer | null, keys: Map<string, string>, context: PartContext): void {
  const { kind, ref, body, inside, place } = part;
  const { records, report, environment } = context;
  const name = textOf(body['name']);
  if (name === null) {
    report.problem(place.file, `is a ${kind} without a name`, place);
    return;
  }
  report.read(kind === 'component' ? (textOf(body['type']) ?? kind) : kind);
  const [group, version, purl] = ['group', 'version', 'purl'].map((field) => textOf(body[field]));
  const provider = providerOf(part);
  const external =
    kind === 'service' && provider !== null && crossesTrustBoundary(part) === true && !context.own.has(provider);
  const full =
    kind === 'component'
      ? componentName({ purl: purl ?? null, group: group ?? null, name, version: version ?? null })
      : [group, name].filter(Boolean).join('/');
  const row = rowOf(CYCLONEDX_MAPPING, external ? 'service with a provider, across a trust boundary' : kind);
  if (row === null) return;
  const { base, attributes } = mappedFields(row, body, report);
  const key = `${kind}/${full}`;
  const own: JsonObject =
    kind === 'component'
      ? componentAttributes(part)
      : external
        ? { provider, serviceKey: full }
        : { serviceCode: full };
  const added = records.item(
    {
      class: row.class,
      nativeKey: key,
      name: full,
      ...base,
      ...(row.class === 'ServiceInstance' ? { environment } : {}),
      labels: outer !== null && kind === 'service' ? { 'cyclonedx.behind': outer.key } : {},
      attributes: { ...attributes, ...own },
      complete: ['ATTRIBUTES', 'LABELS'],
    },
    place,
  );
  if (!added) return;
  if (ref !== null) keys.set(ref, key);
  // Services behind a service are reached through it: that is no part of it that fails with it, so it is a label.
  if (outer !== null && kind === 'component') {
    records.relate({ from: key, type: outer.kind === 'component' ? 'PART_OF' : 'DEPENDS_ON', to: outer.key });
  }
  for (const one of inside) addPart(one, { key, kind }, keys, context);
}

function componentAttributes({ body }: BomPart): JsonObject {
  const licences = listOf(body['licenses']).flatMap(
    (one) =>
      textOf(at(one, 'license', 'id')) ?? textOf(at(one, 'license', 'name')) ?? textOf(at(one, 'expression')) ?? [],
  );
  const repository = listOf(body['externalReferences']).find((one) => at(one, 'type') === 'vcs');
  const url = textOf(at(repository, 'url'));
  return componentFacts({ licence: [...new Set(licences)].join(' AND '), repositoryUrl: url });
}
