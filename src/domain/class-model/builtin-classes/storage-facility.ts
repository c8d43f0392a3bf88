import type { CiClass } from '../class-model';
import { choice, ciClass, decimal, entry, flag, inherits, integer, over, text, within } from './notation';

const IN_ARRAY = [over('PART_OF', 'StorageArray')];
const IN_DATA_CENTER = [over('LOCATED_IN', 'DataCenter')];

/** Where data is kept, and the places and power that everything else stands on. */
export const STORAGE_FACILITY_CLASSES: readonly CiClass[] = [
  ciClass({
    name: 'StorageArray',
    parent: 'Hardware',
    description: 'A device that keeps data for others.',
    attributes: [
      text('wwn', 'World-wide name.'),
      integer('capacityGb', 'Usable space in gigabytes.'),
      integer('usedGb', 'Space in use, in gigabytes.'),
      integer('controllerCount', 'How many controllers it has.'),
    ],
    identification: [entry(7001, 'wwn'), inherits('Hardware')],
  }),
  ciClass({
    name: 'StorageVolume',
    parent: 'ConfigurationItem',
    description: 'A part of an array that hosts see as a disk.',
    attributes: [
      text('wwn', 'World-wide name.'),
      text('lunId', 'Its number on the array.'),
      integer('capacityGb', 'Space in gigabytes.'),
      text('raidLevel', 'How it survives failed disks, such as RAID 6.'),
      flag('thin', 'Whether space is taken only when written.'),
    ],
    identification: [
      within(IN_ARRAY, entry(7101, 'wwn')),
      within(IN_ARRAY, entry(7102, 'lunId')),
      within([over('PART_OF', 'Cluster'), over('MANAGED_BY', 'VirtualizationManager')], entry(7103, 'name')),
    ],
  }),
  ciClass({
    name: 'FileSystem',
    parent: 'ConfigurationItem',
    description: 'A file system that is mounted on a host.',
    attributes: [
      text('mountPoint', 'Where it is mounted; a drive letter on Windows.'),
      text('fileSystemType', 'Kind of file system, such as ext4.'),
      text('device', 'Device that it lies on.'),
      integer('capacityGb', 'Space in gigabytes.'),
    ],
    identification: [within([over('PART_OF', 'Host'), over('OWNED_BY', 'Host')], entry(7201, 'mountPoint'))],
  }),
  ciClass({
    name: 'FileShare',
    parent: 'ConfigurationItem',
    description: 'A folder that an array or host offers over the network.',
    attributes: [
      text('exportPath', 'Path under which it is offered.'),
      text('protocol', 'Protocol, such as nfs or smb.'),
      integer('capacityGb', 'Space in gigabytes.'),
    ],
    identification: [
      within(
        [over('PART_OF', 'StorageArray', 'Host'), over('OWNED_BY', 'StorageArray', 'Host')],
        entry(7801, 'exportPath'),
      ),
    ],
  }),
  ciClass({
    name: 'Site',
    parent: 'ConfigurationItem',
    description: 'A place with an address: an office, a branch, a campus.',
    attributes: [
      text('siteCode', 'Short code of the place.'),
      text('address', 'Postal address.'),
      text('country', 'Country, as a two-letter code.'),
      text('timeZone', 'Time zone, such as Europe/Zurich.'),
    ],
    identification: [entry(7901, 'siteCode'), entry(7902, 'name')],
  }),
  ciClass({
    name: 'DataCenter',
    parent: 'ConfigurationItem',
    description: 'A building or room made for machines.',
    attributes: [
      text('siteCode', 'Short code of the place.'),
      text('address', 'Postal address.'),
      text('tier', 'Class of availability that it was built for.'),
      text('operator', 'Who runs it.'),
    ],
    identification: [entry(7301, 'siteCode'), entry(7302, 'name')],
  }),
  ciClass({
    name: 'Rack',
    parent: 'ConfigurationItem',
    description: 'A frame that devices are mounted in.',
    attributes: [
      integer('heightUnits', 'How many rack units it has.', 1),
      text('row', 'The row that it stands in.'),
      text('room', 'The room that it stands in.'),
    ],
    identification: [within(IN_DATA_CENTER, entry(7401, 'name'))],
  }),
  ciClass({
    name: 'PowerSource',
    parent: 'Hardware',
    description: 'Something that gives power: a feed, an uninterruptible supply, a distribution unit.',
    attributes: [
      choice('sourceType', 'What it is.', ['FEED', 'UPS', 'PDU', 'GENERATOR', 'OTHER']),
      text('feed', 'Name of the feed that it belongs to, such as A.'),
      decimal('capacityKw', 'Power that it can give, in kilowatts.'),
    ],
    identification: [inherits('Hardware'), within(IN_DATA_CENTER, entry(7501, 'name'))],
  }),
];
