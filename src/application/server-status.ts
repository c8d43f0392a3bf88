import type { Application } from './application';

/** The version of the database, in its own words: 18.4. */
export async function databaseVersion({ database }: Pick<Application, 'database'>): Promise<string> {
  const [row] = await database.query<{ server_version: string }>('show server_version');
  return row?.server_version.split(' ')[0] ?? 'unknown';
}

/** Whether a server can answer, and why not. */
export interface Readiness {
  readonly ready: boolean;
  /** What does not work, in words; empty when ready. */
  readonly problems: readonly string[];
}

/** Whoever is this far behind answers from a past that callers take for the present. */
const LAG_MAX_MS = 30_000;

/** Asks the database how far it is, for `timeoutMs` at most, and whether the graph of this server keeps up. */
export async function checkReadiness(
  { projection }: Pick<Application, 'projection'>,
  timeoutMs: number,
): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), timeoutMs);
  });
  try {
    const { lag, rebuilding } = await Promise.race([projection.status(), tooLate]);
    const behind = `The graph is ${lag.revisions} revisions, ${Math.round(lag.milliseconds / 1000)} s, behind the database.`;
    const problems = [
      ...(rebuilding ? ['The database holds another history than this server knew; its graph is being built.'] : []),
      ...(lag.milliseconds > LAG_MAX_MS ? [behind] : []),
    ];
    return { ready: problems.length === 0, problems };
  } catch {
    return { ready: false, problems: ['The database cannot be reached.'] };
  } finally {
    clearTimeout(timer);
  }
}
