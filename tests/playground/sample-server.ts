import { createClient, type Client } from '../../src/cli/client';
import { loadSample } from '../../src/cli/load-sample';
import { readConfig } from '../../src/config';
import { serve } from '../../src/serve';
import { createTestDatabase } from '../support/database';
import { until } from '../support/until';

/** The whole service with the sample inventory of `npm run demo` in it. */
export interface SampleServer {
  readonly url: string;
  readonly client: Client;
  stop(): Promise<void>;
}

export async function startSampleServer(): Promise<SampleServer> {
  const test = await createTestDatabase();
  try {
    const serving = await serve(readConfig({ DATABASE_URL: test.url, PORT: '0', UNDERPIN_LOG_LEVEL: 'silent' }));
    const stop = async () => {
      await serving.stop();
      await test.drop();
    };
    const client = createClient({ url: serving.url });
    await loadSample(client);
    // A person looks at it later than the graph is in step with what was loaded.
    await until(async () => {
      const lag = await client.request<{ server: { lag: { revisions: number } } }>('{ server { lag { revisions } } }');
      return lag.server.lag.revisions === 0;
    });
    return { url: serving.url, client, stop };
  } catch (error) {
    await test.drop();
    throw error;
  }
}
