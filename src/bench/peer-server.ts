import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import type { GraphQLResolveInfo } from 'graphql';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Pool } from 'pg';

/**
 * A program: `peer-server.js raw|apollo|sql <file> [database]` serves the answer of a GraphQL query of items and prints its URL. `raw`
 * turns the answer in the file into JSON for every request and does nothing else; `apollo` is Apollo Server as it comes, with
 * the same in memory; `sql` sends on what the statement in the file gives, a JSON text, from the database at that URL.
 */
async function main([kind = '', file = '', database = '']: readonly string[]): Promise<void> {
  process.stdout.write(`${await serve(kind, readFileSync(file, 'utf8'), database)}\n`);
}

function serve(kind: string, text: string, database: string): Promise<string> {
  if (kind === 'sql') return serveSql(text, database);
  const answer = JSON.parse(text) as Answer;
  return kind === 'raw' ? serveHttp(() => JSON.stringify(answer)) : serveApollo(answer.data);
}

/** Pages of items, by the names that the query gives them. */
interface Answer {
  readonly data: Readonly<Record<string, { readonly nodes: readonly object[] }>>;
}

function serveSql(statement: string, database: string): Promise<string> {
  const pool = new Pool({ connectionString: database });
  return serveHttp(async () => {
    const { rows } = await pool.query<{ answer: string }>(statement);
    return rows[0]?.answer ?? '';
  });
}

function serveHttp(answer: () => string | Promise<string>): Promise<string> {
  const send = async (response: ServerResponse): Promise<void> => {
    const text = await answer();
    response.setHeader('content-type', 'application/json').end(text);
  };
  const server = createServer((request, response) => {
    request.resume().once('end', () => void send(response));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function serveApollo(pages: Answer['data']): Promise<string> {
  const [{ nodes: [item = {}] } = { nodes: [] }] = Object.values(pages);
  const fields = Object.keys(item).map((name) => `${name}: ${name === 'version' ? 'Int' : 'String'}`);
  const typeDefs = `type Item { ${fields.join(' ')} } type Page { nodes: [Item!]! }
    type Query { configurationItems(first: Int, after: String): Page }`;
  const configurationItems = (_parent: unknown, _args: unknown, _context: unknown, { path }: GraphQLResolveInfo) =>
    pages[path.key];
  const server = new ApolloServer({ typeDefs, resolvers: { Query: { configurationItems } } });
  return (await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })).url.replace(/\/$/, '');
}

void main(process.argv.slice(2));
