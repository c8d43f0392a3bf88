import { startPostgres } from '../../src/postgres/launcher';

/** Runs PostgreSQL on the directory that is named, until this process ends; says its pid and its address. */
async function main(): Promise<void> {
  const [dataDirectory, mode] = process.argv.slice(2);
  const postgres = await startPostgres(
    mode === 'throw-away'
      ? { throwAway: true, fast: true }
      : { dataDirectory: dataDirectory ?? '', fast: mode === 'fast' },
  );
  process.stdout.write(`ready ${postgres.pid()} ${postgres.url} ${postgres.dataDirectory}\n`);
  // PostgreSQL alone does not keep Node alive.
  const alive = setInterval(() => undefined, 1_000);
  process.on('SIGTERM', () => {
    clearInterval(alive);
    void postgres.stop();
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`failed ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
