import type { IdentityKey, PreparedEntry } from './identity-keys';
import { gathered } from '../ingest/gathered';
import type { ItemId } from '../ids';

/** What came of one way of recognising an item. */
export type MatchAttemptOutcome = 'MATCHED' | 'NO_MATCH' | 'MULTI_MATCH' | 'SKIPPED';

/** One way of recognising an item that was tried. `entry`: `id`, `nativeKey`, or the attributes of the entry. */
export interface MatchAttempt {
  readonly entry: string;
  readonly values: readonly string[];
  readonly outcome: MatchAttemptOutcome;
}

/** An identification entry applied to one item. */
export interface EntryAttempt {
  readonly prepared: PreparedEntry;
  /** One per row; none when something is missing. */
  readonly keys: readonly IdentityKey[];
  /** Why there are no keys: attributes that are missing or junk, or the host. */
  readonly missing: readonly string[];
  readonly host: 'NONE_NEEDED' | 'KNOWN' | 'MISSING' | 'AMBIGUOUS';
}

/** What identification needs to know of a stored item: the identities it holds, as entry id -> values. */
export type HeldIdentities = ReadonlyMap<number, readonly (readonly string[])[]>;

/** What one item of a batch is recognised by. */
export interface IdentificationInput {
  /** The item that an explicit id names. */
  readonly id: ItemId | null;
  /** More than one when records of one batch that are the same item have different keys. */
  readonly nativeKeys: readonly IdentityKey[];
  readonly entries: readonly EntryAttempt[];
}

/** Who holds what, read once for the whole batch. */
export interface Holders {
  /** Owner and contesting holders of an identity, ascending. */
  of(key: IdentityKey): readonly ItemId[];
  /** The identities of an item. */
  identitiesOf(item: ItemId): HeldIdentities;
}

interface Attempted {
  readonly attempts: readonly MatchAttempt[];
}
/** The stored item that it is. `others`: items that later entries would have meant. */
export interface Matched extends Attempted {
  readonly outcome: 'matched';
  readonly item: ItemId;
  readonly by: string;
  readonly others: readonly ItemId[];
}
/** No stored item has any of its identities, and they suffice to create one. `nearMisses`: found by a weak entry only. */
export interface Created extends Attempted {
  readonly outcome: 'created';
  readonly by: string;
  readonly nearMisses: readonly ItemId[];
}
/** More than one stored item has the identity that decides. */
export interface Ambiguous extends Attempted {
  readonly outcome: 'ambiguous';
  readonly by: string;
  readonly candidates: readonly ItemId[];
}
/** The native key is known, but of an item with another serial number. */
export interface NativeKeyReused extends Attempted {
  readonly outcome: 'nativeKeyReused';
  readonly item: ItemId;
  readonly attribute: string;
  readonly stored: readonly string[];
  readonly given: readonly string[];
}
/** No entry has all of its values. */
export interface Insufficient extends Attempted {
  readonly outcome: 'insufficient';
  readonly nearMisses: readonly ItemId[];
}
/** An entry has all of its values, but not the host that they hold in, or more than one. */
export interface HostUnknown extends Attempted {
  readonly outcome: 'hostMissing' | 'hostAmbiguous';
  readonly entry: PreparedEntry;
}
/** Who an item of a batch is. */
export type Identification = Matched | Created | Ambiguous | NativeKeyReused | Insufficient | HostUnknown;

/**
 * Recognises an item, by the first that applies: its id, its source's native key, the entries of its class in order.
 * A weak entry may recognise an item whose other identities do not contradict it, but never creates one. Nothing is
 * decided by what a tenant other than the item's holds: the tenant is part of every key but the native one.
 */
export function identify(input: IdentificationInput, holders: Holders): Identification {
  const attempts: MatchAttempt[] = [];
  if (input.id !== null) {
    attempts.push({ entry: 'id', values: [], outcome: 'MATCHED' });
    return {
      outcome: 'matched',
      item: input.id,
      by: 'id',
      others: othersThan(input.id, input.entries, holders),
      attempts,
    };
  }
  const native = byNativeKey(input, holders, attempts);
  if (native) return native;
  const found = byEntries(input.entries, holders, attempts);
  return found ?? unmatched(input, holders, attempts);
}

function byNativeKey(
  { nativeKeys, entries }: IdentificationInput,
  holders: Holders,
  attempts: MatchAttempt[],
): Identification | null {
  if (nativeKeys.length === 0) return null;
  const candidates = holdersOf(nativeKeys, holders);
  const values = gathered(nativeKeys, (key) => key.values.slice(1));
  attempts.push({ entry: 'nativeKey', values, outcome: outcomeOf(nativeKeys, candidates) });
  const [item, ...more] = candidates;
  if (item === undefined) return null;
  if (more.length > 0) return { outcome: 'ambiguous', by: 'nativeKey', candidates, attempts };
  const contradiction = contradictingBirthmark(entries, holders.identitiesOf(item));
  if (contradiction) return { outcome: 'nativeKeyReused', item, ...contradiction, attempts };
  return { outcome: 'matched', item, by: 'nativeKey', others: othersThan(item, entries, holders), attempts };
}

function byEntries(
  entries: readonly EntryAttempt[],
  holders: Holders,
  attempts: MatchAttempt[],
): Matched | Ambiguous | null {
  for (const attempt of entries) {
    const { prepared, keys } = attempt;
    const matches = holdersOf(keys, holders);
    // A weak match is believed only when nothing that identifies strongly speaks against it.
    const believed = prepared.entry.weak ? matches.filter((item) => !contradicts(entries, item, holders)) : matches;
    attempts.push({
      entry: prepared.label,
      values: gathered(keys, (key) => key.values),
      outcome: outcomeOf(keys, believed),
    });
    const [item, ...more] = believed;
    if (item === undefined) continue;
    if (more.length === 0) {
      const others = othersThan(item, entries, holders);
      return { outcome: 'matched', item, by: prepared.label, others, attempts };
    }
    if (!prepared.entry.weak) return { outcome: 'ambiguous', by: prepared.label, candidates: believed, attempts };
  }
  return null;
}

function outcomeOf(keys: readonly IdentityKey[], matches: readonly ItemId[]): MatchAttemptOutcome {
  if (keys.length === 0) return 'SKIPPED';
  if (matches.length === 0) return 'NO_MATCH';
  return matches.length === 1 ? 'MATCHED' : 'MULTI_MATCH';
}

/** Nothing stored is it: may it be created? */
function unmatched(
  { nativeKeys, entries }: IdentificationInput,
  holders: Holders,
  attempts: readonly MatchAttempt[],
): Created | Insufficient | HostUnknown {
  const strong = entries.filter(({ prepared }) => !prepared.entry.weak);
  const nearMisses = holdersOf(
    gathered(
      entries.filter(({ prepared }) => prepared.entry.weak),
      ({ keys }) => keys,
    ),
    holders,
  );
  const complete = strong.find(({ keys }) => keys.length > 0);
  if (complete) return { outcome: 'created', by: complete.prepared.label, nearMisses, attempts };
  // A class without identifying attributes has nothing but the key of its source to go by.
  if (strong.length === 0 && nativeKeys.length > 0)
    return { outcome: 'created', by: 'nativeKey', nearMisses, attempts };
  const hostless = strong.find(({ missing, host }) => missing.length === 0 && host !== 'KNOWN');
  if (!hostless) return { outcome: 'insufficient', nearMisses, attempts };
  const outcome = hostless.host === 'AMBIGUOUS' ? 'hostAmbiguous' : 'hostMissing';
  return { outcome, entry: hostless.prepared, attempts };
}

const NOBODY: readonly ItemId[] = [];

/** Holders of any of some keys, ascending, each once. */
function holdersOf(keys: readonly IdentityKey[], holders: Holders): readonly ItemId[] {
  const [only] = keys;
  if (!only) return NOBODY;
  const first = holders.of(only);
  if (keys.length === 1 && first.length < 2) return first;
  return [...new Set(keys.flatMap((key) => holders.of(key)))].sort((a, b) => a - b);
}

/** Items that strong entries mean beside the one that was decided for. */
function othersThan(item: ItemId, entries: readonly EntryAttempt[], holders: Holders): readonly ItemId[] {
  const keys = entries.flatMap(({ prepared, keys }) => (prepared.entry.weak ? [] : keys));
  return holdersOf(keys, holders).filter((holder) => holder !== item);
}

/** Whether a stored item is known under other values of a strong entry that the payload also has. */
function contradicts(entries: readonly EntryAttempt[], item: ItemId, holders: Holders): boolean {
  const held = holders.identitiesOf(item);
  return entries.some(({ prepared, keys }) => {
    if (prepared.entry.weak || prepared.entry.within !== null || keys.length === 0) return false;
    return held.has(prepared.entry.id) && !keys.some((key) => holders.of(key).includes(item));
  });
}

type Birthmarks = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The birthmark by which the payload and the stored item differ. None when they share one: a machine whose board was
 * changed keeps the serial number of its case.
 */
function contradictingBirthmark(
  entries: readonly EntryAttempt[],
  held: HeldIdentities,
): Pick<NativeKeyReused, 'attribute' | 'stored' | 'given'> | null {
  const given = birthmarks(entries, ({ keys }) => keys.map((key) => key.values));
  const stored = birthmarks(entries, ({ prepared }) => held.get(prepared.entry.id) ?? []);
  let contradiction: Pick<NativeKeyReused, 'attribute' | 'stored' | 'given'> | null = null;
  for (const [attribute, values] of given) {
    const known = stored.get(attribute);
    if (!known) continue;
    if ([...values].some((value) => known.has(value))) return null;
    contradiction ??= { attribute, stored: [...known], given: [...values] };
  }
  return contradiction;
}

function birthmarks(
  entries: readonly EntryAttempt[],
  rowsOf: (attempt: EntryAttempt) => readonly (readonly string[])[],
): Birthmarks {
  const found = new Map<string, Set<string>>();
  for (const attempt of entries) {
    for (const position of attempt.prepared.birthmarks) {
      const attribute = attempt.prepared.entry.attributes[position] ?? '';
      for (const row of rowsOf(attempt)) {
        const values = found.get(attribute) ?? new Set();
        found.set(attribute, values.add(row[position] ?? ''));
      }
    }
  }
  return found;
}
