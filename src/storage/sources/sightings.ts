import type { ItemId } from '../../domain/ids';
import { compareInstants } from '../../domain/instant';
import type { SourceSighting } from '../../domain/reconciliation/reconciliation';
import { BLOCK, isChanged, mayHold, replaceSql, type BitmapTable, type Replacement } from '../change-sets/bitmap-rows';
import type { Executor } from '../database';

/*
 * A row of `sighting` is a bitmap over a block of item ids, trimmed to the first and last byte that say something:
 *
 *     items        | byte 0          | byte 1            | ...
 *     means item   | first_item + 0… | first_item + 8…   |        bit n of the whole is (byte n / 8) >> (n % 8) & 1
 *
 * A block is as long as BLOCK ids, and first_item is a multiple of 8, so that bytes of two rows of one block line up. An
 * item is in one row per source and kind at most: a later sighting takes its bit out of the earlier row. So the table
 * stays as small as the inventory however often it is scanned.
 */
const TABLE: BitmapTable = { name: 'sighting', first: 'first_item', last: 'last_item' };

/** An item that a source saw and had nothing new to say of. */
export interface SeenItem {
  readonly item: ItemId;
  /** RFC 3339, UTC. */
  readonly observedAt: string;
  /** The source repeated everything that it claims of the item. */
  readonly complete: boolean;
}

/** Item -> source -> when the source last had nothing new to say of the item. */
export type Sightings = ReadonlyMap<ItemId, ReadonlyMap<string, SourceSighting>>;

interface SightingRow {
  readonly id: string;
  readonly source: string;
  readonly observed_at: string;
  readonly complete: boolean;
  readonly first_item: number;
  readonly items: Buffer;
}

/** The last sightings of some items by every source. One statement for any number of items. */
export async function loadSightings(executor: Executor, items: readonly ItemId[]): Promise<Sightings> {
  const found = new Map<ItemId, Map<string, SourceSighting>>();
  if (items.length === 0) return found;
  const rows = await readBlocks(executor, items, { source: null, complete: null });
  for (const row of rows) {
    for (const item of items) {
      if (!hasBit(row, item)) continue;
      const bySource = found.get(item) ?? new Map<string, SourceSighting>();
      bySource.set(row.source, addSighting(bySource.get(row.source), row));
      found.set(item, bySource);
    }
  }
  return found;
}

function addSighting(known: SourceSighting | undefined, { observed_at: at, complete }: SightingRow): SourceSighting {
  const knownComplete = known?.complete ?? null;
  const newer = complete && (knownComplete === null || compareInstants(knownComplete, at) < 0);
  return {
    complete: newer ? at : knownComplete,
    last: known && compareInstants(known.last, at) > 0 ? known.last : at,
  };
}

/**
 * Records what a run of a source saw. Bookkeeping: it takes no revision and no lock. Two runs of one source at the same
 * time may leave an item in two rows, which says the same.
 */
export async function recordSightings(
  executor: Executor,
  source: string,
  seen: readonly SeenItem[],
  newId: () => string,
): Promise<void> {
  if (seen.length === 0) return;
  const bitmaps = bitmapsOf(seen);
  const items = seen.map((one) => one.item);
  const earlier = await readBlocks(executor, items, { source, complete: null });
  const rest = earlier.map((row) => ({ row, left: withoutSeen(row, seen) }));
  const moved = rest.filter(({ row, left }) =>
    isChanged(
      row.items,
      left.map(({ items }) => ({ bits: items })),
    ),
  );
  const kept = moved.flatMap(({ row, left }) => left.map((one) => ({ ...one, replaces: row.id })));
  const fresh = bitmaps.map((bitmap) => ({ ...bitmap.toRow(), replaces: null }));
  await replaceRows(executor, source, {
    replaced: moved.map(({ row }) => row.id),
    rows: [...kept, ...fresh].map((row) => ({ ...row, id: newId() })),
  });
}

function bitmapsOf(seen: readonly SeenItem[]): readonly Bitmap[] {
  const bitmaps = new Map<string, Bitmap>();
  let last: Bitmap | undefined;
  for (const one of seen) {
    // Nearly all of a run were seen at one time, and are neighbours.
    if (!last?.takes(one)) {
      const key: string = `${one.complete} ${one.observedAt} ${blockOf(one.item)}`;
      last = bitmaps.get(key) ?? new Bitmap(one.observedAt, one.complete, blockOf(one.item) * BLOCK);
      bitmaps.set(key, last);
    }
    last.add(one.item);
  }
  return [...bitmaps.values()];
}

type BitmapRow = Pick<SightingRow, 'observed_at' | 'complete' | 'first_item' | 'items'>;

/** A block being filled. */
class Bitmap {
  readonly #observedAt: string;
  readonly #complete: boolean;
  readonly #first: number;
  readonly #bytes = Buffer.alloc(BLOCK / 8);

  constructor(observedAt: string, complete: boolean, first: number) {
    this.#observedAt = observedAt;
    this.#complete = complete;
    this.#first = first;
  }

  takes({ item, observedAt, complete }: SeenItem): boolean {
    const bit = item - this.#first;
    return bit >= 0 && bit < BLOCK && complete === this.#complete && observedAt === this.#observedAt;
  }

  add(item: ItemId): void {
    const bit = item - this.#first;
    this.#bytes[bit >> 3] = (this.#bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  toRow(): BitmapRow {
    const row = {
      observed_at: this.#observedAt,
      complete: this.#complete,
      first_item: this.#first,
      items: this.#bytes,
    };
    return trimmed(row) ?? row;
  }
}

/** An earlier row without what was seen since; nothing when nothing is left of it. A partial sighting undoes no complete one. */
function withoutSeen(row: SightingRow, seen: readonly SeenItem[]): readonly BitmapRow[] {
  const bytes = Buffer.from(row.items);
  for (const { item, observedAt, complete } of seen) {
    const bit = item - row.first_item;
    if (bit < 0 || bit >> 3 >= bytes.length) continue;
    const supersedes = (complete || !row.complete) && compareInstants(row.observed_at, observedAt) <= 0;
    if (supersedes) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) & ~(1 << (bit & 7));
  }
  const left = trimmed({ ...row, items: bytes });
  return left ? [left] : [];
}

/** The row without empty bytes at either end; null when it has no bit. */
function trimmed(row: BitmapRow): BitmapRow | null {
  let start = 0;
  let end = row.items.length;
  while (end > start && row.items[end - 1] === 0) end -= 1;
  while (start < end && row.items[start] === 0) start += 1;
  if (start === end) return null;
  const { observed_at, complete } = row;
  return { observed_at, complete, first_item: row.first_item + start * 8, items: row.items.subarray(start, end) };
}

const blockOf = (item: ItemId): number => Math.floor(item / BLOCK);

function hasBit(row: SightingRow, item: ItemId): boolean {
  const bit = item - row.first_item;
  return bit >= 0 && ((row.items[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** The rows that may hold some items. */
async function readBlocks(
  executor: Executor,
  items: readonly ItemId[],
  only: { readonly source: string | null; readonly complete: boolean | null },
): Promise<readonly SightingRow[]> {
  const { condition, value } = mayHold(TABLE, items, '$1');
  return executor.query<SightingRow>(
    `select id, source, observed_at, complete, first_item, items from sighting
      where ${condition} and ($2::text is null or source = $2) and ($3::boolean is null or complete = $3)`,
    [value, only.source, only.complete],
  );
}

async function replaceRows(
  executor: Executor,
  source: string,
  {
    replaced,
    rows,
  }: {
    readonly replaced: readonly string[];
    readonly rows: readonly (BitmapRow & Replacement & { readonly id: string })[];
  },
): Promise<void> {
  await executor.query(
    replaceSql(
      TABLE.name,
      '$1',
      `unnest($3::uuid[], $4::timestamptz[], $5::boolean[], $6::bigint[], $7::bytea[], $8::uuid[]) as
         given(id, observed_at, complete, first_item, items, replaces)`,
      `insert into sighting (id, source, observed_at, complete, first_item, last_item, items)
       select id, $2, observed_at, complete, first_item, first_item + octet_length(items) * 8 - 1, items`,
    ),
    [
      replaced,
      source,
      rows.map((row) => row.id),
      rows.map((row) => row.observed_at),
      rows.map((row) => row.complete),
      rows.map((row) => row.first_item),
      rows.map((row) => row.items),
      rows.map((row) => row.replaces),
    ],
  );
}
