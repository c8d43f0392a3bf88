import { computed, take, type FormatMapping } from '../mapping/format-mapping';

/** Keys of a service that are read for something else than an attribute, or say nothing of an inventory. */
const KNOWN = [
  'image build command entrypoint environment env_file depends_on links external_links labels volumes networks',
  'network_mode ports expose extends container_name hostname deploy profiles volumes_from',
].flatMap((names) => names.split(' '));

/** What a Compose project becomes. */
export const COMPOSE_MAPPING = {
  items: [
    {
      from: 'project',
      class: 'ApplicationCluster',
      fields: [],
      computed: [computed('clusterUid', 'compose:<project>'), computed('product', 'Docker Compose')],
    },
    {
      from: 'service',
      class: 'ServiceInstance',
      fields: [],
      computed: [
        computed('serviceCode', '<project>/<service>'),
        computed('softwareVersion', 'tag of image'),
        computed('url', 'first published port'),
        computed('repositoryUrl', 'build, when it names a repository'),
      ],
      known: KNOWN,
    },
    {
      from: 'image',
      class: 'ContainerImage',
      fields: [],
      computed: [
        computed('registry', 'docker.io where none is named'),
        computed('repository', 'path'),
        computed('tag', 'latest where none is named'),
        computed('digest', 'after @'),
      ],
    },
    {
      from: 'network',
      class: 'VirtualNetwork',
      fields: [take('cidrs', 'ipam.config[].subnet', { as: 'texts' })],
      computed: [computed('provider', 'docker')],
      known: ['driver', 'external', 'name', 'internal', 'attachable'],
    },
    { from: 'volume', class: 'StorageVolume', fields: [] },
  ],
  relationships: [
    { from: 'service in its project', type: 'PART_OF' },
    { from: 'volume in its project', type: 'PART_OF' },
    { from: 'network in its project', type: 'HOSTED_ON' },
    { from: 'depends_on', type: 'DEPENDS_ON', note: 'SOFT where `required: false`' },
    { from: 'links', type: 'DEPENDS_ON' },
    { from: 'network_mode: service:…, volumes_from', type: 'DEPENDS_ON' },
    { from: 'networks', type: 'DEPENDS_ON' },
    { from: 'volumes', type: 'STORED_ON' },
    { from: 'image', type: 'DEPLOYED_FROM' },
    {
      from: 'address of another service in environment, env_file, command or entrypoint',
      type: 'CALLS',
      kind: 'INFERRED',
      note: 'with the evidence as attribute; only where both are in a common network',
    },
  ],
  notes: [
    'Values of `environment`, secrets and configs are searched for addresses, never stored.',
    'A project is known by its name: --project, else `name:`, else the folder of the first file.',
    '`${VAR}` takes its value from --env-file, or `.env` beside the first file, else its default; without either it is empty, and counted.',
    'Files that `include`, `extends` and `env_file` name are read where they stand beside the file or below it.',
    'A file of version 1, whose outermost entries are services, is read as well.',
  ],
} as const satisfies FormatMapping;
