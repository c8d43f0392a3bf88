import { verifyStore, type Finding } from '../../src/application/verify/verify-store';
import type { Database } from '../../src/storage/database';

/** All that `underpin verify` finds. */
export async function findingsIn(database: Database, now = new Date()): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  await verifyStore(database, { now, most: 20, report: (finding) => void found.push(finding) });
  return found;
}
