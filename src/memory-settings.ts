import { wholeNumber } from './setting';

/** What the server may keep in memory of what it was sent and has read. */
export const MEMORY_SETTINGS = {
  recordMemoryMegabytes: wholeNumber(
    'UNDERPIN_RECORD_MEMORY_MB',
    128,
    [1, 16_384],
    'What the server may remember of records that it was sent, so that those which are sent again unchanged cost next to nothing, and which identities their items hold, as long as there is room; a million records take about 110 MB.',
  ),
  listMemoryMegabytes: wholeNumber(
    'UNDERPIN_LIST_MEMORY_MB',
    64,
    [0, 16_384],
    'How much the server may keep of relationships within items that were read, so that lists inside lists take no statement until they move, in megabytes; a relationship takes about 1 kB.',
  ),
} as const;
