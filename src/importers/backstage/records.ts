import type { Contact } from '../../domain/configuration-item';
import { rowOf } from '../mapping/format-mapping';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, textOf, textsOf } from '../untyped';
import type { BackstageEntity } from './entities';
import { BACKSTAGE_MAPPING } from './mapping';

/** What the entities of one catalogue share. */
interface CatalogueContext {
  readonly environment: string;
  readonly records: RecordCollector;
  readonly report: ReportBuilder;
}

/** Adds the items of all entities, then what they say of each other. Native keys are `kind:namespace/name`. */
export function addEntities(entities: readonly BackstageEntity[], context: CatalogueContext): void {
  const contacts = new Map(
    entities.filter(({ kind }) => kind === 'group' || kind === 'user').map((one) => [keyOf(one), contactOf(one)]),
  );
  const items = entities.filter(({ kind }) => kind !== 'group' && kind !== 'user');
  for (const entity of items) addEntity(entity, contacts, context);
  for (const entity of items) relateEntity(entity, context.records);
}

const keyOf = ({ kind, namespace, name }: Pick<BackstageEntity, 'kind' | 'namespace' | 'name'>): string =>
  `${kind}:${namespace}/${name.toLowerCase()}`;

function contactOf({ body, name }: BackstageEntity): Contact {
  const email = textOf(at(body, 'spec', 'profile', 'email'));
  const shown = textOf(at(body, 'spec', 'profile', 'displayName')) ?? textOf(at(body, 'metadata', 'title')) ?? name;
  return { name: shown, url: email === null ? null : `mailto:${email}` };
}

const LIBRARIES = new Set([
  'library',
  'package',
  'module',
  'plugin',
  'frontend-plugin',
  'backend-plugin',
  'npm-package',
]);

const isLibrary = ({ kind, body }: BackstageEntity): boolean =>
  kind === 'component' && LIBRARIES.has((textOf(at(body, 'spec', 'type')) ?? '').toLowerCase());

function rowNameOf(entity: BackstageEntity): string {
  if (isLibrary(entity)) return 'Component of type library, package, module or plugin';
  return (
    { component: 'Component', api: 'API', resource: 'Resource', system: 'System', domain: 'Domain' }[entity.kind] ??
    entity.kind
  );
}

function addEntity(
  entity: BackstageEntity,
  contacts: ReadonlyMap<string, Contact>,
  { environment, records, report }: CatalogueContext,
): void {
  const { kind, namespace, name, body, place } = entity;
  const row = rowOf(BACKSTAGE_MAPPING, rowNameOf(entity));
  if (row === null) return;
  const { base, attributes } = mappedFields(row, body, report);
  const full = namespace === 'default' ? name : `${namespace}/${name}`;
  const owner = reference(at(body, 'spec', 'owner'), 'group', entity);
  const repository = repositoryOf(entity);
  const isService = row.class === 'ServiceInstance';
  records.item(
    {
      class: row.class,
      nativeKey: keyOf(entity),
      name: full,
      ...base,
      ...(isService ? { environment } : {}),
      ...(owner === null
        ? {}
        : {
            owner: contacts.get(owner) ??
              contacts.get(owner.replace('group:', 'user:')) ?? { name: owner.split('/')[1] ?? owner },
          }),
      labels: { ...textsOf(at(body, 'metadata', 'labels')), ...tagsOf(entity) },
      attributes: {
        ...attributes,
        ...(isService ? { serviceCode: full } : {}),
        ...(kind === 'resource' ? { serviceCode: `resource:${namespace}/${name}` } : {}),
        ...(kind === 'api' ? { apiId: `backstage:${namespace}/${name}` } : {}),
        ...(kind === 'domain' ? { code: full } : {}),
        ...(kind === 'component' && repository !== null ? { repositoryUrl: repository } : {}),
      },
      complete: ['ATTRIBUTES', 'LABELS'],
    },
    place,
  );
}

const tagsOf = ({ body }: BackstageEntity): Readonly<Record<string, string>> =>
  Object.fromEntries(
    listOf(at(body, 'metadata', 'tags')).flatMap((tag) =>
      textOf(tag) === null ? [] : [[`tag.${String(tag)}`, 'true'] as const],
    ),
  );

function repositoryOf({ body }: BackstageEntity): string | null {
  const annotation = (name: string): string | null => textOf(at(body, 'metadata', 'annotations', name));
  const slug = annotation('github.com/project-slug');
  return (
    annotation('backstage.io/source-location')?.replace(/^url:/, '') ??
    (slug === null ? null : `https://github.com/${slug}`)
  );
}

function relateEntity(entity: BackstageEntity, records: RecordCollector): void {
  const own = keyOf(entity);
  const service = entity.kind === 'component' && !isLibrary(entity);
  const each = (field: string, kind: string, relate: (key: string) => void): void => {
    const value = at(entity.body, 'spec', field);
    for (const one of Array.isArray(value) ? listOf(value) : [value]) {
      const key = reference(one, kind, entity);
      if (key !== null) relate(key);
    }
  };
  each('dependsOn', 'component', (to) => records.relate({ from: own, type: 'DEPENDS_ON', to }));
  each('dependencyOf', 'component', (from) => records.relate({ from, type: 'DEPENDS_ON', to: own }));
  each('consumesApis', 'api', (to) => records.relate({ from: own, type: service ? 'CALLS' : 'DEPENDS_ON', to }));
  each('providesApis', 'api', (from) => records.relate({ from, type: service ? 'EXPOSED_BY' : 'PART_OF', to: own }));
  each('system', 'system', (to) => records.relate({ from: own, type: 'PART_OF', to }));
  each('subdomainOf', 'domain', (to) => records.relate({ from: own, type: 'PART_OF', to }));
  each('domain', 'domain', (to) => records.relate({ from: own, type: 'REALIZES', to }));
  each('subcomponentOf', 'component', (to) => {
    // A service may be a part of a service, a library of both; a service is no part of a library.
    const whole = records.get(to)?.class;
    records.relate({ from: own, type: service && whole === 'SoftwareComponent' ? 'DEPENDS_ON' : 'PART_OF', to });
  });
}

// `[kind:][namespace/]name`, or the parts as an object.
function reference(value: unknown, kind: string, { namespace }: BackstageEntity): string | null {
  const written = textOf(value);
  if (written === null) {
    const name = textOf(at(value, 'name'));
    if (name === null) return null;
    return keyOf({
      kind: (textOf(at(value, 'kind')) ?? kind).toLowerCase(),
      namespace: textOf(at(value, 'namespace')) ?? namespace,
      name,
    });
  }
  const match = /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/.exec(written.trim());
  if (match === null) return null;
  const [, ofKind, inNamespace, name = ''] = match;
  return keyOf({ kind: (ofKind ?? kind).toLowerCase(), namespace: (inNamespace ?? namespace).toLowerCase(), name });
}
