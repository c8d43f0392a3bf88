import { computed, take, type FormatMapping } from '../mapping/format-mapping';

const KNOWN =
  'bom-ref type name group version services components provider properties evidence pedigree hashes cpe purl copyright author publisher'.split(
    ' ',
  );

/** What a CycloneDX bill of materials becomes. */
export const CYCLONEDX_MAPPING = {
  items: [
    {
      from: 'component',
      class: 'SoftwareComponent',
      fields: [take('packageUrl', 'purl'), take('softwareVersion', 'version'), take('description', 'description')],
      computed: [
        computed('licence', 'licenses: ids, names or expressions'),
        computed('repositoryUrl', 'external reference of type vcs'),
      ],
      known: KNOWN,
    },
    {
      from: 'service',
      class: 'ServiceInstance',
      fields: [take('softwareVersion', 'version'), take('description', 'description'), take('url', 'endpoints[]')],
      computed: [computed('serviceCode', 'group and name')],
      known: KNOWN,
    },
    {
      from: 'service with a provider, across a trust boundary',
      class: 'ExternalService',
      fields: [take('description', 'description')],
      computed: [computed('provider', 'name of the provider'), computed('serviceKey', 'group and name')],
      known: KNOWN,
    },
  ],
  relationships: [
    { from: 'dependencies', type: 'DEPENDS_ON' },
    {
      from: 'component or service inside another one',
      type: 'PART_OF',
      note: 'DEPENDS_ON where a service is inside a component',
    },
  ],
  notes: [
    'A service behind another one has that as label: it is reached through it, which the dependencies say.',
    'A component is one item for each version: its name is its package URL without qualifiers, else group/name@version.',
    'Vulnerabilities, hashes and signatures are no inventory: they are skipped and counted.',
  ],
} as const satisfies FormatMapping;
