import { textFile } from '../support/input-files';
import { ImportServer } from '../support/import-server';

jest.setTimeout(120_000);

let server: ImportServer;

beforeAll(async () => {
  server = await ImportServer.start();
});

afterAll(async () => {
  await server.stop();
});

const COMPOSE = `
name: twice
services:
  web: { image: "nginx:1.27", depends_on: [api], environment: { API: "http://api:80" } }
  api: { image: "shop/api:1", volumes: ["data:/data"] }
`;

describe('a second import of the same files changes nothing', () => {
  test('of a Compose file', async () => {
    // Items: project, 2 services, 2 images, the network `default`, 1 volume.
    // Relationships: PART_OF 2 services + 1 volume, HOSTED_ON 1, DEPENDS_ON 1 + 2 networks, STORED_ON 1, DEPLOYED_FROM 2, CALLS 1.
    const files = [textFile('compose.yaml', COMPOSE)];
    expect((await server.import('docker-compose', files, { source: 'compose' })).outcomes).toEqual({
      CREATED: [7, 11],
    });
    expect((await server.import('docker-compose', files, { source: 'compose' })).outcomes).toEqual({
      UNCHANGED: [7, 11],
    });
    const edited = [textFile('compose.yaml', COMPOSE.replace(', depends_on: [api]', ''))];
    const synced = await server.sync('docker-compose', edited, { source: 'compose' });
    expect(synced.removed).toEqual(['twice-web DEPENDS_ON twice-api']);
  });
});
