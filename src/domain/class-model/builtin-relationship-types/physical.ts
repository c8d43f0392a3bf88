import type { RelationshipType } from '../class-model';
import { ANY, NO_IMPACT, pair, relationshipType } from './notation';

const CONNECTED = [
  'NetworkInterface',
  'Hardware',
  'VirtualMachine',
  'VirtualNetwork',
  'NetworkCircuit',
  'Vlan',
  'IpNetwork',
];

/** Network, power and place. */
export const PHYSICAL_TYPES: readonly RelationshipType[] = [
  relationshipType(
    19,
    ['UPLINKS_TO', 'UPLINK_FOR'],
    'The source reaches the network through the target. It is connected while some chain of uplinks leads to the top.',
    [pair(['Hardware', 'VirtualMachine', 'Cluster', 'Site', 'DataCenter', 'Rack'], ['NetworkDevice'])],
    { defaultGate: { rule: 'PATH', value: null, types: ['UPLINKS_TO'] } },
  ),
  relationshipType(
    20,
    ['CONNECTS_TO', 'CONNECTS_TO'],
    'A cable or link between the two. An outage does not travel over it; a PATH gate may name it.',
    [pair(CONNECTED, CONNECTED)],
    { ...NO_IMPACT, symmetric: true },
  ),
  relationshipType(
    21,
    ['USES_CIRCUIT', 'CARRIES'],
    'The source reaches others over the target; one of several is enough.',
    [pair(['Site', 'DataCenter', 'NetworkDevice', 'NetworkInterface', 'Service'], ['NetworkCircuit'])],
    { defaultGate: ANY },
  ),
  relationshipType(
    22,
    ['POWERED_BY', 'POWERS'],
    'The source gets power from the target; one of several feeds is enough.',
    [pair(['Hardware', 'Rack', 'DataCenter', 'Site'], ['PowerSource'])],
    { defaultGate: ANY },
  ),
  relationshipType(23, ['LOCATED_IN', 'LOCATION_OF'], 'The source stands in the target.', [
    pair(
      [
        'Hardware',
        'Rack',
        'DataCenter',
        'Site',
        'AvailabilityZone',
        'CloudRegion',
        'Cluster',
        'VirtualMachine',
        'CloudResource',
      ],
      ['Rack', 'Chassis', 'DataCenter', 'Site', 'AvailabilityZone', 'CloudRegion'],
    ),
  ]),
];
