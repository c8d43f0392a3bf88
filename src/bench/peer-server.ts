import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/**
 * A program: `peer-server.js raw|apollo <answer.json>` serves the answer of a GraphQL query of items from memory and prints
 * its URL. `raw` turns it into JSON for every request and does nothing else; `apollo` is Apollo Server as it comes.
 */
async function main(kind: string, file: string): Promise<void> {
  const answer = JSON.parse(readFileSync(file, 'utf8')) as { data: { configurationItems: { nodes: object[] } } };
  const url = kind === 'raw' ? await serveRaw(answer) : await serveApollo(answer.data.configurationItems.nodes);
  process.stdout.write(`${url}\n`);
}

function serveRaw(answer: unknown): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function serveApollo(nodes: readonly object[]): Promise<string> {
  const fields = Object.keys(nodes[0] ?? {}).map((name) => `${name}: ${name === 'version' ? 'Int' : 'String'}`);
  const typeDefs = `type Item { ${fields.join(' ')} } type Page { nodes: [Item!]! }
    type Query { configurationItems(first: Int): Page }`;
  const server = new ApolloServer({ typeDefs, resolvers: { Query: { configurationItems: () => ({ nodes }) } } });
  return (await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })).url.replace(/\/$/, '');
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
