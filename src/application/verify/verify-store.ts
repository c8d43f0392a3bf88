import type { Change } from '../../domain/history/change';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { groupBy } from '../../domain/lists/group-by';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import { replayItem, replayRelationship, type Disagreement, type Version } from '../../domain/history/log-replay';
import { encodeItemId, encodeRelationshipId } from '../../domain/opaque-id';
import type { Relationship } from '../../domain/relationship';
import { IdentityRules } from '../../domain/identification/identity-keys';
import { ClassModel } from '../../domain/class-model/resolved-class-model';
import { definitionOf, loadClassModel } from '../../storage/class-model/class-model';
import { readHead } from '../../storage/history/change-log';
import type { Database, Tx } from '../../storage/database';
import { readHorizon } from '../../storage/history/history-horizon';
import { readSnapshot } from '../../storage/read-snapshot';
import { findOpenRederivation } from '../../storage/identities/rederivations';
import { readDueTimes } from '../../storage/verify/due-claims';
import { readHistories, readItemIds, type Histories } from '../../storage/verify/item-histories';
import { findWrongSearchTexts } from '../../storage/verify/search-texts';
import type { FoundRow } from '../../storage/verify/structure-check';
import { runCheck, STRUCTURE_CHECKS } from '../../storage/verify/structure-checks';
import { identityHash } from '../references/identity-hash';
import { deriveItems, type Deriving } from '../reconciliation/derive-items';
import { deriveRelationships } from '../reconciliation/derive-relationships';
import { findWrongIdentities } from './item-identities';
import { findWrongTerms } from './item-terms';

/** One thing that is not as it should be. */
export interface Finding extends Omit<Disagreement, 'revision'> {
  /** Which check found it. */
  readonly check: string;
  /** Id of the item or relationship, or another key. */
  readonly subject: string;
  readonly revision: number | null;
}

/** What was looked at. */
export interface Verified {
  readonly revision: Revision;
  readonly horizon: Revision;
  readonly items: number;
  readonly relationships: number;
  readonly changes: number;
  /** False: rules are being worked in, so values were not derived anew. */
  readonly derived: boolean;
}

/** How to verify. `report` hears of every finding as it is made. */
export interface VerifyOptions {
  readonly now: Date;
  readonly report: (finding: Finding) => void;
  /** Rows that one check of the structure names at most. */
  readonly most: number;
}

const PAGE_SIZE = 1_000;

const NEVER_LOOKED_AT = 'A claim of it expires, and nothing will look at it then.';

/**
 * Holds the tables against each other and against the log, at one moment, while others write: the structure by one statement
 * for each check, then every item and relationship by its versions, its changes and the claims of its sources.
 */
export function verifyStore(database: Database, options: VerifyOptions): Promise<Verified> {
  return readSnapshot(database, async (tx) => {
    const { revision: head } = await readHead(tx);
    const { revision: horizon } = await readHorizon(tx);
    for (const check of STRUCTURE_CHECKS) {
      const rows = await runCheck(tx, check, { horizon, most: options.most });
      for (const row of rows) options.report(findingOf(check.name, row));
    }
    const model = new ClassModel(definitionOf(await loadClassModel(tx)));
    const derived = (await findOpenRederivation(tx, null)) === null;
    const verifier = new Verifier(tx, horizon, { model, now: options.now.toISOString() }, options);
    const counts = await verifier.run(derived);
    return { revision: head, horizon, derived, ...counts };
  });
}

const findingOf = (check: string, { item, subject, path, revision, message }: FoundRow): Finding => ({
  check,
  subject: [...(item === null ? [] : [encodeItemId(itemId(item))]), ...(subject === null ? [] : [subject])].join(' '),
  path,
  revision,
  message,
});

/** Goes through all items, page by page. */
class Verifier {
  readonly #tx: Tx;
  readonly #horizon: Revision;
  readonly #deriving: Deriving;
  readonly #identities: IdentityRules;
  readonly #report: VerifyOptions['report'];

  constructor(tx: Tx, horizon: Revision, deriving: Deriving, { report }: VerifyOptions) {
    this.#tx = tx;
    this.#horizon = horizon;
    this.#deriving = deriving;
    this.#identities = new IdentityRules(deriving.model, identityHash);
    this.#report = report;
  }

  async run(deriving: boolean): Promise<Pick<Verified, 'items' | 'relationships' | 'changes'>> {
    const counts = { items: 0, relationships: 0, changes: 0 };
    for (let after = 0; ;) {
      const ids = await readItemIds(this.#tx, after, PAGE_SIZE);
      const last = ids.at(-1);
      if (last === undefined) return counts;
      after = last;
      const histories = await readHistories(this.#tx, ids);
      this.#replay(histories);
      const held = histories.relationships.filter(({ to }) => to === null).map(({ value }) => value);
      if (deriving) await this.#derive(ids, held);
      const current = histories.items.filter(({ to }) => to === null).map(({ value }) => value);
      await this.#lookUp(ids, current);
      counts.items += ids.length;
      counts.relationships += held.length;
      counts.changes += histories.changes.length;
    }
  }

  #replay({ items, relationships, changes }: Histories): void {
    const ofItems = groupBy(
      changes.filter(({ entity }) => entity === 'CONFIGURATION_ITEM'),
      (change) => change.itemId,
    );
    for (const [id, versions] of groupBy(items, ({ value }) => value.id)) {
      this.#tell('log of an item', encodeItemId(id), this.#replayItem(versions, ofItems.get(id) ?? []));
    }
    const told = groupBy(
      changes.filter(({ entity }) => entity === 'RELATIONSHIP'),
      (change) => `${change.relationshipId} ${change.itemId} ${change.targetId}`,
    );
    const stored = groupBy(relationships, ({ value }) => `${value.id} ${value.source} ${value.target}`);
    for (const key of new Set([...stored.keys(), ...told.keys()])) {
      const [versions, said] = [stored.get(key) ?? [], told.get(key) ?? []];
      const id = versions[0]?.value.id ?? said[0]?.relationshipId;
      if (id == null) continue;
      const found = replayRelationship({ versions, changes: said, horizon: this.#horizon });
      this.#tell('log of a relationship', encodeRelationshipId(id), found);
    }
  }

  #replayItem(versions: readonly Version<ConfigurationItem>[], changes: readonly Change[]): readonly Disagreement[] {
    return replayItem({ versions, changes, horizon: this.#horizon });
  }

  /** What sources say comes to what is stored. What is due to change because a claim has expired is left to the sweeper. */
  async #derive(ids: readonly ItemId[], relationships: readonly Relationship[]): Promise<void> {
    const due = await readDueTimes(
      this.#tx,
      ids,
      relationships.map(({ id }) => id),
    );
    const now = Date.parse(this.#deriving.now);
    const isDue = (at: number | undefined): boolean => at !== undefined && at <= now;
    for (const { before, observations, write, dueAt } of await deriveItems(this.#tx, ids, this.#deriving)) {
      const [noted, subject] = [due.items.get(before.id), encodeItemId(before.id)];
      if (!isDue(noted)) this.#tellClaims(subject, before.validFrom, write?.paths ?? []);
      const isNoted = [before, ...observations].every(({ validFrom }) => validFrom <= due.upTo);
      const isContested = new Set(observations.map(({ source }) => source)).size > 1;
      if (isNoted && isContested && dueAt !== null && !(noted !== undefined && noted <= dueAt)) {
        this.#say('claim due', subject, NEVER_LOOKED_AT);
      }
    }
    for (const { before, write } of await deriveRelationships(this.#tx, relationships, this.#deriving)) {
      if (isDue(due.relationships.get(before.id))) continue;
      this.#tellClaims(encodeRelationshipId(before.id), before.validFrom, write?.paths ?? []);
    }
  }

  /** What items are found by: their identities, the terms that they are known by outside, the texts that are searched. */
  async #lookUp(ids: readonly ItemId[], items: readonly ConfigurationItem[]): Promise<void> {
    for (const id of await findWrongSearchTexts(this.#tx, ids)) {
      const message = 'It is searched by another text than its name, keys, identities and values come to.';
      this.#say('search text', encodeItemId(id), message);
    }
    for (const { item, term, message } of await findWrongTerms(this.#tx, this.#deriving.model, items)) {
      this.#say('term', `${encodeItemId(item)} ${term}`, message);
    }
    for (const { item, identity, message } of await findWrongIdentities(this.#tx, this.#identities, items)) {
      this.#say('identifier', `${encodeItemId(item)} ${identity}`, message);
    }
  }

  #tellClaims(subject: string, revision: Revision, paths: readonly string[]): void {
    const message = 'It is not what the claims of its sources come to.';
    this.#tell(
      'claims',
      subject,
      paths.map((path) => ({ path, revision, message })),
    );
  }

  #tell(check: string, subject: string, found: readonly Disagreement[]): void {
    for (const one of found) this.#report({ check, subject, ...one });
  }

  #say(check: string, subject: string, message: string): void {
    this.#report({ check, subject, path: null, revision: null, message });
  }
}
