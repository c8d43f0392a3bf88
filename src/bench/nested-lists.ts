import { rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { accessToRunning } from '../postgres/access';
import { interleaved, type Measurement } from './measurement';
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

/**
 * A hundred items with two lists of others each, against one statement, written by hand for this question, that has
 * PostgreSQL make the whole answer. One request after the other, the time of the database included. PostGraphile 5, which
 * makes such statements, runs from Node 22 on.
 */
export async function measureNestedLists(
  server: ServerProcess,
  dataDirectory: string,
): Promise<readonly Measurement[]> {
  const database = accessToRunning(dataDirectory);
  if (database === null) throw new Error(`no database runs in ${dataDirectory}`);
  const file = `${dataDirectory}-nested.sql`;
  writeFileSync(file, STATEMENT);
  const program = join(__dirname, `peer-server${extname(__filename)}`);
  const peer = await startProcess([program, 'sql', file, database]);
  try {
    const [own, other] = [JSON.stringify(await ask(server.url, QUERY)), JSON.stringify(await ask(peer.url, QUERY))];
    if (own !== other) throw new Error('the service and the statement written by hand answer differently');
    for (const { url } of [server, peer]) await repeat(url, WARM_UP_REQUESTS);
    const [milliseconds = 0, reference = 0] = await interleaved(ROUNDS, [
      () => repeat(server.url, REQUESTS),
      () => repeat(peer.url, REQUESTS),
    ]);
    return [
      {
        what: '100 items with two lists each, time of a request',
        milliseconds: milliseconds / REQUESTS,
        reference: 'one statement with json_agg, written by hand,',
        referenceMilliseconds: reference / REQUESTS,
        note: `${Math.round(own.length / 1_000)} kB, the database's time included`,
      },
    ];
  } finally {
    await peer.stop();
    rmSync(file);
  }
}

async function repeat(url: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await ask(url, QUERY);
}
