import type { Client } from '../../src/cli/client';

/** How many items stand on each tier below the service; with it they are 2,000. */
const TIERS = [20, 180, 600, 1_199];
/** What the larger service needs beside the smaller one. */
const MORE = 400;

const REGISTER = 'mutation { registerDataSource(input: { name: "farm" }) { errors { message } } }';
const INGEST =
  'mutation Farm($input: IngestInput!) { ingest(input: $input) { totals { outcome items relationships } } }';

/** A service over 1,999 servers in four tiers, each needing two of the next one, and a service that needs 401 more. */
export async function loadFarm(client: Client): Promise<void> {
  const items = [service('farm'), service('large farm')];
  const relationships = [needs('large farm', 'farm')];
  let above = ['farm'];
  TIERS.forEach((size, tier) => {
    const names = Array.from({ length: size }, (_, at) => `tier${tier}-${at}`);
    items.push(...names.map(server));
    names.forEach((name, at) => relationships.push(needs(above[at % above.length] ?? 'farm', name)));
    above.forEach((name, at) => {
      const other = names[(at * 7 + 3) % size] ?? '';
      if (at % above.length !== names.indexOf(other) % above.length) relationships.push(needs(name, other));
    });
    above = names;
  });
  const more = Array.from({ length: MORE }, (_, at) => `more-${at}`);
  items.push(...more.map(server));
  relationships.push(...more.map((name) => needs('large farm', name)));
  await client.request(REGISTER, {});
  await client.request(INGEST, { input: { source: 'farm', items, relationships } });
}

function service(name: string) {
  return { ref: name, class: 'BusinessService', nativeKey: name, name };
}

function server(name: string) {
  return { ref: name, class: 'LinuxServer', nativeKey: name, name, attributes: { hostname: name } };
}

function needs(source: string, target: string) {
  return { type: 'DEPENDS_ON', source: { ref: source }, target: { ref: target } };
}
