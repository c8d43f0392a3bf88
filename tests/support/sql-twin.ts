import type { Application } from '../../src/application/application';
import { createGraphProjection } from '../../src/application/graph/graph-projection';
import { startServer } from '../../src/server/server';
import type { ServerConfig } from '../../src/server/server-config';

/** As much of an answer as is compared. */
interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
}

type Post = (url: string, body: object, token?: string) => Promise<Answered>;

/** A second server over the same database, which keeps no graph: it reads what a question needs from the tables. */
export interface SqlTwin {
  /** Asks it the same at the same revision, and keeps what it answers otherwise. */
  compare(query: string, variables: object | undefined, token: string | undefined, given: Answered): Promise<void>;
  /** Stops it; throws when it ever answered otherwise. */
  stop(): Promise<void>;
}

export async function startSqlTwin(app: Application, config: ServerConfig, post: Post): Promise<SqlTwin> {
  const { database, models, clock } = app;
  const problems: unknown[] = [];
  const projection = await createGraphProjection({
    database,
    models,
    clock,
    onProblem: (problem) => problems.push(problem),
    fromTables: { itemsMax: 1_000_000 },
  });
  const server = await startServer({ app: { ...app, projection }, config, executeQuery: () => null });
  const differences: unknown[] = [];
  return {
    compare: async (query, variables, token, given) => {
      if (/^\s*(?:mutation|subscription)|\bserver\b/.test(query)) return;
      await projection.waitFor(app.projection.head, 60_000);
      const answer = await post(server.url, { query, variables }, token);
      if (comparable(answer) !== comparable(given)) differences.push({ query, variables, answer, given });
    },
    stop: async () => {
      await server.stop();
      await projection.stop();
      const [first] = differences;
      if (first)
        throw new Error(
          `The SQL twin answers otherwise ${differences.length} times: ${JSON.stringify(first, null, 1)}`,
        );
      if (problems.length > 0) throw new Error('The SQL twin had problems', { cause: problems });
    },
  };
}

/** Data, and what is wrong; each request has an id of its own, and a memory full of analyses no message. */
const comparable = ({ data, errors = [] }: Answered): string =>
  JSON.stringify([data, errors.map(({ message, path, extensions: { code } }) => ({ message, path, code }))]);
