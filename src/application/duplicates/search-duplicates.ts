import { readSharedIdentities, type SharedIdentity } from '../../storage/identities/duplicate-search';
import type { Application } from '../application';
import { noteDuplicates } from './note-duplicates';
import { sharedIdentity, strongEntries } from './shared-identity';

/** What a search needs. */
export type Searching = Pick<Application, 'database' | 'models' | 'clock' | 'newId'>;

/** Identities read at a time. */
const PAGE_SIZE = 1_000;

/**
 * Searches the store for items that hold one strong identity together, and opens duplicate sets for them. Those that are
 * open already, or were set apart by a person, stay as they are. Gives how many shared identities there are; `dryRun`: that alone.
 */
export async function searchDuplicates(app: Searching, { dryRun }: { readonly dryRun: boolean }): Promise<number> {
  const { model } = await app.models.latest(app.database);
  const labels = strongEntries(model);
  let found = 0;
  let after: SharedIdentity | null = null;
  for (;;) {
    const page: readonly SharedIdentity[] = await readSharedIdentities(app.database, {
      entries: [...labels.keys()],
      after,
      limit: PAGE_SIZE,
    });
    const evidence = page.map((one) => sharedIdentity(one, labels.get(one.entryId) ?? ''));
    if (!dryRun) await noteDuplicates(app, evidence);
    found += page.length;
    after = page.at(-1) ?? null;
    if (page.length < PAGE_SIZE) return found;
  }
}
