import type { GateInput } from '../../domain/ingest/ingest-record';
import type { JsonObject } from '../../domain/json';
import {
  cloudPlaceKey,
  placeOfArn,
  putIntoCloud,
  regionOfZone,
  unnamedAccount,
  type CloudPlace,
} from '../cloud/places';
import { mappedFields, valuesAt } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { listOf, objectOf, textOf, textsOf, type Untyped } from '../untyped';
import { goneState } from './gone';
import type { AwsRow } from './mapping';
import type { AwsInput, DescribedResource } from './resources';

/** What a caller may say about resources that name no account or region. */
export interface AwsDefaults {
  readonly account: string | null;
  readonly region: string | null;
}

/** Account and region of a resource, as far as they tell it from others of the same name. */
export interface AwsScope {
  readonly account: string;
  readonly region: string | null;
}

/** The native key of what has an id that is unique everywhere. */
const awsKey = (id: string): string => `aws/${id}`;

/**
 * The native key of an AWS resource: its ARN or id where that is unique everywhere, which those with an AWS prefix,
 * ARNs, addresses and names of buckets are; names are unique in their account and region only.
 */
export function awsKeyOf(
  { class: className, configType }: Pick<AwsRow, 'class' | 'configType'>,
  id: string,
  { account, region }: AwsScope,
): string {
  const unique = /^[a-z]+-[0-9a-f]{8,}$|^arn:|^https?:/.test(id) || className === 'ObjectStore';
  return awsKey(unique ? id : `${account}/${region ?? 'global'}/${configType}/${id}`);
}

/** Adds what the command line described, and what it says of each other. */
export function addDescribed(
  input: AwsInput,
  defaults: AwsDefaults,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  const keyed = defaults.account ?? unnamedAccount(records);
  const places = {
    account: defaults.account ?? usualAccount(input.described) ?? keyed,
    region: defaults.region,
    keyed,
  };
  for (const { value, place } of input.zones) addZone(value, place.file, places, records);
  const known = input.described.flatMap((resource) => {
    const placed = placedResource(resource, places, report);
    return placed !== null && addResource(placed, records, report) ? [placed] : [];
  });
  for (const one of known) relate(one, records);
}

/** Where resources are that name no account or region. */
interface UsualPlaces extends AwsDefaults {
  /** The account in their keys: what others of the run name must not re-key them. */
  readonly keyed: string;
}

interface PlacedResource extends DescribedResource {
  readonly id: string;
  readonly arn: string | null;
  readonly key: string;
  readonly where: CloudPlace;
  readonly scope: AwsScope;
}

function placedResource(
  resource: DescribedResource,
  places: UsualPlaces,
  report: ReportBuilder,
): PlacedResource | null {
  const { row, value, place } = resource;
  const id = textOf(value[row.id]);
  if (id === null) {
    report.problem(place.file, `is one of ${row.from} without ${row.id}`, place);
    return null;
  }
  const state = goneState(row.gone, value);
  if (state !== null) {
    report.skip(`${row.from} that are ${state}`);
    report.note('resources that are gone, left out', id);
    return null;
  }
  const arn = arnOf(value, id);
  const named = placeOfArn(arn);
  const zone = textOf(value['AvailabilityZone']) ?? textOf(objectOf(value['Placement'])['AvailabilityZone']);
  const account = named.account ?? textOf(value['OwnerId']) ?? accountOfQueue(id);
  const region = named.region ?? regionOfZone(zone) ?? regionOfQueue(id) ?? places.region ?? regionOfPath(place.file);
  const where = {
    provider: 'aws',
    account: account ?? places.account ?? '',
    region: row.class === 'ObjectStore' ? null : region,
  };
  const scope = { account: account ?? places.keyed, region };
  return { ...resource, id, arn, key: awsKeyOf(row, id, scope), where, scope };
}

function arnOf(value: Untyped, id: string): string | null {
  if (id.startsWith('arn:')) return id;
  const found = Object.entries(value).find(
    ([name, one]) => /^(DB\w+Arn|FunctionArn|\w*Arn)$/.test(name) && (textOf(one) ?? '').startsWith('arn:'),
  );
  // Other fields hold the ARNs of other things: a role, a key.
  const own = found?.[0].match(/^(DBInstanceArn|DBClusterArn|FunctionArn|SubnetArn|VolumeArn|SecurityGroupArn)$/);
  return own === null || own === undefined ? null : textOf(found?.[1]);
}

const QUEUE = /^https?:\/\/(?:sqs\.)?([a-z]{2}-[a-z-]+-\d)\.[^/]+\/(\d+)\//;
const accountOfQueue = (id: string): string | null => QUEUE.exec(id)?.[2] ?? null;
const regionOfQueue = (id: string): string | null => QUEUE.exec(id)?.[1] ?? null;

/** Tools that collect a whole account write a folder for each region. */
const regionOfPath = (path: string): string | null =>
  /(?:^|[/\\])([a-z]{2}(?:-gov)?-[a-z]+-\d)(?=[/\\])/.exec(path)?.[1] ?? null;

function addResource(placed: PlacedResource, records: RecordCollector, report: ReportBuilder): boolean {
  const { row, value, key, where, place } = placed;
  report.read(row.from);
  const labels = tagsOf(value);
  const { base, attributes } = mappedFields(row, value, report);
  const added = records.item(
    {
      class: row.class,
      nativeKey: key,
      name: labels['Name'] ?? shortName(textOf(value[row.name]) ?? placed.id),
      ...base,
      labels,
      attributes: { ...attributes, ...identityOf(row, placed.id, placed.arn) },
      ...gatesOf(placed),
      complete: ['ATTRIBUTES', 'LABELS'],
    },
    place,
  );
  if (added && row.class !== 'LoadBalancerPool') putIntoCloud(records, key, where, place);
  return added;
}

/** What identifies a resource of a row to other sources. */
export function identityOf(row: Pick<AwsRow, 'class' | 'configType'>, id: string, arn: string | null): JsonObject {
  if (row.class === 'LoadBalancerPool') return {};
  const own = { resourceId: id, ...(arn === null ? {} : { arn }) };
  if (row.class === 'CloudVm') return own;
  return {
    ...own,
    provider: 'aws',
    resourceType: row.configType,
    ...(row.class === 'ObjectStore' ? { bucketName: id } : {}),
  };
}

const shortName = (name: string): string => (/^(arn:|https?:)/.test(name) ? (name.split(/[/:]/).at(-1) ?? name) : name);

function tagsOf(value: Untyped): Readonly<Record<string, string>> {
  const tags = value['Tags'] ?? value['TagSet'] ?? value['tags'] ?? value['TagList'];
  const pairs = listOf(tags).map((tag) => {
    const { Key, key, Value, value: written } = objectOf(tag);
    return [textOf(Key) ?? textOf(key) ?? '', textOf(Value) ?? textOf(written) ?? ''] as const;
  });
  return textsOf(Object.fromEntries(pairs.filter(([name]) => name !== '')));
}

function gatesOf({ row, value }: PlacedResource): { readonly gates?: readonly GateInput[] } {
  const gates = row.references.flatMap(({ from, gate }): GateInput[] =>
    gate !== undefined && targetsOf(value, from).length > 1 ? [{ key: gate, rule: 'ANY' }] : [],
  );
  return gates.length === 0 ? {} : { gates };
}

const targetsOf = (value: Untyped, path: string): readonly string[] => [
  ...new Set(valuesAt(value, path).flatMap((one) => textOf(one) ?? [])),
];

const CLUSTER = { class: 'CloudDatabase', configType: 'AWS::RDS::DBCluster' };

function relate({ row, value, key, where, scope, place }: PlacedResource, records: RecordCollector): void {
  for (const { from, type, incoming, gate } of row.references) {
    const targets = targetsOf(value, from);
    for (const id of targets) {
      const other = from === 'DBClusterIdentifier' ? awsKeyOf(CLUSTER, id, scope) : awsKey(id);
      const ends = incoming === true ? { from: other, to: key } : { from: key, to: other };
      records.relate({ ...ends, type, ...(gate !== undefined && targets.length > 1 ? { gateKeys: [gate] } : {}) });
    }
  }
  const zone = textOf(value['AvailabilityZone']) ?? textOf(objectOf(value['Placement'])['AvailabilityZone']);
  if (zone === null) return;
  const zoneKey = `${cloudPlaceKey(records, where, place)}/${zone}`;
  if (records.has(zoneKey)) records.relate({ from: key, type: 'HOSTED_ON', to: zoneKey });
}

function addZone(value: Untyped, file: string, places: AwsDefaults, records: RecordCollector): void {
  const zoneName = textOf(value['ZoneName']);
  if (zoneName === null) return;
  const region = textOf(value['RegionName']) ?? regionOfZone(zoneName);
  const where = { provider: 'aws', account: places.account ?? '', region };
  const regionKey = cloudPlaceKey(records, where, { file });
  const attributes = { zoneId: textOf(value['ZoneId']) ?? zoneName, zoneName };
  records.item(
    { class: 'AvailabilityZone', nativeKey: `${regionKey}/${zoneName}`, name: zoneName, attributes },
    { file },
  );
  records.relate({ from: `${regionKey}/${zoneName}`, type: 'PART_OF', to: regionKey });
}

// The account that most resources name; the first by number among equals.
function usualAccount(described: readonly DescribedResource[]): string | null {
  const counts = new Map<string, number>();
  for (const { row, value } of described) {
    const id = textOf(value[row.id]) ?? '';
    const account = placeOfArn(arnOf(value, id)).account ?? textOf(value['OwnerId']);
    if (account !== null && /^\d+$/.test(account)) counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}
