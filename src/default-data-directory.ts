import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './setting';

/** Where the embedded PostgreSQL keeps its data when nobody says otherwise; each system has a place for that. */
export function defaultDataDirectory(environment: Environment): string {
  if (process.platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'underpin');
  }
  // Root's home is usually closed to the user that PostgreSQL then runs as.
  if (process.getuid?.() === 0) return '/var/lib/underpin';
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'underpin');
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'underpin');
}
