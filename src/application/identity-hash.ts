import { createHash } from 'node:crypto';

/** SHA-256 of a text, its first 128 bits in lower-case hexadecimal: how identities are stored. */
export const identityHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
