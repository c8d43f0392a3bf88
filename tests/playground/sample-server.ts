import { createClient, type Client } from '../../src/cli/client';
import { loadSample } from '../../src/cli/load-sample';
import { startService } from '../support/service';
import { until } from '../support/until';

/** The whole service with the sample inventory of `npm run demo` in it. */
export interface SampleServer {
  readonly url: string;
  readonly client: Client;
  stop(): Promise<void>;
}

export async function startSampleServer(): Promise<SampleServer> {
  const service = await startService({ UNDERPIN_LOG_LEVEL: 'silent' });
  try {
    const client = createClient({ url: service.url });
    await loadSample(client);
    // A person looks at it later than the graph is in step with what was loaded.
    await until(async () => {
      const lag = await client.request<{ server: { lag: { revisions: number } } }>('{ server { lag { revisions } } }');
      return lag.server.lag.revisions === 0;
    });
    return { url: service.url, client, stop: () => service.stop() };
  } catch (error) {
    await service.stop();
    throw error;
  }
}
