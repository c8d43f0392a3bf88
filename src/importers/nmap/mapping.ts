import { computed, type ComputedField, type FormatMapping } from '../mapping/format-mapping';

const PORT: readonly ComputedField[] = [
  computed('port', 'portid'),
  computed('listenAddress', 'address that was scanned'),
  computed('product', 'service/@product'),
  computed('softwareVersion', 'service/@version'),
];
const HOST: readonly ComputedField[] = [
  computed('fqdn', 'hostname with a domain'),
  computed('hostname', 'hostname without one; the address where there is none'),
  computed('ipAddresses', 'address of type ipv4 and ipv6'),
  computed('macAddresses', 'address of type mac'),
  computed('os', 'osmatch of at least 90 percent'),
];

/** The class of what listens on an open port, by the name of its service, and what its engine is called. */
export const PORT_CLASSES: readonly (readonly [services: RegExp, className: string])[] = [
  [/^(http|https|http-proxy|http-alt|ssl\/http|https-alt)$/, 'WebServer'],
  [/^(mysql|postgresql|ms-sql-s|oracle|oracle-tns|mongodb|mongod|db2|cassandra|firebird|couchdb)$/, 'DatabaseInstance'],
  [/^(redis|memcache|memcached)$/, 'CacheInstance'],
  [/^(amqp|mqtt|kafka|activemq|stomp)$/, 'MessageBroker'],
];

/** What a scan becomes. */
export const NMAP_MAPPING: FormatMapping = {
  items: [
    { from: 'host that is up', class: 'Server', fields: [], computed: HOST },
    { from: 'host under Linux', class: 'LinuxServer', fields: [], computed: HOST },
    { from: 'host under Windows', class: 'WindowsServer', fields: [], computed: HOST },
    { from: 'open port of http and the like', class: 'WebServer', fields: [], computed: PORT },
    {
      from: 'open port of a database',
      class: 'DatabaseInstance',
      fields: [],
      computed: [...PORT, computed('engine', 'service/@name')],
    },
    {
      from: 'open port of a cache',
      class: 'CacheInstance',
      fields: [],
      computed: [...PORT, computed('engine', 'service/@name')],
    },
    {
      from: 'open port of a broker',
      class: 'MessageBroker',
      fields: [],
      computed: [...PORT, computed('engine', 'service/@name')],
    },
    {
      from: 'any other open port',
      class: 'GenericApplication',
      fields: [],
      computed: [...PORT, computed('processKey', 'protocol and port')],
    },
  ],
  relationships: [{ from: 'open port of its host', type: 'RUNS_ON', kind: 'OBSERVED' }],
  notes: [
    'A host known by its address alone is known by that; --localhost names the machine that scanned itself.',
    'Closed and filtered ports are no items: of a scan of everything (--sync) they become absent.',
  ],
};
