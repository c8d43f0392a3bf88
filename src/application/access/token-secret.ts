import { createHash, randomBytes } from 'node:crypto';

/** Begins every secret, so that one that leaked is recognised by whoever looks for secrets. */
const PREFIX = 'underpin_';

/** A new secret of 256 random bits, as the holder sends it. */
export const newTokenSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`;

/** Whether a bearer token looks like one of ours, and not like one that somebody else has signed. */
export const isApiToken = (bearer: string): boolean => bearer.startsWith(PREFIX);

/** What is stored of a secret. It is random, so that a plain hash cannot be guessed backwards. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();
