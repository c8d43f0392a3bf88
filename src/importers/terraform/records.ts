import type { JsonObject } from '../../domain/json';
import { putIntoCloud, placeOfArn, regionOfZone, type CloudPlace } from '../cloud/places';
import { rowOf } from '../mapping/format-mapping';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { textOf, textsOf } from '../untyped';
import { ATTACHMENTS, GUARDS, TERRAFORM_MAPPING } from './mapping';
import { balancersOfPools, balancing, type References } from './balancers';
import { ReferenceIndex } from './references';
import { isLogical, type TerraformResource } from './resources';

/** What a caller may say about where resources are that do not say it themselves. */
export interface TerraformDefaults {
  readonly account: string | null;
  readonly region: string | null;
  /** The account of those that nobody names one for. */
  readonly unnamed: string;
}

interface Described {
  readonly resource: TerraformResource;
  readonly id: string;
  readonly key: string;
  readonly class: string;
  readonly where: CloudPlace;
}

/** Adds all resources, where they are, and what they refer to. */
export function addResources(
  resources: readonly TerraformResource[],
  defaults: TerraformDefaults,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  const accounts = usualAccounts(resources);
  const identified = new Map<TerraformResource, Described>();
  for (const resource of resources) {
    const id = idOf(resource);
    if (id === null) {
      report.problem(resource.place.file, `${resource.address} has no id`, resource.place);
      continue;
    }
    report.read(resource.type);
    const where = whereOf(resource, defaults, accounts);
    const key = `${where.provider}/${accountInKey(resource, defaults)}/${resource.type}/${id}`;
    identified.set(resource, { resource, id, key, class: classOf(resource), where });
  }
  const index = new ReferenceIndex([...identified.keys()]);
  const held = new Map([...identified.keys()].map((one) => [one, index.heldOf(one)] as const));
  const targets = new Map([...held].map(([one, ids]) => [one, index.targetsOf(one, ids)] as const));
  const described = new Map<TerraformResource, Described>();
  for (const one of withoutLonePools({ items: identified, targets, held })) {
    if (addResource(one, records, report)) described.set(one.resource, one);
  }
  relateAll({ items: described, targets, held }, index, records, report);
}

// A pool is known within its load balancer only, which may be in another state: then it is known by its id.
function withoutLonePools(references: References<Described>): readonly Described[] {
  const balancers = balancersOfPools(references);
  return [...references.items.values()].map((one) =>
    balancers.get(one.resource)?.size === 0 ? { ...one, class: GENERIC } : one,
  );
}

function relateAll(
  references: References<Described>,
  index: ReferenceIndex,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  const { items: described, targets, held } = references;
  for (const from of described.values()) {
    for (const target of targets.get(from.resource) ?? []) {
      const to = described.get(target);
      const isHeld = held.get(from.resource)?.has(target) ?? false;
      const type = to === undefined ? null : typeBetween(from, to, isHeld);
      if (to !== undefined && type !== null) records.relate({ from: from.key, type, to: to.key });
    }
    relateAttached(from, index, described, records);
    for (const address of index.missing(from.resource)) {
      report.note('references to what these files do not hold', `${from.resource.address} → ${address}`);
    }
  }
  for (const one of balancing(references)) records.relate(one);
}

// A resource that only ties two others together says what those are to each other.
function relateAttached(
  { resource }: Described,
  index: ReferenceIndex,
  described: ReadonlyMap<TerraformResource, Described>,
  records: RecordCollector,
): void {
  const attachment = ATTACHMENTS.find(({ types }) => types.includes(resource.type));
  if (attachment === undefined) return;
  const at = (field: string): Described | null => {
    const target = index.heldBy(resource, field);
    return target === null ? null : (described.get(target) ?? null);
  };
  const [from, to] = [at(attachment.source), at(attachment.target)];
  if (from !== null && to !== null) records.relate({ from: from.key, type: attachment.type, to: to.key });
}

const GENERIC = 'GenericCloudResource';

const classOf = ({ type }: TerraformResource): string => rowOf(TERRAFORM_MAPPING, type)?.class ?? GENERIC;

function idOf({ values, type, address, planned }: TerraformResource): string | null {
  if (planned) return `planned:${address}`;
  if (isLogical(type)) return `address:${address}`;
  return textOf(values['id']) ?? textOf(values['arn']);
}

function addResource(
  { resource, id, key, class: className, where }: Described,
  records: RecordCollector,
  report: ReportBuilder,
): boolean {
  const { values, type, address, module, planned, place } = resource;
  const row = rowOf(TERRAFORM_MAPPING, type);
  const { base, attributes } =
    row?.class !== className ? { base: {}, attributes: {} } : mappedFields(row, values, report);
  const added = records.item(
    {
      class: className,
      nativeKey: key,
      name: nameOf(resource),
      ...base,
      ...(planned ? { lifecycle: 'DESIGN' as const, lifecycleStatus: 'Planned' } : {}),
      labels: {
        ...textsOf(values['labels']),
        ...textsOf(values['tags']),
        'terraform.address': address,
        ...(module === null ? {} : { 'terraform.module': module }),
      },
      attributes: { ...attributes, ...identityOf(resource, id, className, where.provider) },
      complete: ['ATTRIBUTES', 'LABELS'],
    },
    place,
  );
  if (added && className !== 'KubernetesCluster' && className !== 'LoadBalancerPool')
    putIntoCloud(records, key, where, place);
  return added;
}

function identityOf(
  { values, type, name }: TerraformResource,
  id: string,
  className: string,
  provider: string,
): JsonObject {
  if (className === 'LoadBalancerPool') return {};
  const arn = textOf(values['arn']) ?? textOf(values['self_link']);
  if (className === 'KubernetesCluster')
    return { cloudResourceId: arn ?? id, distribution: DISTRIBUTIONS[provider] ?? provider };
  // Some types share their ids, such as a role and its profile; those with a row of their own do not.
  const resourceId = className === GENERIC && !GUARDS.test(type) ? `${type}/${id}` : id;
  const named = { resourceId, ...(arn === null ? {} : { arn }) };
  if (className === 'CloudVm') return named;
  const bucketName = textOf(values['bucket']) ?? textOf(values['name']) ?? name;
  return { ...named, provider, resourceType: type, ...(className === 'ObjectStore' ? { bucketName } : {}) };
}

const DISTRIBUTIONS: Readonly<Record<string, string>> = { aws: 'eks', gcp: 'gke', azure: 'aks' };

const nameOf = ({ values, address }: TerraformResource): string =>
  textsOf(values['tags'])['Name'] ??
  textOf(values['name']) ??
  textOf(values['bucket']) ??
  textOf(values['identifier']) ??
  address;

const PROVIDERS: Readonly<Record<string, string>> = { google: 'gcp', azurerm: 'azure', azuread: 'azure' };

const providerOf = ({ type }: TerraformResource): string => {
  const [prefix = ''] = type.split('_');
  return PROVIDERS[prefix] ?? prefix;
};

function accountOf({ values }: TerraformResource): string | null {
  const subscription = /^\/subscriptions\/([^/]+)\//.exec(textOf(values['id']) ?? '')?.[1];
  return (
    placeOfArn(textOf(values['arn'])).account ??
    textOf(values['owner_id']) ??
    textOf(values['project']) ??
    subscription ??
    null
  );
}

// What others name must not re-key a resource that names no account: the usual one of its neighbours is no part of its key.
function accountInKey(resource: TerraformResource, { account, unnamed }: TerraformDefaults): string {
  // An account of a cloud is none of what stands in a state only; two states may use the same addresses.
  return isLogical(resource.type) ? unnamed : (accountOf(resource) ?? account ?? unnamed);
}

// The account that most resources of a provider name; the first by name among equals.
function usualAccounts(resources: readonly TerraformResource[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const resource of resources) {
    const account = accountOf(resource);
    if (account === null) continue;
    const ofProvider = counts.get(providerOf(resource)) ?? new Map<string, number>();
    counts.set(providerOf(resource), ofProvider.set(account, (ofProvider.get(account) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([provider, found]) => {
      const [best] = [...found].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
      return [provider, best?.[0] ?? ''] as const;
    }),
  );
}

function whereOf(
  resource: TerraformResource,
  defaults: TerraformDefaults,
  accounts: ReadonlyMap<string, string>,
): CloudPlace {
  const { values } = resource;
  const provider = providerOf(resource);
  const zone = textOf(values['availability_zone']) ?? textOf(values['zone']);
  const arn = textOf(values['arn']);
  // An ARN without a region is that of something global.
  const region = textOf(values['region']) ?? textOf(values['location']) ?? regionOfZone(zone) ?? placeOfArn(arn).region;
  return {
    provider,
    account: isLogical(resource.type)
      ? defaults.unnamed
      : (accountOf(resource) ?? defaults.account ?? accounts.get(provider) ?? defaults.unnamed),
    region: region ?? (arn === null ? defaults.region : null),
  };
}

const GUARDED: ReadonlySet<string> = new Set([
  'CloudVm',
  'CloudDatabase',
  'CloudLoadBalancer',
  'CloudFunction',
  'KubernetesCluster',
]);

/** Null: what the one says of the other is said otherwise. */
function typeBetween(from: Described, to: Described, isHeld: boolean): string | null {
  if (from.class === 'LoadBalancerPool' && to.class !== GENERIC) return null;
  if (to.class === 'VirtualNetwork') return from.class === 'VirtualNetwork' ? 'PART_OF' : 'HOSTED_ON';
  // One machine behind it may fail: what it spreads its requests over is no plain dependency. What those need is.
  if (from.class === 'CloudLoadBalancer' && to.class === 'CloudVm' && (isHeld || from.resource.planned))
    return 'BALANCES_TO';
  return GUARDS.test(to.resource.type) && GUARDED.has(from.class) ? 'SECURED_BY' : 'DEPENDS_ON';
}
