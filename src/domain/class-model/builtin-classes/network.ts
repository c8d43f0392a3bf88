import type { CiClass } from '../class-model';
import { choice, ciClass, eachOf, entry, flag, inherits, integer, over, text, texts, weak, within } from './notation';

const IN_DEVICE = [over('OWNED_BY', 'Hardware', 'VirtualMachine')];

/** A device class that adds attributes only. */
const networkDevice = (name: string, description: string, attributes: CiClass['attributes']): CiClass =>
  ciClass({ name, parent: 'NetworkDevice', description, attributes, identification: [inherits('NetworkDevice')] });

/** Devices, interfaces, addresses and names of the network. */
export const NETWORK_CLASSES: readonly CiClass[] = [
  ciClass({
    name: 'NetworkDevice',
    parent: 'Hardware',
    abstract: true,
    description: 'A device that carries or guards traffic.',
    attributes: [
      text('hostname', 'Host name without domain.'),
      text('managementFqdn', 'Full host name by which it is managed.'),
      text('managementAddress', 'Address by which it is managed.'),
      text('os', 'Operating system.'),
      text('osVersion', 'Version of the operating system.'),
      text('networkRole', 'Its part in the network, such as core, spine or access.'),
      integer('portCount', 'How many ports it has.'),
    ],
    identification: [
      inherits('Hardware'),
      entry(5901, 'managementFqdn'),
      entry(5902, 'hostname', 'site'),
      weak(eachOf('macAddresses', entry(5903, 'mac'))),
    ],
  }),
  networkDevice('Switch', 'Connects devices within a network.', [
    text('stackId', 'The stack that it is a member of.'),
    integer('layer', 'Highest layer that it forwards on: 2 or 3.', 2),
  ]),
  networkDevice('Router', 'Connects networks.', [integer('autonomousSystem', 'Number of its autonomous system.')]),
  networkDevice('Firewall', 'Lets only permitted traffic pass.', [
    choice('haRole', 'Its part in a redundant pair.', ['ACTIVE', 'STANDBY', 'STANDALONE']),
    text('policyName', 'The rule set that it enforces.'),
  ]),
  networkDevice('LoadBalancer', 'Spreads requests over several servers.', [
    choice('haRole', 'Its part in a redundant pair.', ['ACTIVE', 'STANDBY', 'STANDALONE']),
  ]),
  ciClass({
    name: 'NetworkInterface',
    parent: 'ConfigurationItem',
    description: 'A port or network adapter of a device or virtual machine.',
    attributes: [
      text('macAddress', 'Hardware address.'),
      text('interfaceType', 'Kind of port, such as 10gbase-t or lag.'),
      integer('speedMbps', 'Speed in megabits per second.'),
      integer('mtu', 'Largest packet, in bytes.'),
      flag('enabled', 'Whether it is switched on.'),
      texts('ipAddresses', 'Addresses on it.'),
      integer('vlanId', 'Untagged VLAN.'),
    ],
    identification: [within(IN_DEVICE, entry(6401, 'macAddress')), within(IN_DEVICE, entry(6402, 'name'))],
  }),
  ciClass({
    name: 'IpAddress',
    parent: 'ConfigurationItem',
    description: 'An address within a routing domain.',
    attributes: [
      text('address', 'The address, without mask.'),
      text('routingDomain', 'Where it is unique, such as a VRF; "default" where there is only one.'),
      integer('prefixLength', 'Length of the network mask.'),
      text('dnsName', 'Host name that it stands for.'),
      choice('assignment', 'How it was assigned.', ['STATIC', 'DHCP', 'VIRTUAL', 'RESERVED']),
    ],
    identification: [entry(6501, 'address', 'routingDomain')],
  }),
  ciClass({
    name: 'IpNetwork',
    parent: 'ConfigurationItem',
    description: 'A range of addresses within a routing domain.',
    attributes: [
      text('cidr', 'The range, such as 10.0.0.0/16.'),
      text('routingDomain', 'Where it is unique, such as a VRF; "default" where there is only one.'),
      text('gateway', 'Address of its router.'),
    ],
    identification: [entry(6601, 'cidr', 'routingDomain')],
  }),
  ciClass({
    name: 'Vlan',
    parent: 'ConfigurationItem',
    description: 'A virtual network on the switches of a site.',
    attributes: [integer('vlanId', 'Number of the VLAN, 1 to 4094.', 1)],
    identification: [entry(6701, 'vlanId', 'site')],
  }),
  ciClass({
    name: 'NetworkCircuit',
    parent: 'ConfigurationItem',
    description: 'A line that is rented from a carrier.',
    attributes: [
      text('carrier', 'Who provides the line.'),
      text('circuitId', 'Number that the carrier gave it.'),
      text('circuitType', 'Kind of line, such as mpls or internet.'),
      integer('bandwidthMbps', 'Bandwidth in megabits per second.'),
    ],
    identification: [entry(6801, 'carrier', 'circuitId')],
  }),
  ciClass({
    name: 'DnsRecord',
    parent: 'ConfigurationItem',
    description: 'A name in DNS and what it stands for.',
    attributes: [
      text('fqdn', 'The full name.'),
      text('type', 'Type of the record, such as A or CNAME.'),
      text('view', 'The view that it is seen in; "default" where there is only one.'),
      texts('records', 'What the name stands for.'),
      integer('ttlSeconds', 'For how long answers may be kept, in seconds.'),
      text('zone', 'The zone that holds it.'),
    ],
    identification: [entry(6901, 'fqdn', 'type', 'view')],
  }),
];
