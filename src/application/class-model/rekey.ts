import { pathOfAttribute } from '../../domain/reconciliation/claim-paths';
import { DomainError } from '../../domain/errors';
import { IdentityRules, keyText, type IdentityKey } from '../../domain/identification/identity-keys';
import { itemId, type ItemId } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import type { ModelChange } from '../../domain/class-model/model-change';
import { NORMALISER_VERSION } from '../../domain/identification/normalisation';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { identifierKey, ROWS_PER_LOCK_HOLD, type Identifier } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findHolders } from '../../storage/identities/identifiers';
import {
  readIdentifiableItems,
  readIdentifiersOutside,
  type IdentifiableItem,
  type Neighbour,
} from '../../storage/identities/rekey-queries';
import { hostOf, readHosts } from '../references/identity-hosts';
import { identityHash } from '../references/identity-hash';

const PAGE_SIZE = 1_000;

/** The identities that stored items have under new entries: item -> its identities. */
export type NewIdentities = Map<ItemId, readonly Identifier[]>;

/** Works out the identities of stored items under the entries that their classes won; `only`: of these items. */
export async function findNewIdentities(
  reader: Executor,
  { after, change, only }: { after: ClassModel; change: ModelChange; only: readonly ItemId[] | null },
): Promise<NewIdentities> {
  const found: NewIdentities = new Map();
  const rules = new IdentityRules(after, identityHash);
  const classes = [...change.entries].filter(([, { added }]) => added.length > 0).map(([name]) => name);
  if (classes.length === 0 || only?.length === 0) return found;
  const added = [...change.entries.values()].flatMap((entries) => entries.added);
  let last = itemId(0);
  for (;;) {
    const page = await readIdentifiableItems(reader, { classes, only, after: last, limit: PAGE_SIZE });
    const hosts = await readHosts(
      reader,
      page.map((item) => item.id),
      added,
    );
    for (const item of page) found.set(item.id, identitiesOf(item, change, rules, hosts.get(item.id) ?? []));
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE_SIZE) return found;
    last = end.id;
  }
}

/** A source finds an item again by its own words: by what it says, as one of the class that it says. */
function identitiesOf(
  item: IdentifiableItem,
  change: ModelChange,
  rules: IdentityRules,
  neighbours: readonly Neighbour[],
): readonly Identifier[] {
  const keys = new Map<string, IdentityKey>();
  for (const { className, claims } of item.observations) {
    const added = new Set(change.entries.get(className)?.added.map((entry) => entry.id));
    const identifiable = {
      className,
      tenant: item.tenant,
      value: (name: string): JsonValue | undefined => claims[pathOfAttribute(name)] ?? undefined,
    };
    for (const prepared of rules.entriesOf(className)) {
      const host = added.has(prepared.entry.id) ? hostOf(prepared.entry, neighbours, rules) : undefined;
      if (host === undefined) continue;
      for (const values of rules.valuesOf(prepared, identifiable).rows) {
        const key = rules.key(item.tenant, prepared.entry.id, values, host);
        keys.set(identifierKey(key.entryId, key.hash), key);
      }
    }
  }
  return [...keys.values()].map((key) => toIdentifier(item, key));
}

const toIdentifier = (item: IdentifiableItem, key: IdentityKey): Identifier => ({
  entryId: key.entryId,
  keyHash: key.hash,
  itemId: item.id,
  tenant: item.tenant,
  value: keyText(key),
  normaliser: NORMALISER_VERSION,
  contested: false,
});

/** All identities of some items, the first item that has one being its owner and the others contesting it. */
export function withOwners(identities: NewIdentities): ReadonlyMap<string, Identifier> {
  const owners = new Map<string, ItemId>();
  const all = new Map<string, Identifier>();
  for (const id of [...identities.keys()].sort((a, b) => a - b)) {
    for (const identifier of identities.get(id) ?? []) {
      const key = identifierKey(identifier.entryId, identifier.keyHash);
      const owner = owners.get(key) ?? id;
      owners.set(key, owner);
      all.set(`${key}:${id}`, { ...identifier, contested: owner !== id });
    }
  }
  return all;
}

/** What turns some stored identifiers into others. */
export interface IdentifierMoves {
  readonly added: readonly Identifier[];
  readonly removed: readonly Identifier[];
}

/** What is to be written and taken away so that `from` becomes `to`. */
export function movesBetween(
  from: ReadonlyMap<string, Identifier>,
  to: ReadonlyMap<string, Identifier>,
): IdentifierMoves {
  // Nothing moved: nothing to compare either, which matters because this runs under the lock.
  if (from === to) return { added: [], removed: [] };
  const differs = (one: Identifier, other: Identifier | undefined): boolean => one.contested !== other?.contested;
  return {
    added: [...to].filter(([key, one]) => differs(one, from.get(key))).map(([, one]) => one),
    removed: [...from].filter(([key, one]) => differs(one, to.get(key))).map(([, one]) => one),
  };
}

/** What becomes of the identifiers under entries that classes lost. */
export interface LostEntries {
  /** Entries that no class has any more: their identifiers are dead, and may go in their own time. */
  readonly dead: readonly number[];
  /** Moves that have to happen with the model: other classes go on being identified by these entries. */
  readonly moves: IdentifierMoves;
}

/** Sorts out the entries that classes lost. Throws TOO_LARGE when more has to move at once than one change set may hold. */
export async function findLostEntries(
  reader: Executor,
  { after, change }: { after: ClassModel; change: ModelChange },
): Promise<LostEntries> {
  const keepers = new Map<number, string[]>();
  for (const { name } of after.classes()) {
    for (const { id } of after.entriesOf(name)) keepers.set(id, [...(keepers.get(id) ?? []), name]);
  }
  const lost = new Set([...change.entries.values()].flatMap(({ removed }) => removed.map((entry) => entry.id)));
  const removed: Identifier[] = [];
  for (const entryId of lost) {
    const classes = keepers.get(entryId);
    if (classes === undefined) continue;
    const limit = ROWS_PER_LOCK_HOLD + 1 - removed.length;
    removed.push(...(await readIdentifiersOutside(reader, { entryId, classes, limit })));
    if (removed.length > ROWS_PER_LOCK_HOLD) throw tooManyToMove(change);
  }
  return { dead: [...lost].filter((id) => !keepers.has(id)), moves: await withSuccessors(reader, removed) };
}

/** Where an owner goes and somebody contests, the first of those becomes the owner. */
async function withSuccessors(reader: Executor, removed: readonly Identifier[]): Promise<IdentifierMoves> {
  const holders = await findHolders(
    reader,
    removed.map(({ entryId, keyHash }) => ({ entryId, hash: keyHash })),
  );
  const gone = new Set(removed.map((one) => `${identifierKey(one.entryId, one.keyHash)}:${one.itemId}`));
  const successors = [...holders].flatMap(([key, all]) => {
    const staying = all.filter((one) => !gone.has(`${key}:${one.itemId}`)).sort((a, b) => a.itemId - b.itemId);
    const [first] = staying;
    return first === undefined || staying.some((one) => !one.contested) ? [] : [first];
  });
  return {
    removed: [...removed, ...successors],
    added: successors.map((one) => ({ ...one, contested: false })),
  };
}

function tooManyToMove({ entries }: ModelChange): DomainError {
  const names = [...entries].filter(([, { removed }]) => removed.length > 0).map(([name]) => name);
  return new DomainError(
    'TOO_LARGE',
    `More than ${ROWS_PER_LOCK_HOLD} stored identifiers of ${names.join(', ')} would have to move in one change set, because other classes keep the same identification rules. Give these classes rules of their own in smaller steps.`,
  );
}
