import { possibleDuplicates, type DuplicateEvidence } from '../../domain/identification/duplicates';
import type { ItemId } from '../../domain/ids';
import {
  findSetsTouched,
  lockDuplicates,
  touchEvidence,
  writeDuplicateSets,
  type StoredSet,
  type WrittenEvidence,
} from '../../storage/identities/duplicate-sets';
import type { Application } from '../application';
import { identityHash } from '../references/identity-hash';
import { retriedTransaction } from '../../storage/retried-transaction';

/** What the bookkeeping of duplicates needs. */
export type Noting = Pick<Application, 'database' | 'clock' | 'newId'>;

/** A set larger than this is no set of duplicates, but a wrong identification rule; it takes no more items. */
export const ITEMS_PER_SET_MAX = 1_000;

/**
 * Notes that items may be the same. The same evidence again is counted where it is; new evidence joins the open sets of
 * its items into one, unless a person has said that they are distinct. Bookkeeping: takes no revision.
 */
export async function noteDuplicates(app: Noting, evidence: readonly DuplicateEvidence[]): Promise<void> {
  if (evidence.length === 0) return;
  const now = app.clock().toISOString();
  const prints = new Map(evidence.map((one) => [fingerprint(one), one]));
  const known = await touchEvidence(app.database, [...prints.keys()], now);
  const fresh = [...prints].filter(([print]) => !known.has(print));
  if (fresh.length === 0) return;
  await retriedTransaction(app.database, async (tx) => {
    await lockDuplicates(tx);
    const items = [...new Set(fresh.flatMap(([, one]) => one.items))];
    const sets = await findSetsTouched(
      tx,
      items,
      fresh.map(([print]) => print),
    );
    const book = new Book(sets, now, app.newId);
    for (const [print, one] of fresh) book.note(print, one);
    await writeDuplicateSets(tx, book.result(), now);
  });
}

/** Everything that makes it this evidence, and not when or how often it was met. */
const fingerprint = ({ kind, tenant, items, entry, values, source, nativeKey }: DuplicateEvidence): string =>
  identityHash(JSON.stringify([kind, tenant, items, entry, values, source, nativeKey]));

interface OpenSet {
  readonly id: string;
  readonly tenant: string;
  readonly openedAt: string;
  readonly items: Set<ItemId>;
}

/** The sets concerned, while evidence is added to them. */
class Book {
  readonly #open: OpenSet[];
  readonly #distinct: readonly StoredSet[];
  readonly #gone: readonly StoredSet[];
  readonly #evidence: WrittenEvidence[] = [];
  readonly #absorbed = new Map<string, string>();
  readonly #changed = new Set<OpenSet>();
  readonly #now: string;
  readonly #newId: () => string;

  constructor(sets: readonly StoredSet[], now: string, newId: () => string) {
    const of = (state: StoredSet['state']): readonly StoredSet[] => sets.filter((set) => set.state === state);
    this.#open = of('OPEN').map((set) => ({ ...set, items: new Set(set.items) }));
    this.#distinct = of('DISTINCT');
    this.#gone = of('GONE');
    this.#now = now;
    this.#newId = newId;
  }

  note(print: string, evidence: DuplicateEvidence): void {
    if (this.#distinct.some((set) => set.fingerprints.includes(print))) return;
    const areDistinct = (a: ItemId, b: ItemId): boolean =>
      this.#distinct.some(({ items }) => items.includes(a) && items.includes(b));
    const alone = evidence.items.length === 1;
    for (const items of alone ? [evidence.items] : possibleDuplicates(evidence.items, areDistinct)) {
      const set = this.#setOf(print, evidence.tenant, items);
      for (const item of items) if (set.items.size < ITEMS_PER_SET_MAX) set.items.add(item);
      this.#changed.add(set);
      this.#evidence.push({ setId: set.id, fingerprint: print, ...evidence, items });
    }
  }

  /** The oldest open set of any of the items, into which the others go; one that had this evidence before; or a new one. */
  #setOf(print: string, tenant: string, items: readonly ItemId[]): OpenSet {
    const touching = this.#open
      .filter((set) => set.tenant === tenant && items.some((item) => set.items.has(item)))
      .sort((a, b) => (a.openedAt < b.openedAt || (a.openedAt === b.openedAt && a.id < b.id) ? -1 : 1));
    const [first, ...others] = touching;
    if (!first)
      return this.#opened(this.#gone.find((set) => set.fingerprints.includes(print))?.id ?? this.#newId(), tenant);
    for (const other of others) {
      for (const item of other.items) first.items.add(item);
      this.#absorbed.set(other.id, first.id);
      this.#open.splice(this.#open.indexOf(other), 1);
    }
    return first;
  }

  #opened(id: string, tenant: string): OpenSet {
    const set = { id, tenant, openedAt: this.#now, items: new Set<ItemId>() };
    this.#open.push(set);
    return set;
  }

  result(): Parameters<typeof writeDuplicateSets>[1] {
    const end = (id: string): string => {
      const into = this.#absorbed.get(id);
      return into === undefined ? id : end(into);
    };
    return {
      sets: [...this.#changed]
        .filter((set) => !this.#absorbed.has(set.id))
        .map((set) => ({ ...set, items: [...set.items] })),
      evidence: this.#evidence.map((one) => ({ ...one, setId: end(one.setId) })),
      absorbed: [...this.#absorbed.keys()].map((id) => ({ id, into: end(id) })),
    };
  }
}
