import type { IdentityKey } from '../../domain/identification/identity-keys';
import type { ItemId, Revision } from '../../domain/ids';
import type { DigestTable } from './digest-table';
import { textDigest } from './record-digest';

/** Who holds which identities, as far as that is known without asking the database. */
export interface KnownHolders {
  /**
   * The item that holds all of some identities, the first of them its native key, when these are all that it holds and
   * nobody else holds any of them; null when that is not known.
   */
  ofAll(keys: readonly IdentityKey[]): ItemId | null;
  /** The only holder of the native key with this hash; null when that is not known. */
  ofNativeKey(hash: string): ItemId | null;
}

/** Items -> the last revision that changed anything of what they are found by. */
interface LastChanges {
  of(item: number): number;
}

/**
 * What identifies an item hardly ever changes, while its values do. So it is remembered under the hash of its native key
 * which identities an item holds:
 *
 *     hash of the native key  ->  item, digest of its further identities, stamp
 *
 * It holds as long as nothing that items are found by was changed of the item since; whoever contests an identity changes
 * its holder in that sense, too.
 */
export class IdentityHolders implements KnownHolders {
  readonly #table: DigestTable;
  readonly #changes: LastChanges;

  constructor(table: DigestTable, changes: LastChanges) {
    this.#table = table;
    this.#changes = changes;
  }

  ofAll(keys: readonly IdentityKey[]): ItemId | null {
    const [native, ...further] = keys;
    if (!native) return null;
    const place = this.#table.find(wordsOf(native.hash));
    if (place < 0) return null;
    const { subject, first, second, stamp } = this.#table.entryAt(place);
    if (this.#changes.of(subject) > stamp) return null;
    const [low, high] = digestOf(further);
    return first === low && second === high ? (subject as ItemId) : null;
  }

  ofNativeKey(hash: string): ItemId | null {
    const place = this.#table.find(wordsOf(hash));
    if (place < 0) return null;
    const { subject, stamp } = this.#table.entryAt(place);
    return this.#changes.of(subject) > stamp ? null : (subject as ItemId);
  }

  /** Remembers that an item holds these identities, the first of them its native key, no others, and alone, at a revision. */
  remember(keys: readonly IdentityKey[], item: ItemId, at: Revision): void {
    const [native, ...further] = keys;
    if (!native) return;
    const [first, second] = digestOf(further);
    this.#table.set(wordsOf(native.hash), { subject: item, first, second, third: 0, flags: 0, stamp: at });
  }
}

const words = new Uint32Array(4);

/** An identity's hash, which is half of a SHA-256 in hexadecimal, as the table wants it. Overwritten by the next one. */
function wordsOf(hash: string): Uint32Array {
  for (let word = 0; word < 4; word += 1) words[word] = Number.parseInt(hash.slice(word * 8, word * 8 + 8), 16);
  return words;
}

/** 96 bits of the digest of some identities, as two numbers. */
function digestOf(keys: readonly IdentityKey[]): readonly [number, number] {
  let names = 'identities';
  for (const { name } of keys) names += ` ${name}`;
  const [a = 0, b = 0, c = 0, d = 0] = textDigest(names);
  return [a + (b & 0xffff) * 2 ** 32, c + (d & 0xffff) * 2 ** 32];
}
