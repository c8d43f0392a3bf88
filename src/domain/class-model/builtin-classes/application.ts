import type { CiClass } from '../class-model';
import {
  choice,
  ciClass,
  entry,
  flag,
  formatted,
  inherits,
  integer,
  over,
  portNumber,
  portNumbers,
  text,
  texts,
  weak,
  within,
} from './notation';

const ON_HOST = [over('RUNS_ON', 'Host')];
const IN_LOAD_BALANCER = [over('PART_OF', 'LoadBalancer', 'CloudLoadBalancer')];

/** What runs on hosts, and what it offers: databases, queues, virtual addresses, endpoints, certificates. */
export const APPLICATION_CLASSES: readonly CiClass[] = [
  ciClass({
    name: 'Application',
    parent: 'ConfigurationItem',
    abstract: true,
    description: 'A program that is installed and runs on a host. The same program on two hosts is two items.',
    attributes: [
      text('installPath', 'Folder or file that it was installed to.'),
      text('instanceName', 'Tells several instances on one host apart.'),
      text('listenAddress', 'Address that it listens on.'),
      portNumber('port', 'Port that it listens on.'),
      portNumbers('ports', 'All ports that it listens on.'),
      text('product', 'Name of the software.'),
      text('vendor', 'Who makes the software.'),
      text('softwareVersion', 'Installed version.'),
      text('edition', 'Edition of the software.'),
      text('serviceAccount', 'The account that it runs as.'),
    ],
    identification: [
      within(ON_HOST, entry(1401, 'class', 'installPath', 'instanceName')),
      within(ON_HOST, entry(1402, 'class', 'listenAddress', 'port')),
      weak(within(ON_HOST, entry(1403, 'class', 'name'))),
    ],
  }),
  ciClass({
    name: 'GenericApplication',
    parent: 'Application',
    description: 'A running program of no more specific class.',
    attributes: [
      text('processKey', 'What tells its process apart on the host, such as the command line without numbers.'),
      text('command', 'Command that started it.'),
    ],
    identification: [within(ON_HOST, entry(1501, 'processKey')), inherits('Application')],
  }),
  ciClass({
    name: 'WebServer',
    parent: 'Application',
    description: 'Serves web pages or forwards requests, such as nginx or IIS.',
    attributes: [texts('virtualHosts', 'Host names that it serves.')],
    identification: [inherits('Application')],
  }),
  ciClass({
    name: 'AppServer',
    parent: 'Application',
    description: 'Runs applications for others, such as Tomcat or WebSphere.',
    attributes: [text('runtime', 'Language runtime and its version.')],
    identification: [inherits('Application')],
  }),
  ciClass({
    name: 'DatabaseInstance',
    parent: 'Application',
    description: 'A database server process with its own port.',
    attributes: [
      text('engine', 'Database product in short, such as postgresql or oracle.'),
      choice('role', 'Its part in replication.', ['PRIMARY', 'REPLICA', 'ARBITER', 'STANDALONE']),
      text('dataDirectory', 'Where it keeps its files.'),
    ],
    identification: [
      within(ON_HOST, entry(1801, 'engine', 'instanceName')),
      within(ON_HOST, entry(1802, 'engine', 'port')),
    ],
  }),
  ciClass({
    name: 'Database',
    parent: 'ConfigurationItem',
    description: 'One schema or catalogue within a database server or cluster.',
    attributes: [
      text('characterSet', 'Encoding of its text.'),
      integer('sizeMb', 'Space it takes, in megabytes.'),
      text('dataClassification', 'The most sensitive data in it.'),
    ],
    identification: [
      within([over('PART_OF', 'DatabaseInstance', 'DatabaseCluster', 'CloudDatabase')], entry(1901, 'name')),
    ],
  }),
  ciClass({
    name: 'MessageBroker',
    parent: 'Application',
    description: 'Takes and delivers messages, such as RabbitMQ or one Kafka broker.',
    attributes: [text('engine', 'Product in short, such as rabbitmq or kafka.')],
    identification: [
      within(ON_HOST, entry(2001, 'engine', 'instanceName')),
      within(ON_HOST, entry(2002, 'engine', 'port')),
    ],
  }),
  ciClass({
    name: 'MessageQueue',
    parent: 'ConfigurationItem',
    description: 'A queue or topic.',
    attributes: [
      text('vhost', 'Virtual host or namespace that the name belongs to; "/" where the broker has only one.'),
      choice('queueType', 'Whether each message goes to one reader or to all.', ['QUEUE', 'TOPIC']),
      integer('partitionCount', 'Partitions of a topic.', 1),
      flag('durable', 'Whether messages survive a restart of the broker.'),
    ],
    identification: [within([over('PART_OF', 'MessageBroker', 'Cluster')], entry(2101, 'vhost', 'name'))],
  }),
  ciClass({
    name: 'CacheInstance',
    parent: 'Application',
    description: 'Keeps data in memory for others, such as Redis or memcached.',
    attributes: [
      text('engine', 'Product in short, such as redis.'),
      integer('memoryLimitMb', 'Most memory it may use, in megabytes.'),
      flag('persistent', 'Whether its data survives a restart.'),
    ],
    identification: [within(ON_HOST, entry(2201, 'engine', 'port'))],
  }),
  ciClass({
    name: 'LoadBalancerService',
    parent: 'ConfigurationItem',
    description: 'A virtual address of a load balancer: address, port and protocol.',
    attributes: [
      text('address', 'IP address that clients connect to.'),
      portNumber('port', 'Port that clients connect to.'),
      text('protocol', 'Protocol, such as tcp or https.'),
    ],
    identification: [
      within(IN_LOAD_BALANCER, entry(2301, 'address', 'port', 'protocol')),
      within(IN_LOAD_BALANCER, entry(2302, 'name')),
    ],
  }),
  ciClass({
    name: 'LoadBalancerPool',
    parent: 'ConfigurationItem',
    description: 'The members that a load balancer spreads requests over.',
    canFail: false,
    attributes: [
      text('algorithm', 'How the next member is chosen.'),
      text('healthCheck', 'How a member is found healthy.'),
    ],
    identification: [within(IN_LOAD_BALANCER, entry(2401, 'name'))],
  }),
  ciClass({
    name: 'Endpoint',
    parent: 'ConfigurationItem',
    description: 'An address under which something answers: scheme, name, port and path.',
    attributes: [
      text('scheme', 'Scheme of the URL, such as https.'),
      text('fqdn', 'Full host name of the URL.'),
      portNumber('port', 'Port of the URL.'),
      text('path', 'Path of the URL; "/" for all.'),
      flag('public', 'Whether it can be reached from the internet.'),
    ],
    identification: [entry(2501, 'scheme', 'fqdn', 'port', 'path')],
  }),
  ciClass({
    name: 'Api',
    parent: 'ConfigurationItem',
    description: 'An interface for programs, with a version and a description of its own.',
    attributes: [
      text('apiId', 'Number of the API in the gateway or catalogue.'),
      text('apiVersion', 'Version of the interface.'),
      text('gateway', 'The gateway or catalogue that publishes it.'),
      text('specificationUrl', 'Where its description is kept.'),
      choice('style', 'How it is called.', ['REST', 'GRAPHQL', 'GRPC', 'SOAP', 'EVENT', 'OTHER']),
    ],
    identification: [entry(2601, 'apiId'), entry(2602, 'name', 'apiVersion', 'gateway')],
  }),
  ciClass({
    name: 'ScheduledJob',
    parent: 'ConfigurationItem',
    description: 'Work that a scheduler starts at set times.',
    attributes: [
      text('scheduler', 'The scheduler that starts it, such as cron.'),
      text('jobName', 'Its name in the scheduler.'),
      text('schedule', 'When it runs, in the notation of the scheduler.'),
      text('command', 'What it runs.'),
    ],
    identification: [within([over('RUNS_ON', 'Host', 'Cluster')], entry(2701, 'scheduler', 'jobName'))],
  }),
  ciClass({
    name: 'Certificate',
    parent: 'ConfigurationItem',
    description: 'A certificate that proves an identity until it expires.',
    attributes: [
      text('sha256Fingerprint', 'SHA-256 of the certificate, hexadecimal.'),
      text('issuer', 'Distinguished name of who signed it.'),
      text('serialNumber', 'Serial number given by the issuer.'),
      text('subject', 'Distinguished name of whom it names.'),
      texts('subjectAlternativeNames', 'Further names that it is valid for.'),
      formatted('validFrom', 'From when it is valid.', 'date-time'),
      formatted('validTo', 'Until when it is valid.', 'date-time'),
      text('keyAlgorithm', 'Kind and size of its key.'),
    ],
    identification: [entry(2801, 'sha256Fingerprint'), entry(2802, 'issuer', 'serialNumber')],
  }),
  ciClass({
    name: 'VirtualizationManager',
    parent: 'Application',
    description: 'Manages hypervisors and virtual machines, such as vCenter.',
    attributes: [
      text('instanceUuid', 'The id that it gives itself.'),
      text('fqdn', 'Full host name that it is reached by.'),
    ],
    identification: [entry(7601, 'instanceUuid'), entry(7602, 'fqdn')],
  }),
];
