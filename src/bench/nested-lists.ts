import { rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { accessToRunning } from '../postgres/access';
import { interleaved, type Measurement } from './measurement';
import { POSTGRAPHILE_QUERY, startPostGraphile } from './postgraphile';
import { ask, startProcess, type ServerProcess } from './server-process';

const ROUNDS = 5;
/** Of one round. */
const REQUESTS = 20;
const WARM_UP_REQUESTS = 40;

const QUERY = `{ configurationItems(first: 100) { nodes { name environment
  needs: relationships(direction: SOURCE) { nodes { type { name } target { name } } }
  neededBy: relationships(direction: TARGET) { nodes { type { name } source { name } } } } } }`;

/** One list of an item, as long and in the order as the API gives it. */
const list = (own: string, other: string, key: string): string => `json_build_object('nodes', coalesce((
    select json_agg(json_build_object('type', json_build_object('name', listed.type),
                                      '${key}', json_build_object('name', there.name))
                    order by listed.type, listed.other_id)
      from (select type, ${other} as other_id from relationship where ${own} = item.id
             order by type, ${other} limit 50) as listed
      join configuration_item as there on there.id = listed.other_id), '[]'::json))`;

const STATEMENT = `select json_build_object('data', json_build_object('configurationItems', json_build_object('nodes',
    json_agg(json_build_object('name', item.name, 'environment', item.environment,
                               'needs', ${list('source_id', 'target_id', 'target')},
                               'neededBy', ${list('target_id', 'source_id', 'source')})
             order by item.name, item.id))))::text as answer
  from (select id, name, environment from configuration_item where retired_at is null and merged_into is null
         order by name, id limit 100) as item`;

/** What is asked the same, in words of its own. */
interface Peer {
  readonly name: string;
  readonly url: string;
  readonly query: string;
  readonly stop: () => Promise<void>;
}

/**
 * A hundred items with two lists of others each, against one statement, written by hand for this question, that has
 * PostgreSQL make the whole answer; and against PostGraphile 5, which makes such statements, on the same tables, where it can
 * be installed. One request after the other, the time of the database included.
 */
export async function measureNestedLists(
  server: ServerProcess,
  dataDirectory: string,
): Promise<readonly Measurement[]> {
  const database = accessToRunning(dataDirectory);
  if (database === null) throw new Error(`no database runs in ${dataDirectory}`);
  const peers: Peer[] = [];
  try {
    peers.push(await startStatement(dataDirectory, database));
    const generated = await startPostGraphile(`${dataDirectory}-postgraphile`, database);
    if (typeof generated !== 'string') peers.push({ ...generated, name: 'PostGraphile 5', query: POSTGRAPHILE_QUERY });
    const answer = await checkEqual(server.url, peers);
    const asked = [{ url: server.url, query: QUERY }, ...peers];
    for (const { url, query } of asked) await repeat(url, query, WARM_UP_REQUESTS);
    const turns = asked.map(
      ({ url, query }) =>
        () =>
          repeat(url, query, REQUESTS),
    );
    const [own = 0, ...others] = await interleaved(ROUNDS, turns);
    const line = { what: '100 items with two lists each, time of a request', milliseconds: own / REQUESTS };
    const note = `${Math.round(answer.length / 1_000)} kB, the database's time included`;
    const measured = peers.map(({ name }, at) => ({
      ...line,
      reference: name,
      referenceMilliseconds: (others[at] ?? 0) / REQUESTS,
      note,
    }));
    const missing = { ...line, reference: null, referenceMilliseconds: null };
    return typeof generated === 'string'
      ? [...measured, { ...missing, note: `PostGraphile 5: not measured: ${generated}` }]
      : measured;
  } finally {
    await Promise.all(peers.map(({ stop }) => stop()));
  }
}

async function startStatement(dataDirectory: string, database: string): Promise<Peer> {
  const file = `${dataDirectory}-nested.sql`;
  writeFileSync(file, STATEMENT);
  const { url, stop } = await startProcess([
    join(__dirname, `peer-server${extname(__filename)}`),
    'sql',
    file,
    database,
  ]);
  rmSync(file);
  return { name: 'one statement with json_agg, written by hand,', url, query: QUERY, stop };
}

/** The answer of the service, which is that of all. */
async function checkEqual(url: string, peers: readonly Peer[]): Promise<string> {
  const own = JSON.stringify(await ask(url, QUERY));
  for (const peer of peers) {
    // PostGraphile knows types as the names that the column holds.
    const other = JSON.stringify(await ask(peer.url, peer.query)).replaceAll(
      /"type":("[^"]+")/g,
      (_, name: string) => `"type":{"name":${name}}`,
    );
    if (own !== other) throw new Error(`the service and ${peer.name} answer differently`);
  }
  return own;
}

async function repeat(url: string, query: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await ask(url, query);
}
