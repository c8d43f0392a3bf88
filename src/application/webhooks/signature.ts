import { createHash, createHmac, randomBytes } from 'node:crypto';

/*
 * The signatures are those of the Standard Webhooks specification (standardwebhooks.com), so that receivers can check them
 * with its libraries.
 */

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new secret: 256 random bits in base64, behind the prefix by which scanners for leaked secrets know it. */
export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

/** What is signed: who sends, what, when. */
export interface SignedEvent {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The headers of an event: its id, the time, and one signature for each secret that holds. */
export function signedHeaders(event: SignedEvent, secrets: readonly string[]): Readonly<Record<string, string>> {
  return {
    'webhook-id': event.id,
    'webhook-timestamp': String(event.timestamp),
    'webhook-signature': secrets.map((secret) => `v1,${sign(event, secret)}`).join(' '),
  };
}

function sign({ id, timestamp, body }: SignedEvent, secret: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
}

/** The id of an event for a webhook: the same whenever it is sent, so that a receiver knows what it has already. */
export const eventIdOf = (webhookId: string, cursor: string): string =>
  `evt_${createHash('sha256').update(`${webhookId} ${cursor}`).digest('hex').slice(0, 32)}`;
