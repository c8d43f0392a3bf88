/** A run that is killed does not come here; the guard of the embedded PostgreSQL stops it then. */
// oxlint-disable-next-line import/no-default-export -- Jest asks for it
export default async function globalTeardown(): Promise<void> {
  await globalThis.testCluster?.stop();
}
