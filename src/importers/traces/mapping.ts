import { computed, type FormatMapping } from '../mapping/format-mapping';

/** What traces become, whatever their notation. */
export const TRACE_MAPPING: FormatMapping = {
  items: [
    {
      from: 'service of spans, and peer.service of clients',
      class: 'ServiceInstance',
      fields: [],
      computed: [
        computed('serviceCode', 'service.name, behind service.namespace where it has one'),
        computed('softwareVersion', 'service.version'),
      ],
    },
  ],
  relationships: [
    {
      from: 'span whose parent is one of another service; client of a peer.service',
      type: 'CALLS',
      kind: 'OBSERVED',
      note: 'with count and lastSeenAt as attributes',
    },
  ],
  notes: [
    'The environment is deployment.environment, else --environment.',
    'Traces are added up: what is stored is one relationship for each pair of services, and no span.',
  ],
};
