/** Edits by hand are claims of this source. */
export const MANUAL_SOURCE = 'manual';
