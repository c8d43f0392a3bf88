import { startProcess, type TestProcess } from './process';
import { post } from './server';

/** A server in a process of its own, over a database that others may use, too. */
export interface ServerProcess {
  readonly url: string;
  readonly process: TestProcess;
  kill(): Promise<void>;
}

/** Starts one, and registers data sources that it is to know. */
export async function startServerProcess(
  databaseUrl: string,
  sources: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = startProcess('src/main.ts', [], { PORT: '0', DATABASE_URL: databaseUrl, ...environment });
  const [, url = ''] = await child.says(/ready at (http:[^\s"]+)/);
  for (const name of sources)
    await post(url, { query: `mutation { registerDataSource(input: { name: "${name}" }) { revision } }` });
  return {
    url,
    process: child,
    kill: async () => {
      child.kill('SIGKILL');
      await child.ended();
    },
  };
}
