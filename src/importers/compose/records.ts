import type { JsonObject } from '../../domain/json';
import { imageNameOf } from '../image-name';
import { mappedFields } from '../mapping/mapped-fields';
import { rowOf } from '../mapping/format-mapping';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { listOf, objectOf, textOf, textsOf, type Untyped } from '../untyped';
import { callsOf } from './calls';
import { COMPOSE_MAPPING } from './mapping';
import { keyedPart } from './merge';
import type { ComposeProject } from './project';
import { buildRepository, publishedUrl, servicesOf, type ComposeService } from './service';

/** What the records of a project share. */
interface ProjectContext {
  readonly project: ComposeProject;
  readonly environment: string;
  readonly records: RecordCollector;
  readonly report: ReportBuilder;
}

/**
 * Adds a project and all that is in it. Native keys are `<project>`, `<project>/service/<name>` and the like; images
 * are known by their own names, since projects share them.
 */
export function addProject(context: ProjectContext): void {
  const { project, records } = context;
  const name = project.name;
  add(context, 'ApplicationCluster', name, name, { clusterUid: `compose:${name}`, product: 'Docker Compose' });
  const services = servicesOf(project);
  for (const volume of namesOf(
    project.volumes,
    services.flatMap((service) => service.volumes),
  )) {
    const called = nameIn(name, volume, objectOf(project.volumes[volume]));
    add(context, 'StorageVolume', `${name}/volume/${volume}`, called, {});
    records.relate({ from: `${name}/volume/${volume}`, type: 'PART_OF', to: name });
  }
  for (const network of namesOf(
    project.networks,
    services.flatMap((service) => service.networks),
  )) {
    const key = `${name}/network/${network}`;
    const row = rowOf(COMPOSE_MAPPING, 'network');
    const body = objectOf(project.networks[network]);
    const { attributes } = row === null ? { attributes: {} } : mappedFields(row, body, context.report);
    const called = nameIn(name, network, body);
    add(context, 'VirtualNetwork', key, called, { provider: 'docker', ...attributes });
    records.relate({ from: key, type: 'HOSTED_ON', to: name });
  }
  for (const service of services) addService(context, service);
  for (const { caller, target, evidence } of callsOf(services)) {
    const [from, to] = [serviceKey(name, caller), serviceKey(name, target)];
    records.relate({ from, type: 'CALLS', to, kind: 'INFERRED', attributes: { evidence } });
  }
}

const serviceKey = (project: string, service: string): string => `${project}/service/${service}`;

/** What Docker calls a network or volume: as it says itself, else after its project, unless others have made it. */
const nameIn = (project: string, entry: string, { name, external }: Untyped): string =>
  textOf(name) ?? textOf(objectOf(external)['name']) ?? (external === true ? entry : `${project}_${entry}`);

const namesOf = (declared: object, used: readonly string[]): readonly string[] =>
  [...new Set([...Object.keys(declared), ...used])].sort();

function addService(context: ProjectContext, service: ComposeService): void {
  const { project, records, report, environment } = context;
  const key = serviceKey(project.name, service.name);
  report.read('service');
  const row = rowOf(COMPOSE_MAPPING, 'service');
  if (row !== null) mappedFields(row, service.body, report);
  const image = textOf(service.body['image']);
  const named = image === null ? null : imageNameOf(image);
  const url = publishedUrl(service);
  const repositoryUrl = buildRepository(service);
  add(
    context,
    'ServiceInstance',
    key,
    `${project.name}-${service.name}`,
    {
      serviceCode: `${project.name}/${service.name}`,
      ...(named === null || !image?.includes(':') ? {} : { softwareVersion: named.tag }),
      ...(url === null ? {} : { url }),
      ...(repositoryUrl === null ? {} : { repositoryUrl }),
    },
    { environment, labels: textsOf(keyedPart({ labels: service.body['labels'] }, 'labels')) },
  );
  records.relate({ from: key, type: 'PART_OF', to: project.name });
  if (image !== null && named === null) report.note('images whose name cannot be read', `${service.name}: ${image}`);
  if (named !== null) {
    const { digest, ...byTag } = named;
    const imageKey = `image/${byTag.registry}/${byTag.repository}${digest === null ? `:${byTag.tag}` : `@${digest}`}`;
    const attributes = digest === null ? byTag : { registry: byTag.registry, repository: byTag.repository, digest };
    add(context, 'ContainerImage', imageKey, imageKey.slice('image/'.length), attributes);
    records.relate({ from: key, type: 'DEPLOYED_FROM', to: imageKey });
  }
  relateService(context, service, key);
}

function relateService({ project, records }: ProjectContext, service: ComposeService, key: string): void {
  const to = (name: string): string => serviceKey(project.name, name);
  for (const [name, condition] of Object.entries(keyedPart(service.body, 'depends_on'))) {
    const soft = objectOf(condition)['required'] === false;
    records.relate({ from: key, type: 'DEPENDS_ON', to: to(name), ...(soft ? { strength: 'SOFT' as const } : {}) });
  }
  for (const link of listOf(service.body['links'])) {
    const name = (textOf(link) ?? '').split(':')[0] ?? '';
    if (name !== '') records.relate({ from: key, type: 'DEPENDS_ON', to: to(name) });
  }
  for (const from of listOf(service.body['volumes_from'])) {
    const name = (textOf(from) ?? '').split(':')[0] ?? '';
    if (name !== '' && name !== 'container') records.relate({ from: key, type: 'DEPENDS_ON', to: to(name) });
  }
  if (service.behind !== null) records.relate({ from: key, type: 'DEPENDS_ON', to: to(service.behind) });
  for (const network of service.networks) {
    records.relate({ from: key, type: 'DEPENDS_ON', to: `${project.name}/network/${network}` });
  }
  for (const volume of service.volumes) {
    records.relate({ from: key, type: 'STORED_ON', to: `${project.name}/volume/${volume}` });
  }
}

function add(
  { project, records }: ProjectContext,
  className: string,
  nativeKey: string,
  name: string,
  attributes: JsonObject,
  more: object = {},
): void {
  records.item(
    { class: className, nativeKey, name, attributes, complete: ['ATTRIBUTES', 'LABELS'], ...more },
    { file: project.file },
  );
}
