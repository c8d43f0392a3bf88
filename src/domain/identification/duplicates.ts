import type { ItemId } from '../ids';

/**
 * Why items are thought to be one and the same.
 *
 *     SEVERAL_MATCHES     a report has an identity that several stored items have
 *     DIFFERENT_MATCHES   two identities of one report belong to different items
 *     NATIVE_KEY_REUSED   a source's key came with the serial number of another thing
 *     SHARED_IDENTITY     found in the store: several items hold one identity
 */
const DUPLICATE_REASONS = ['SEVERAL_MATCHES', 'DIFFERENT_MATCHES', 'NATIVE_KEY_REUSED', 'SHARED_IDENTITY'] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

/** OPEN: nobody has decided. MERGED and DISTINCT: somebody has. GONE: what it rested on is no longer so. */
const DUPLICATE_SET_STATES = ['OPEN', 'MERGED', 'DISTINCT', 'GONE'] as const;
export type DuplicateSetState = (typeof DUPLICATE_SET_STATES)[number];

/** An identity by which an item was meant. */
export interface IdentityHolding {
  readonly entryId: number;
  readonly hash: string;
  readonly item: ItemId;
}

/** One observation that items may be the same. */
export interface DuplicateEvidence {
  readonly kind: DuplicateReason;
  readonly tenant: string;
  /** Ascending; one alone when a native key was reused for something that is not stored. */
  readonly items: readonly ItemId[];
  /** The entry by its attributes, or `nativeKey`. */
  readonly entry: string;
  readonly values: readonly string[];
  readonly source: string | null;
  readonly nativeKey: string | null;
  readonly holdings: readonly IdentityHolding[];
}

/** Items that two or more are not known to be distinct among, in groups; `areDistinct` was decided by a person. */
export function possibleDuplicates(
  items: readonly ItemId[],
  areDistinct: (a: ItemId, b: ItemId) => boolean,
): readonly (readonly ItemId[])[] {
  const groups: ItemId[][] = [];
  for (const item of items) {
    const joined = groups.filter((group) => group.some((other) => !areDistinct(item, other)));
    const rest = groups.filter((group) => !joined.includes(group));
    groups.splice(0, groups.length, ...rest, [...joined.flat(), item]);
  }
  return groups.filter((group) => group.length > 1).map((group) => group.sort((a, b) => a - b));
}

/**
 * The items by which evidence still stands: those that live and hold an identity by which they were meant. Of a reused
 * native key the item must hold all of them: the key, and what contradicts the report.
 */
export function standingItems(
  { kind, items, holdings }: Pick<DuplicateEvidence, 'kind' | 'items' | 'holdings'>,
  holds: (holding: IdentityHolding) => boolean,
  lives: (item: ItemId) => boolean,
): readonly ItemId[] {
  const [first] = items;
  if (kind === 'NATIVE_KEY_REUSED') {
    const stands = first !== undefined && lives(first) && holdings.every((one) => one.item !== first || holds(one));
    return stands ? items.filter(lives) : [];
  }
  const standing = items.filter((item) => lives(item) && holdings.some((one) => one.item === item && holds(one)));
  return standing.length > 1 ? standing : [];
}
