import type { CiClass } from '../class-model';
import { choice, ciClass, entry, flag, inherits, integer, over, text, texts, within } from './notation';

const IN_ACCOUNT = [over('PART_OF', 'CloudAccount')];
const IN_REGION = [over('HOSTED_ON', 'CloudRegion')];
const IN_REGION_OR_ACCOUNT = [...IN_REGION, over('HOSTED_ON', 'CloudAccount'), ...IN_ACCOUNT];

/** What is rented from cloud providers. */
export const CLOUD_CLASSES: readonly CiClass[] = [
  ciClass({
    name: 'CloudAccount',
    parent: 'ConfigurationItem',
    description: 'An account, subscription or project at a cloud provider.',
    canFail: false,
    attributes: [
      text('provider', 'The provider in short, such as aws, azure or gcp.'),
      text('accountId', 'Number of the account, subscription or project.'),
      text('organisationId', 'The organisation that it belongs to there.'),
    ],
    identification: [entry(4901, 'provider', 'accountId')],
  }),
  ciClass({
    name: 'CloudRegion',
    parent: 'ConfigurationItem',
    description: 'A region of a provider as one account uses it.',
    attributes: [
      text('provider', 'The provider in short.'),
      text('regionCode', 'Code of the region, such as eu-west-1.'),
    ],
    identification: [within(IN_ACCOUNT, entry(5001, 'regionCode'))],
  }),
  ciClass({
    name: 'AvailabilityZone',
    parent: 'ConfigurationItem',
    description: 'A part of a region that fails apart from the others.',
    attributes: [
      text('zoneId', 'Id of the zone, the same for all accounts.'),
      text('zoneName', 'Name of the zone, which may differ between accounts.'),
    ],
    identification: [within([over('PART_OF', 'CloudRegion')], entry(5101, 'zoneId'))],
  }),
  ciClass({
    name: 'CloudResource',
    parent: 'ConfigurationItem',
    abstract: true,
    description: 'Something rented from a cloud provider that has an id there.',
    attributes: [
      text('provider', 'The provider in short.'),
      text('resourceId', 'Its id at the provider.'),
      text('arn', 'Its full name at the provider, such as an ARN or a resource path.'),
      text('resourceType', 'Its type in the words of the provider.'),
    ],
    identification: [
      within(IN_REGION_OR_ACCOUNT, entry(5201, 'resourceId')),
      within(IN_REGION_OR_ACCOUNT, entry(5202, 'arn')),
    ],
  }),
  ciClass({
    name: 'CloudVm',
    parent: 'VirtualMachine',
    description: 'A virtual machine at a cloud provider.',
    attributes: [
      text('resourceId', 'Its id at the provider.'),
      text('arn', 'Its full name at the provider.'),
      text('instanceType', 'Size in the words of the provider.'),
      text('imageId', 'Image that it was started from.'),
      text('zone', 'Availability zone that it runs in.'),
    ],
    identification: [within(IN_REGION_OR_ACCOUNT, entry(5301, 'resourceId'))],
  }),
  ciClass({
    name: 'CloudFunction',
    parent: 'CloudResource',
    description: 'Code that the provider runs on demand.',
    attributes: [
      text('runtime', 'Language runtime and its version.'),
      integer('memoryMb', 'Memory in megabytes.'),
      integer('timeoutSeconds', 'Longest run, in seconds.'),
    ],
    identification: [inherits('CloudResource')],
  }),
  ciClass({
    name: 'CloudDatabase',
    parent: 'CloudResource',
    description: 'A database that the provider runs.',
    attributes: [
      text('engine', 'Database product in short, such as postgresql.'),
      text('engineVersion', 'Version of the product.'),
      text('instanceType', 'Size in the words of the provider.'),
      flag('multiZone', 'Whether a second zone stands by.'),
      text('endpointAddress', 'Host name that clients connect to.'),
    ],
    identification: [inherits('CloudResource')],
  }),
  ciClass({
    name: 'ObjectStore',
    parent: 'CloudResource',
    description: 'A bucket or container of objects.',
    attributes: [
      text('bucketName', 'Name of the bucket, unique at the provider.'),
      flag('versioned', 'Whether old versions of objects are kept.'),
      flag('public', 'Whether anybody may read it.'),
    ],
    identification: [entry(5601, 'provider', 'bucketName')],
  }),
  ciClass({
    name: 'CloudLoadBalancer',
    parent: 'CloudResource',
    description: 'A load balancer that the provider runs.',
    attributes: [
      choice('scheme', 'Whether it is reached from the internet.', ['INTERNAL', 'INTERNET_FACING']),
      text('dnsName', 'Host name that clients connect to.'),
      texts('zones', 'Availability zones that it serves.'),
    ],
    identification: [inherits('CloudResource')],
  }),
  ciClass({
    name: 'VirtualNetwork',
    parent: 'CloudResource',
    description: 'A private network at the provider, or a part of one.',
    attributes: [texts('cidrs', 'Address ranges of the network.')],
    identification: [
      inherits('CloudResource'),
      within([over('HOSTED_ON', 'Cluster'), over('MANAGED_BY', 'VirtualizationManager')], entry(5801, 'name')),
    ],
  }),
  ciClass({
    name: 'GenericCloudResource',
    parent: 'CloudResource',
    description: 'Something rented from a cloud provider that has no more specific class.',
    identification: [inherits('CloudResource')],
  }),
];
