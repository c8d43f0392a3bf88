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

/** Asks the database for a sign of life, for `timeoutMs` at most. */
export async function checkReadiness(
  { database }: Pick<Application, 'database'>,
  timeoutMs: number,
): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), timeoutMs);
  });
  try {
    await Promise.race([database.query('select 1'), tooLate]);
    return { ready: true, problems: [] };
  } catch {
    return { ready: false, problems: ['The database cannot be reached.'] };
  } finally {
    clearTimeout(timer);
  }
}
