import { startTestCluster, type TestCluster } from './cluster';

declare global {
  var testCluster: TestCluster | undefined;
}

/** Once per run: a database server and a migrated template. The workers find them by these two variables. */
// oxlint-disable-next-line import/no-default-export -- Jest asks for it
export default async function globalSetup(): Promise<void> {
  const cluster = await startTestCluster();
  globalThis.testCluster = cluster;
  process.env['UNDERPIN_TEST_SERVER'] = cluster.url;
  process.env['UNDERPIN_TEST_TEMPLATE'] = cluster.template;
}
