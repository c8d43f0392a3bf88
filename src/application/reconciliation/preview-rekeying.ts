import type { ConfigurationItem } from '../../domain/configuration-item';
import { keyText, keyTextParts } from '../../domain/identification/identity-keys';
import { itemId, type ItemId } from '../../domain/ids';
import { decodeItemId } from '../../domain/opaque-id';
import type { JsonValue } from '../../domain/json';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { identifierKey, type MovedJunk } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findHolders } from '../../storage/identities/identifiers';
import { loadEnds, loadItems } from '../../storage/identities/ingest-lookups';
import type { Application } from '../application';
import { findMovedItems, MovedIdentities, rekeyItems, type RekeyedItem } from './rekey-items';
import { LOOKED_AT } from './rekey-step';
import { slicesOf } from '../../domain/slices';

/** An identity that an item would lose or gain. */
export interface IdentityMove {
  readonly move: 'LOST' | 'GAINED';
  /** Of the identification entry. */
  readonly attributes: readonly string[];
  /** Normalised, in the order of the attributes. */
  readonly values: readonly string[];
  readonly host: ItemId | null;
  /** Others that hold it now (LOST), or would hold it too (GAINED), ascending; the first of them. */
  readonly others: readonly ItemId[];
  readonly othersCount: number;
}

/** What lists of junk would do to the identities of one item. */
export interface IdentityEffect {
  readonly item: ConfigurationItem;
  readonly moves: readonly IdentityMove[];
  /** How many identities it would hold afterwards. */
  readonly remaining: number;
}

type Rekeyed = Pick<RekeyedItem, 'item' | 'lost' | 'gained' | 'remaining'>;

/** Others that a move names. */
const OTHERS_NAMED = 10;

/** What lists of junk would do to stored items, by id. Looks at all items, in steps; writes nothing. */
export async function previewRekeying(
  { database }: Pick<Application, 'database'>,
  { model, junk }: { readonly model: ClassModel; readonly junk: MovedJunk },
): Promise<readonly IdentityEffect[]> {
  const moved = new MovedIdentities(model, junk);
  const rekeyed: Rekeyed[] = [];
  for (let after: ItemId | null = itemId(0); after !== null;) {
    const stretch: Awaited<ReturnType<typeof findMovedItems>> = await findMovedItems(database, moved, {
      after,
      limit: LOOKED_AT,
    });
    const items = await rekeyItems(database, moved, stretch.found);
    for (const { item, lost, gained, remaining } of items)
      if (lost.length + gained.length > 0) rekeyed.push({ item, lost, gained, remaining });
    after = stretch.last;
  }
  const company = await holdersAfter(database, rekeyed);
  return rekeyed.map(({ item, lost, gained, remaining }) => {
    const moves = [
      ...lost.map((one) => ({ move: 'LOST' as const, hash: one.keyHash, entryId: one.entryId, value: one.value })),
      ...gained.map((key) => ({ move: 'GAINED' as const, hash: key.hash, entryId: key.entryId, value: keyText(key) })),
    ].map(({ move, hash, entryId, value }): IdentityMove => {
      const holders = company.get(identifierKey(entryId, hash)) ?? { first: [], count: 0 };
      const { values, host } = keyTextParts(value);
      const hostId = host === null ? null : decodeItemId(host);
      return {
        move,
        attributes: moved.entries.find((entry) => entry.id === entryId)?.attributes ?? [],
        values: (JSON.parse(values) as readonly JsonValue[]).filter((one) => typeof one === 'string'),
        host: hostId === null ? null : itemId(hostId),
        others: holders.first.filter((id) => id !== item.id).slice(0, OTHERS_NAMED),
        othersCount: Math.max(0, holders.count - (item.retiredAt === null ? 1 : 0)),
      };
    });
    return { item, moves, remaining };
  });
}

/** The other items that some effects name. */
export function readOthers(
  { database }: Pick<Application, 'database'>,
  effects: readonly IdentityEffect[],
): Promise<ReadonlyMap<ItemId, ConfigurationItem>> {
  return loadItems(database, [...new Set(effects.flatMap(({ moves }) => moves.flatMap(({ others }) => others)))]);
}

/** Keys looked up by one statement. */
const KEYS_TOGETHER = 10_000;

/** The living holders of an identity: how many, and the first by id. */
interface Company {
  readonly first: readonly ItemId[];
  readonly count: number;
}

/** Who of the living holds the identities that move, or would. */
async function holdersAfter(reader: Executor, rekeyed: readonly Rekeyed[]): Promise<ReadonlyMap<string, Company>> {
  const keys = new Map(
    rekeyed.flatMap(({ lost, gained }) =>
      [...lost.map((one) => ({ entryId: one.entryId, hash: one.keyHash })), ...gained].map(
        ({ entryId, hash }) => [identifierKey(entryId, hash), { entryId, hash }] as const,
      ),
    ),
  );
  const holding = new Map([...keys.keys()].map((key) => [key, new Set<ItemId>()]));
  const wanted = [...keys.values()];
  for (const some of slicesOf(wanted, KEYS_TOGETHER)) {
    const held = await findHolders(reader, some);
    for (const [key, holders] of held) for (const { itemId: id } of holders) holding.get(key)?.add(id);
  }
  for (const { item, gained } of rekeyed)
    for (const { entryId, hash } of gained) holding.get(identifierKey(entryId, hash))?.add(item.id);
  const shared = [...holding].filter(([, ids]) => ids.size > 1);
  const ends = await loadEnds(reader, [...new Set(shared.flatMap(([, ids]) => [...ids]))]);
  return new Map(
    shared.map(([key, ids]) => {
      const living = [...ids].filter((id) => ends.get(id)?.retiredAt === null).sort((a, b) => a - b);
      return [key, { first: living.slice(0, OTHERS_NAMED + 1), count: living.length }];
    }),
  );
}
