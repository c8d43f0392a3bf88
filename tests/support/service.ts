import { readConfig } from '../../src/config';
import { serve } from '../../src/serve';
import { createTestDatabase, type TestDatabase } from './database';

/** The whole service, as `underpin serve` runs it, on a database and a port of its own. */
export interface Service {
  readonly url: string;
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/** Starts the service with the shipped model and nothing in it; `environment` as the process would have it. */
export async function startService(environment: Readonly<Record<string, string>> = {}): Promise<Service> {
  const database = await createTestDatabase();
  try {
    const { url, stop } = await serve(readConfig({ DATABASE_URL: database.url, PORT: '0', ...environment }));
    return {
      url,
      database,
      stop: async () => {
        await stop();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/** A service for all tests of a file. */
export function serviceOfFile(): Pick<Service, 'url'> {
  let service: Service | null = null;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.stop());
  return {
    get url(): string {
      if (service === null) throw new Error('the service runs during tests only');
      return service.url;
    },
  };
}
