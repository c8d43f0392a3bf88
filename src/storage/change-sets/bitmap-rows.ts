/** A table whose rows are bitmaps over ids, each within one block of so many ids. */
export interface BitmapTable {
  readonly name: string;
  /** Columns with the first and the last id that a row has a bit for. */
  readonly first: string;
  readonly last: string;
}

/** How many ids a block has. */
export const BLOCK = 65_536;

/** So many ids are looked up one by one; of more, whole blocks are read: a busy source has thousands of rows in one. */
const ONE_BY_ONE_MAX = 64;

/** The condition by which a row of the table may hold one of the ids, with the value of its parameter. */
export function mayHold(
  { name, first, last }: BitmapTable,
  ids: readonly number[],
  parameter: string,
): { readonly condition: string; readonly value: readonly number[] } {
  if (ids.length <= ONE_BY_ONE_MAX) {
    const holding = `select held.id from unnest(${parameter}::bigint[]) as wanted(id)
       join ${name} as held on int8range(held.${first}, held.${last}, '[]') @> wanted.id`;
    return { condition: `${name}.id = any(array(${holding}))`, value: ids };
  }
  const within = `select held.id from unnest(${parameter}::bigint[]) as wanted(start)
     join ${name} as held on held.${last} >= wanted.start and held.${last} < wanted.start + ${BLOCK}`;
  const blocks = [...new Set(ids.map((id) => Math.floor(id / BLOCK)))].map((block) => block * BLOCK);
  return { condition: `${name}.id = any(array(${within}))`, value: blocks };
}

/** A row to write in place of an earlier one; null: of none. */
export interface Replacement {
  readonly replaces: string | null;
}

/** Which of the earlier rows have to go: those of which something else is left, or nothing. */
export const isChanged = (before: Uint8Array, after: readonly { readonly bits: Uint8Array }[]): boolean =>
  after.length !== 1 || !Buffer.from(before).equals(after[0]?.bits ?? new Uint8Array());

/**
 * Takes rows away, and of `given` writes those that replace none, or one that this statement itself has taken away: of
 * several who do so at once each row is replaced by one.
 */
export const replaceSql = (table: string, ids: string, given: string, insert: string): string =>
  `with removed as (delete from ${table} where id = any(${ids}::uuid[]) returning id)
   ${insert} from ${given} where replaces is null or replaces in (select removed.id from removed)`;
