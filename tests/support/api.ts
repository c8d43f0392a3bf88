import { randomUUID } from 'node:crypto';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import { readConfig } from '../../src/config';
import { startServer } from '../../src/server/server';
import { createTestDatabase } from './database';

/** What a GraphQL server answers. */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The whole server on a database and a port of its own. */
export interface Api {
  readonly url: string;
  readonly app: Application;
  /** Sends an operation over HTTP; errors are part of the answer. */
  ask<Data>(query: string, variables?: object): Promise<Answer<Data>>;
  /** The data alone; fails when there is any error. */
  data<Data>(query: string, variables?: object): Promise<Data>;
  stop(): Promise<void>;
}

/** Starts a server with the shipped model and nothing in it. */
export async function startApi(): Promise<Api> {
  const test = await createTestDatabase();
  const app = await createApplication({ database: test.database, clock: () => new Date(), newId: randomUUID });
  const server = await startServer({ app, config: { ...readConfig({}), port: 0, logLevel: 'silent' } });
  const ask = async <Data>(query: string, variables: object = {}): Promise<Answer<Data>> => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<Data>;
  };
  return {
    url: server.url,
    app,
    ask,
    data: async <Data>(query: string, variables?: object): Promise<Data> => {
      const { data, errors } = await ask<Data>(query, variables);
      if (errors || !data) throw new Error(`the server answers with errors: ${JSON.stringify(errors)}`);
      return data;
    },
    stop: async () => {
      await server.stop();
      await app.stop();
      await test.drop();
    },
  };
}
