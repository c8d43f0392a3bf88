/** How many of a class or relationship type a scope has, and how many of them a commit would take away. */
export interface TypeCount {
  readonly name: string;
  readonly members: number;
  readonly removals: number;
}

/** What a commit would do, as far as the guard looks at it. */
export interface RemovalCounts {
  /** Items and relationships that the session saw. */
  readonly seen: number;
  /** Of each class and relationship type in the scope. */
  readonly types: readonly TypeCount[];
}

/** Of types with fewer members a share says nothing. */
const MEMBERS_MIN = 5;

/**
 * Why a commit must be confirmed by a person, for people; empty when it need not be. It must when it removes more than
 * `maxPercent` of the scope, or of any class or relationship type in it with at least 5 members, and always when the
 * session saw nothing: then the collector failed rather than the world.
 */
export function guardRemovals({ seen, types }: RemovalCounts, maxPercent: number): readonly string[] {
  const members = types.reduce((sum, type) => sum + type.members, 0);
  const removals = types.reduce((sum, type) => sum + type.removals, 0);
  const limit = `more than ${maxPercent} %`;
  return [
    ...(seen === 0 ? ['The session saw nothing at all.'] : []),
    ...(exceeds(removals, members, maxPercent)
      ? [`It would remove ${removals} of ${members} items and relationships in its scope, ${limit}.`]
      : []),
    ...types
      .filter((type) => type.members >= MEMBERS_MIN && exceeds(type.removals, type.members, maxPercent))
      .map((type) => `It would remove ${type.removals} of ${type.members} ${type.name}, ${limit}.`),
  ];
}

const exceeds = (removals: number, members: number, maxPercent: number): boolean =>
  removals * 100 > members * maxPercent;
