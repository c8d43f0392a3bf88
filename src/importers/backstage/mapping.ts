import { computed, take, type ClassMapping, type FormatMapping } from '../mapping/format-mapping';

const STAGES = { experimental: 'DEPLOY', production: 'OPERATIONAL', deprecated: 'END_OF_OPERATION' };
const COMMON = [
  take('description', 'metadata.description'),
  take('lifecycle', 'spec.lifecycle', { words: STAGES }),
  take('lifecycleStatus', 'spec.lifecycle'),
];
const KNOWN = 'apiVersion kind metadata spec relations status'.split(' ');
const REPOSITORY = computed('repositoryUrl', 'annotation backstage.io/source-location, or github.com/project-slug');

const row = (from: string, className: string, more: Partial<ClassMapping> = {}): ClassMapping => ({
  from,
  class: className,
  fields: COMMON,
  known: KNOWN,
  ...more,
});

/** What entities of a Backstage catalogue become. */
export const BACKSTAGE_MAPPING: FormatMapping = {
  items: [
    row('Component', 'ServiceInstance', {
      fields: [...COMMON, take('environment', '--environment (default: production)')],
      computed: [computed('serviceCode', 'name, behind its namespace unless that is default'), REPOSITORY],
    }),
    row('Component of type library, package, module or plugin', 'SoftwareComponent', { computed: [REPOSITORY] }),
    row('API', 'Api', {
      fields: [
        ...COMMON,
        take('style', 'spec.type', {
          words: {
            openapi: 'REST',
            graphql: 'GRAPHQL',
            grpc: 'GRPC',
            asyncapi: 'EVENT',
            trpc: 'OTHER',
            soap: 'SOAP',
            wsdl: 'SOAP',
          },
        }),
      ],
      computed: [computed('apiId', 'backstage:<namespace>/<name>')],
    }),
    row('Resource', 'TechnicalService', {
      fields: [...COMMON, take('platform', 'spec.type')],
      computed: [computed('serviceCode', 'resource:<namespace>/<name>')],
    }),
    row('System', 'BusinessApplication'),
    row('Domain', 'BusinessCapability', {
      computed: [computed('code', 'name, behind its namespace unless that is default')],
    }),
  ],
  relationships: [
    { from: 'spec.dependsOn', type: 'DEPENDS_ON' },
    { from: 'spec.dependencyOf', type: 'DEPENDS_ON', incoming: true },
    { from: 'spec.consumesApis of a service', type: 'CALLS' },
    { from: 'spec.consumesApis of a library', type: 'DEPENDS_ON' },
    { from: 'spec.providesApis of a service', type: 'EXPOSED_BY', incoming: true },
    { from: 'spec.providesApis of a library', type: 'PART_OF', incoming: true },
    { from: 'spec.system, spec.subcomponentOf, spec.subdomainOf', type: 'PART_OF' },
    { from: 'spec.domain of a System', type: 'REALIZES' },
  ],
  notes: [
    'spec.owner becomes the owner: the profile name and e-mail address of the Group or User where the files hold it.',
    'Locations are followed to files beside them, by name or with wildcards (`./*/catalog-info.yaml`); addresses on the network are counted, never fetched.',
    'An entity that lacks what Backstage demands of its kind is named and left out.',
  ],
};
