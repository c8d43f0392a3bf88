import { hash } from 'node:crypto';
import type { IdentityHash } from '../../domain/identification/identity-keys';

const HEX_DIGITS_OF_128_BITS = 32;

/** The first 128 bits of SHA-256: short enough for an index of every identity, long enough that no two ever meet. */
export const identityHash: IdentityHash = (text) => hash('sha256', text, 'hex').slice(0, HEX_DIGITS_OF_128_BITS);

/** SHA-256 of a canonical request, in hexadecimal: tells whether two requests under one idempotency key are the same. */
export const bodyHash = (canonicalRequest: string): string => hash('sha256', canonicalRequest, 'hex');
