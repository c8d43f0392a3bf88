import { Client } from 'pg';
import { REVISION_CHANNEL } from './change-sets/revision-head';

/** A connection that hears of commits. */
export interface RevisionListener {
  close(): Promise<void>;
}

/**
 * Hears of every committed revision. It takes a connection of its own: one of a pool would be lent out, and behind a
 * pooler in transaction mode nothing arrives, so whoever listens must poll as well. `onLost` is called once when the
 * connection ends by itself; then listen anew. Fails when the database cannot be reached.
 */
export async function listenForRevisions(
  url: string,
  { onRevision, onLost }: { onRevision: (revision: number) => void; onLost: () => void },
): Promise<RevisionListener> {
  const client = new Client({
    connectionString: url,
    application_name: 'underpin follower',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  let open = true;
  const lose = (): void => {
    if (!open) return;
    open = false;
    void client.end().catch(() => undefined);
    onLost();
  };
  // A lost connection gives up to two errors and then an end; an error without a listener would end the process.
  client.on('error', lose);
  client.on('end', lose);
  client.on('notification', ({ payload }) => onRevision(Number(payload)));
  try {
    await client.connect();
    await client.query(`listen ${REVISION_CHANNEL}`);
  } catch (error) {
    open = false;
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    close: async () => {
      open = false;
      await client.end().catch(() => undefined);
    },
  };
}
